using Strata.Platform.Statistics;

namespace Strata.Platform.Tests.Statistics;

public sealed class RankStatisticsTests
{
    [Fact]
    public void Area_under_curve_counts_pairs_in_order()
    {
        RankStatistics.AreaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true]).ShouldBe(0.75, 1e-12);
        RankStatistics.AreaUnderCurve([1, 1, 1], [true, false, true]).ShouldBe(0.5, 1e-12);
        RankStatistics.AreaUnderCurve([1, 2], [true, true]).ShouldBe(double.NaN);
    }

    /// <summary>
    /// Worked by hand. Depths of R's help, x = 0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46 and y = 1.15, 0.88, 0.90, 0.74,
    /// 1.21: U = 35, μ = 25, σ² = 66.667 without ties, z = 9.5 ÷ 8.165 = 1.1635, p = 0.2446.
    /// </summary>
    [Fact]
    public void Mann_Whitney_by_hand()
    {
        double[] values = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46, 1.15, 0.88, 0.90, 0.74, 1.21];
        bool[] first = [.. Enumerable.Range(0, 15).Select(at => at < 10)];

        RankStatistics.MannWhitney(values, first).ShouldBe(0.2446, 1e-3);
        RankStatistics.MannWhitney([1, 1, 1], [true, false, false]).ShouldBe(1);
        RankStatistics.MannWhitney([1, 2], [true, true]).ShouldBe(1);
    }
}
