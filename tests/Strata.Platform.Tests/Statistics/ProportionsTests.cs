using System.Text.Json;
using Strata.Platform.Statistics;
using Strata.Testing;
using Xunit.Abstractions;

namespace Strata.Platform.Tests.Statistics;

public sealed class ProportionsTests(ITestOutputHelper output)
{
    /// <summary>Values that R computed, as statsmodels' tests have them.</summary>
    [Fact]
    public void Agrees_with_R()
    {
        if (SharedData.Require(output, "expected/proportion_expected.json") is not { } path)
        {
            return;
        }

        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = expected.RootElement;
        JsonElement two = root.GetProperty("prop_ztest_two_sample")[0];
        double[] counts = Numbers(two, "count"), trials = Numbers(two, "nobs");
        double z = Proportions.TwoSampleZ(counts[0], trials[0], counts[1], trials[1]);
        z.ShouldBe(Number(two, "z"), 1e-12);
        Normal.TwoSided(z).ShouldBe(Number(two, "p_two_sided"), 1e-12);

        JsonElement one = root.GetProperty("prop_ztest_one_sample")[0];
        double single = Proportions.OneSampleZ(Number(one, "count"), Number(one, "nobs"), Number(one, "value"));
        single.ShouldBe(Number(one, "z"), 1e-9);
        Normal.TwoSided(single).ShouldBe(Number(one, "p_two_sided"), 1e-9);

        JsonElement several = root.GetProperty("k_sample_chisquare")[0];
        Check(ChiSquare.SameShare(Numbers(several, "count"), Numbers(several, "nobs")), several);
        JsonElement given = root.GetProperty("k_sample_chisquare_given")[0];
        Check(ChiSquare.GivenShare(Numbers(given, "count"), Numbers(given, "nobs"), Number(given, "p0")), given);

        JsonElement single2 = root.GetProperty("one_sample_chisquare")[0];
        Check(ChiSquare.GivenShare([Number(single2, "count")], [Number(single2, "nobs")], Number(single2, "p0")), single2);
        Check(Proportions.Wilson(Number(single2, "count"), Number(single2, "nobs")), Numbers(single2, "wilson_ci95"));

        JsonElement exact = root.GetProperty("binom_exact")[0];
        long successes = (long)Number(exact, "count"), of = (long)Number(exact, "nobs");
        double share = Number(exact, "p0");
        Proportions.BinomialTwoSided(successes, of, share).ShouldBe(Number(exact, "two_sided"), 1e-10);
        Proportions.BinomialAtMost(successes, of, share).ShouldBe(Number(exact, "less"), 1e-10);
        (1 - Proportions.BinomialAtMost(successes - 1, of, share)).ShouldBe(Number(exact, "greater"), 1e-10);
        Check(Proportions.ClopperPearson(successes, of), Numbers(exact, "clopper_pearson_95"));

        JsonElement effect = root.GetProperty("effect_size_cohen_h")[0];
        Proportions.EffectSize(Number(effect, "p1"), Number(effect, "p2")).ShouldBe(Number(effect, "h"), 1e-12);
    }

    [Fact]
    public void Pairwise_tests_and_Holm_agree_with_R()
    {
        if (SharedData.Require(output, "expected/proportion_expected.json") is not { } path)
        {
            return;
        }

        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement pairwise = expected.RootElement.GetProperty("pairwise_raw_p");
        double[] counts = Numbers(pairwise, "count"), trials = Numbers(pairwise, "nobs");
        var values = new List<double>();
        for (int first = 0; first < counts.Length; first++)
        {
            for (int second = first + 1; second < counts.Length; second++)
            {
                values.Add(ChiSquare.SameShare([counts[first], counts[second]], [trials[first], trials[second]]).P);
            }
        }

        values.ShouldBe(Numbers(pairwise, "p"), 1e-10);
        MultipleTesting.Holm(values).ShouldBe(Numbers(pairwise, "holm"), 1e-10);
    }

    /// <summary>Fisher's tea: (3 of 4) against (1 of 4) is 34/70; and the table of R's help, (10 of 11) against (2 of 17).</summary>
    [Fact]
    public void Fisher_sums_the_tables_that_are_no_more_likely()
    {
        Proportions.Fisher(3, 4, 1, 4).ShouldBe(34.0 / 70, 1e-12);
        Proportions.Fisher(2, 17, 10, 13).ShouldBe(0.0005367241, 1e-9);
        Proportions.Fisher(0, 0, 3, 5).ShouldBe(1);
        Proportions.Fisher(5, 5, 5, 5).ShouldBe(1, 1e-12);
    }

    /// <summary>Newcombe (1998), method 10, case (a): 56/70 − 48/80 is 0.0524 to 0.3339; case (e): 10/10 − 0/10 is 0.6075 to 1.</summary>
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void Difference_is_Newcombes(double successes, double trials, double others, double ofOthers, double low, double high)
    {
        Interval interval = Proportions.Difference(successes, trials, others, ofOthers);

        interval.Low.ShouldBe(low, 5e-5);
        interval.High.ShouldBe(high, 5e-5);
    }

    [Fact]
    public void Nothing_known_says_nothing()
    {
        Proportions.Wilson(0, 0).ShouldBe(new Interval(0, 1));
        Proportions.Difference(1, 1, 0, 0).ShouldBe(new Interval(-1, 1));
        Proportions.TwoSampleZ(0, 5, 0, 5).ShouldBe(0);
        ChiSquare.SameShare([1], [2]).P.ShouldBe(1);
        Proportions.Wilson(0, 10).Low.ShouldBe(0);
        Proportions.Wilson(10, 10).High.ShouldBe(1);
    }

    private static void Check(ChiSquareTest test, JsonElement expected)
    {
        test.Statistic.ShouldBe(Number(expected, "chi2"), 1e-9);
        test.DegreesOfFreedom.ShouldBe((int)Number(expected, "df"));
        test.P.ShouldBe(Number(expected, "p"), 1e-9);
    }

    private static void Check(Interval interval, double[] expected)
    {
        interval.Low.ShouldBe(expected[0], 1e-7);
        interval.High.ShouldBe(expected[1], 1e-7);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
