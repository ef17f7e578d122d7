using Strata.Platform.Profile.Drivers;

namespace Strata.Platform.Tests.Profile.Drivers;

public sealed class BandEdgesTests
{
    [Fact]
    public void Cuts_are_round_numbers_where_the_data_is()
    {
        double[] sorted = [.. Enumerable.Range(0, 1000).Select(at => Math.Round(Math.Pow(10, 1 + (at / 250.0))))];

        BandEdges.Of(sorted, 10).ShouldBe([20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]);
        BandEdges.OfCount([1, 1, 1, 1, 2, 2, 3, 5], 2).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Numbers_close_together_are_cut_too()
    {
        double[] years = [.. Enumerable.Range(0, 500).Select(at => 1990 + (at / 20.0))];

        BandEdges.Of(years, 10).Length.ShouldBeInRange(3, 16);
        BandEdges.Of([5, 5, 5, 5, 5, 5, 5, 5], 2).ShouldBeEmpty();
        BandEdges.Of([1, 2], 5).ShouldBeEmpty();
        BandEdges.Of([-30, -20, -10, -5, -2, -1, -0.5, -0.2], 1).ShouldNotBeEmpty();
    }
}
