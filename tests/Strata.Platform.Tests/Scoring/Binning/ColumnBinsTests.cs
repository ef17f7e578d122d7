using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Tests.Scoring.Binning;

public sealed class ColumnBinsTests
{
    [Fact]
    public void Numbers_fall_into_bins_of_about_as_many_rows()
    {
        double[] numbers = [.. Enumerable.Range(0, 1000).Select(row => (double)row)];
        ColumnBins bins = BinBuilder.Build(ModelColumn.OfNumbers("n", numbers), 11, 1);
        bins.Count.ShouldBe(11);
        numbers.GroupBy(bins.BinOf).ShouldAllBe(bin => bin.Count() >= 99 && bin.Count() <= 101);
        bins.BinOf(double.NaN).ShouldBe(0);
    }

    [Fact]
    public void A_frequent_value_has_a_bin_of_its_own()
    {
        double[] numbers = [.. Enumerable.Range(0, 1000).Select(row => row % 10 == 0 ? row : 5.0)];
        ColumnBins bins = BinBuilder.Build(ModelColumn.OfNumbers("n", numbers), 8, 10);
        bins.BinOf(5).ShouldNotBe(bins.BinOf(10));
    }

    [Fact]
    public void Rare_and_new_categories_share_a_bin()
    {
        int[] codes = [.. Enumerable.Range(0, 100).Select(row => row < 60 ? 0 : row < 98 ? 1 : row == 98 ? 2 : -1)];
        ColumnBins bins = BinBuilder.Build(ModelColumn.OfCodes("c", codes, ["a", "b", "rare"]), 256, 5);
        bins.Categories.ShouldBe(["a", "b"]);
        Span<byte> filled = stackalloc byte[5];
        bins.Fill(ModelColumn.OfCodes("c", [0, 1, 2, 3, -1], ["b", "a", "rare", "new"]), 0, filled);
        filled.ToArray().ShouldBe([2, 1, 3, 3, 0]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    public void There_are_never_more_bins_than_asked_for(int most)
    {
        double[] numbers = [.. Enumerable.Range(0, 5000).Select(row => Math.Sqrt(row))];
        BinBuilder.Build(ModelColumn.OfNumbers("n", numbers), most, 1).Count.ShouldBe(most);
    }

    [Fact]
    public void What_is_all_unknown_or_all_the_same_has_no_edges()
    {
        BinBuilder.Build(ModelColumn.OfNumbers("n", [double.NaN, double.NaN]), 10, 1).Edges!.ShouldBeEmpty();
        BinBuilder.Build(ModelColumn.OfNumbers("n", [1, 1, 1]), 10, 1).Edges!.ShouldBeEmpty();
    }
}
