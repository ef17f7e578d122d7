using Strata.Index.Columns;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Tests.Columns;

/// <summary>Every encoding of numbers compares as the numbers do.</summary>
public class NumberColumnTests
{
    [Theory]
    [InlineData(1, 40, false)]
    [InlineData(200, 3_000, false)]
    [InlineData(5_000, 9_000, false)]
    [InlineData(1_000_000, 150_000, false)]
    [InlineData(1_000_000, 5_000, true)]
    public void Ranges_keep_the_rows_whose_value_lies_in_them(int distinct, int rows, bool keepValues)
    {
        var random = new Random(distinct);
        long[] values = [.. Enumerable.Range(0, rows).Select(_ => random.Next(9) == 0 ? NumberColumn.Missing : random.Next(distinct) * 7L - 50)];
        using NumberColumn column = Column(values, keepValues);
        for (int trial = 0; trial < 60; trial++)
        {
            long low = trial == 0 ? long.MinValue : random.Next(distinct) * 7L - 60 + random.Next(20), high = trial == 1 ? long.MaxValue : low + random.Next(distinct * 3);
            Rows(column.Between(low, high), rows).ShouldBe(Enumerable.Range(0, rows).Where(row => values[row] != NumberColumn.Missing && values[row] >= low && values[row] <= high));
        }

        Rows(column.Known, rows).ShouldBe(Enumerable.Range(0, rows).Where(row => values[row] != NumberColumn.Missing));
        Enumerable.Range(0, rows).Select(row => column.At(row)).ShouldBe(values);
    }

    [Fact]
    public void Edges_of_the_numbers_compare_too()
    {
        long[] values = [long.MinValue + 1, long.MaxValue, 0, NumberColumn.Missing];
        using NumberColumn column = Column(values, keepValues: false);
        Rows(column.Between(long.MinValue, long.MaxValue), 4).ShouldBe([0, 1, 2]);
        Rows(column.Between(long.MaxValue, long.MaxValue), 4).ShouldBe([1]);
        Rows(column.Between(1, long.MaxValue - 1), 4).ShouldBeEmpty();
        Rows(column.Between(5, 4), 4).ShouldBeEmpty();
    }

    [Fact]
    public void A_column_of_nothing_matches_nothing()
    {
        using NumberColumn column = Column([NumberColumn.Missing, NumberColumn.Missing], keepValues: false);
        Rows(column.Between(long.MinValue, long.MaxValue), 2).ShouldBeEmpty();
        Rows(column.Known, 2).ShouldBeEmpty();
    }

    internal static IEnumerable<int> Rows(Node node, int rows)
    {
        var mask = new ulong[(rows + 63) / 64];
        Array.Fill(mask, ulong.MaxValue);
        mask[^1] = rows % 64 == 0 ? ulong.MaxValue : (1UL << (rows % 64)) - 1;
        node.Filter(0, mask);
        return [.. Enumerable.Range(0, rows).Where(row => (mask[row >> 6] & (1UL << (row & 63))) != 0)];
    }

    private static NumberColumn Column(long[] values, bool keepValues)
    {
        var budget = new MemoryBudget(1 << 30);
        var array = new NativeArray<long>(budget, values.Length);
        values.CopyTo(array.Span);
        return new NumberColumn(budget, array, instants: false, keepValues);
    }
}
