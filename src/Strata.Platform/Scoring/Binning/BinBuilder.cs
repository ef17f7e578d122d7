using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Binning;

/// <summary>Chooses bins of about equally many rows for numbers, and one for each category that is common enough.</summary>
internal static class BinBuilder
{
    /// <summary>The most bins a column may have, so that a bin is a byte.</summary>
    public const int Most = 256;

    /// <summary>Quantiles of very many rows are taken from every n-th of about this many.</summary>
    private const int SampledRows = 200_000;

    /// <summary>Bins of a column.</summary>
    /// <param name="column">The values.</param>
    /// <param name="most">The most bins, that of what is not known included; from 3 to <see cref="Most"/>.</param>
    /// <param name="fewest">A category of fewer rows, and a bin of fewer numbers, is none.</param>
    public static ColumnBins Build(ModelColumn column, int most, int fewest) => column.IsCategory
        ? new ColumnBins { Name = column.Name, Categories = Categories(column, most - 2, fewest) }
        : new ColumnBins { Name = column.Name, Edges = Edges(column, most - 1, fewest) };

    private static double[] Edges(ModelColumn column, int most, int fewest)
    {
        int step = Math.Max(1, column.Rows / SampledRows);
        double[] sorted = column.At is null ? Known(column.Numbers!, step) : WithZeros(column, step);
        fewest = Math.Max(1, fewest / step);
        var values = new List<(double Value, int Rows)>();
        foreach (double value in sorted)
        {
            if (values.Count > 0 && values[^1].Value.Equals(value))
            {
                values[^1] = (value, values[^1].Rows + 1);
            }
            else
            {
                values.Add((value, 1));
            }
        }

        return Cut(values, sorted.Length, most, fewest);
    }

    /// <summary>The numbers of every n-th row that are known, ascending.</summary>
    private static double[] Known(double[] numbers, int step)
    {
        var known = new List<double>((numbers.Length / step) + 1);
        for (int row = 0; row < numbers.Length; row += step)
        {
            if (!double.IsNaN(numbers[row]))
            {
                known.Add(numbers[row]);
            }
        }

        double[] sorted = [.. known];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>The same of a column that is mostly 0: only the others need sorting.</summary>
    private static double[] WithZeros(ModelColumn column, int step)
    {
        double[] others = [.. Enumerable.Range(0, column.At!.Length).Where(place => column.At[place] % step == 0).Select(place => (double)column.Values![place])];
        Array.Sort(others);
        var sorted = new double[(column.Rows + step - 1) / step];
        int below = others.Count(value => value < 0);
        others.AsSpan(0, below).CopyTo(sorted);
        others.AsSpan(below).CopyTo(sorted.AsSpan(sorted.Length - others.Length + below));
        return sorted;
    }

    /// <summary>Fills a bin until it has its share of what is left; a value that is a share by itself has a bin of its own.</summary>
    private static double[] Cut(List<(double Value, int Rows)> values, int rows, int most, int fewest)
    {
        var edges = new List<double>();
        int left = rows, filled = 0;
        for (int index = 0; index < values.Count - 1 && edges.Count < most - 1; index++)
        {
            filled += values[index].Rows;
            double share = Math.Max(fewest, left / (double)(most - edges.Count));
            bool nextIsHeavy = values[index + 1].Rows >= share && filled >= fewest;
            if ((filled >= share || nextIsHeavy) && left - filled >= fewest)
            {
                // Half way to the next value, so that a value between the two falls to the nearer.
                edges.Add(Between(values[index].Value, values[index + 1].Value));
                left -= filled;
                filled = 0;
            }
        }

        return [.. edges];
    }

    private static double Between(double low, double high)
    {
        double middle = low + ((high - low) / 2);
        return middle < high ? middle : low;
    }

    private static string[] Categories(ModelColumn column, int most, int fewest)
    {
        var counts = new int[column.Dictionary!.Count];
        foreach (int code in column.Codes!)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return
        [
            .. Enumerable.Range(0, counts.Length)
                .Where(code => counts[code] >= Math.Max(1, fewest))
                .OrderByDescending(code => counts[code])
                .ThenBy(code => column.Dictionary[code], StringComparer.Ordinal)
                .Take(most)
                .Select(code => column.Dictionary[code]),
        ];
    }
}
