using Strata.Index.Memory;

namespace Strata.Index.Columns;

/// <summary>Finds the distinct values of a column, as long as they are few.</summary>
internal static class DistinctValues
{
    /// <summary>The distinct known values, ascending; null where there are more than <paramref name="most"/>.</summary>
    public static long[]? Of(NativeArray<long> values, int most)
    {
        var seen = new HashSet<long>();
        long previous = NumberColumn.Missing;
        foreach (long value in values.Span)
        {
            if (value == previous || value == NumberColumn.Missing)
            {
                continue;
            }

            previous = value;
            if (seen.Add(value) && seen.Count > most)
            {
                return null;
            }
        }

        long[] ascending = [.. seen];
        Array.Sort(ascending);
        return ascending;
    }
}
