using Strata.Platform.Statistics;

namespace Strata.Platform.Tests.Statistics;

public sealed class KruskalWallisTests
{
    /// <summary>Mucociliary efficiency (Hollander and Wolfe, 1973), as R's kruskal.test gives it.</summary>
    [Fact]
    public void Is_what_R_says_of_the_example_of_Hollander_and_Wolfe()
    {
        var test = KruskalWallis.Test([[2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]]);

        test.Statistic.ShouldBe(0.7714286, 1e-6);
        test.DegreesOfFreedom.ShouldBe(2);
        test.P.ShouldBe(0.6799648, 1e-6);
        test.EpsilonSquared.ShouldBe(0.7714286 / 13, 1e-6);
    }

    /// <summary>The example with ties in SciPy's documentation of kruskal.</summary>
    [Fact]
    public void Corrects_for_ties_as_SciPy_does()
    {
        var test = KruskalWallis.Test([[1, 1, 1], [2, 2, 2], [2, 2]]);

        test.Statistic.ShouldBe(7.0, 1e-9);
        test.P.ShouldBe(0.030197383, 1e-8);
    }

    [Fact]
    public void Says_nothing_of_one_sample_and_of_equal_values()
    {
        KruskalWallis.Test([[1, 2, 3], []]).DegreesOfFreedom.ShouldBe(0);
        KruskalWallis.Test([]).P.ShouldBe(1);
        KruskalWallis.Test([[4, 4], [4, 4]]).P.ShouldBe(1);
    }
}
