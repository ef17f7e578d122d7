using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Binning;

/// <summary>Rows as the bins that their values fall into, column by column.</summary>
internal sealed class BinnedRows
{
    private BinnedRows(IReadOnlyList<ColumnBins> columns, byte[][] bins, int rows)
    {
        Columns = columns;
        Bins = bins;
        Rows = rows;
    }

    /// <summary>How the columns are cut.</summary>
    public IReadOnlyList<ColumnBins> Columns { get; }

    /// <summary>A bin a row, for each column.</summary>
    public byte[][] Bins { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Puts the values of rows into bins; a column that the rows do not have is not known.</summary>
    public static BinnedRows Of(IReadOnlyList<ColumnBins> columns, ModelMatrix matrix)
    {
        var byName = matrix.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var bins = new byte[columns.Count][];
        Parallel.For(0, columns.Count, index =>
        {
            bins[index] = new byte[matrix.Rows];
            columns[index].Fill(byName.GetValueOrDefault(columns[index].Name), 0, bins[index]);
        });
        return new(columns, bins, matrix.Rows);
    }

    /// <summary>The columns at these places.</summary>
    public BinnedRows Only(int[] columns) => new([.. columns.Select(column => Columns[column])], [.. columns.Select(column => Bins[column])], Rows);

    /// <summary>The rows that are named, in that order.</summary>
    public BinnedRows Take(int[] rows)
    {
        var taken = new byte[Bins.Length][];
        Parallel.For(0, Bins.Length, index =>
        {
            byte[] all = Bins[index];
            var some = new byte[rows.Length];
            for (int row = 0; row < rows.Length; row++)
            {
                some[row] = all[rows[row]];
            }

            taken[index] = some;
        });
        return new(Columns, taken, rows.Length);
    }
}
