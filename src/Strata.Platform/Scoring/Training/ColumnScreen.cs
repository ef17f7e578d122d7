using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Logistic;

namespace Strata.Platform.Scoring.Training;

/// <summary>Leaves out columns that tell nothing by themselves, where there are so many rows that looking at all of them takes long.</summary>
internal static class ColumnScreen
{
    private const int FromRows = 50_000;
    private const int MostColumns = 150;
    private const int SampledRows = 30_000;
    private const int Bins = 14;

    /// <summary>The rows with the strongest columns, as the rows before a place say; fewer rows keep all columns.</summary>
    public static LabelledRows Apply(LabelledRows rows, int before)
    {
        if (rows.Count < FromRows || rows.Matrix.Columns.Count <= MostColumns)
        {
            return rows;
        }

        int step = Math.Max(1, before / SampledRows);
        int[] sample = [.. Enumerable.Range(0, before / step).Select(place => place * step)];
        bool[] labels = [.. sample.Select(row => rows.Labels[row])];
        var columns = new ModelColumn[rows.Matrix.Columns.Count];
        var bins = new ColumnBins[columns.Length];
        Parallel.For(0, columns.Length, column =>
        {
            columns[column] = rows.Matrix.Columns[column].Take(sample);
            bins[column] = BinBuilder.Build(columns[column], Bins, sample.Length / 200);
        });
        int[] chosen = ColumnChoice.Choose(BinnedRows.Of(bins, new ModelMatrix(sample.Length, columns)), labels, MostColumns);
        return chosen.Length == 0 ? rows : rows with { Matrix = new ModelMatrix(rows.Count, [.. chosen.Select(column => rows.Matrix.Columns[column])]) };
    }
}
