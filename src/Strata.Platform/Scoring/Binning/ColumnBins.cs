using System.Text.Json.Serialization;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Binning;

/// <summary>
/// How the values of a column fall into bins. Bin 0 is what is not known. Numbers: bin <c>i</c> from 1 holds what is at most edge
/// <c>i - 1</c> and more than the edge before; the last one everything above. Categories: bin <c>i</c> is category <c>i - 1</c>; one more
/// holds those that are too rare, or were not met.
/// </summary>
internal sealed record ColumnBins
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The upper edges of the bins of numbers, included, ascending; null for categories.</summary>
    public double[]? Edges { get; init; }

    /// <summary>The categories that have a bin of their own; null for numbers.</summary>
    public string[]? Categories { get; init; }

    /// <summary>Whether the values are categories.</summary>
    [JsonIgnore]
    public bool IsCategory => Categories is not null;

    /// <summary>How many bins there are, that of what is not known included.</summary>
    [JsonIgnore]
    public int Count => Edges is { } edges ? edges.Length + 2 : Categories!.Length + 2;

    /// <summary>The bin of a number.</summary>
    public int BinOf(double value)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        int low = 0, high = Edges!.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (value <= Edges[middle])
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low + 1;
    }

    /// <summary>The bins of a range of rows; where the column is missing or of another kind, nothing is known.</summary>
    public void Fill(ModelColumn? column, int from, Span<byte> bins)
    {
        if (column is null || column.IsCategory != IsCategory)
        {
            bins.Clear();
        }
        else if (column.Numbers is { } numbers)
        {
            for (int row = 0; row < bins.Length; row++)
            {
                bins[row] = (byte)BinOf(numbers[from + row]);
            }
        }
        else if (column.At is { } at)
        {
            bins.Fill((byte)BinOf(0));
            int first = Array.BinarySearch(at, from);
            for (int place = first < 0 ? ~first : first; place < at.Length && at[place] < from + bins.Length; place++)
            {
                bins[at[place] - from] = (byte)BinOf(column.Values![place]);
            }
        }
        else
        {
            byte[] binOfCode = BinsOfCodes(column.Dictionary!);
            for (int row = 0; row < bins.Length; row++)
            {
                int code = column.Codes![from + row];
                bins[row] = code < 0 ? (byte)0 : binOfCode[code];
            }
        }
    }

    private byte[] BinsOfCodes(IReadOnlyList<string> dictionary)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int category = 0; category < Categories!.Length; category++)
        {
            places[Categories[category]] = category + 1;
        }

        return [.. dictionary.Select(value => (byte)places.GetValueOrDefault(value, Count - 1))];
    }
}
