using Strata.Platform.Statistics;

namespace Strata.Platform.Tests.Statistics;

public sealed class MultipleTestingTests
{
    /// <summary>The fifteen p-values of Benjamini and Hochberg (1995): at q = 0.05 the first four are finds.</summary>
    [Fact]
    public void Example_of_Benjamini_and_Hochberg()
    {
        double[] values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];

        double[] adjusted = MultipleTesting.BenjaminiHochberg(values);

        adjusted.Count(q => q <= 0.05).ShouldBe(4);
        adjusted[0].ShouldBe(0.0015, 1e-12);
        adjusted[1].ShouldBe(0.0030, 1e-12);
        adjusted[2].ShouldBe(0.0095, 1e-12);
        adjusted[3].ShouldBe(0.035625, 1e-12);
        adjusted[14].ShouldBe(1);
    }

    [Fact]
    public void Order_does_not_matter_and_adjusted_values_never_fall()
    {
        double[] adjusted = MultipleTesting.BenjaminiHochberg([0.04, 0.01, 0.03, 0.02]);

        adjusted.ShouldBe([0.04, 0.04, 0.04, 0.04], 1e-12);
        MultipleTesting.BenjaminiHochberg([0.01, 0.5], tests: 20).ShouldBe([0.2, 1], 1e-12);
        MultipleTesting.BenjaminiHochberg([]).ShouldBeEmpty();
    }

    /// <summary>Among 1,000 true hypotheses and 50 false ones, the share of false finds stays below what was asked for, on average.</summary>
    [Fact]
    public void Controls_the_share_of_false_finds()
    {
        var random = new Random(7);
        double shares = 0;
        for (int run = 0; run < 200; run++)
        {
            double[] values = [.. Enumerable.Range(0, 1050).Select(at => Normal.TwoSided(MathNet.Numerics.Distributions.Normal.Sample(random, at < 50 ? 4 : 0, 1)))];
            double[] adjusted = MultipleTesting.BenjaminiHochberg(values);
            int finds = adjusted.Count(q => q <= 0.1), wrong = adjusted.Skip(50).Count(q => q <= 0.1);
            shares += finds == 0 ? 0 : (double)wrong / finds;
        }

        (shares / 200).ShouldBeInRange(0.07, 0.11);
    }
}
