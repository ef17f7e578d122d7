using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Reading;

/// <summary>A file as the engine reads it: rows of text.</summary>
/// <param name="FromSql">What stands after FROM; its columns are <c>c0</c>, <c>c1</c> … of type VARCHAR, in the order of <paramref name="Columns"/>.</param>
/// <param name="Columns">The columns' names in the file.</param>
/// <param name="CollectsRejects">True where the engine skips malformed lines and notes them in <see cref="RejectsTable"/>.</param>
/// <param name="HeaderLines">Lines before the first row.</param>
/// <param name="Separator">The character between cells, where there is one.</param>
/// <param name="HasBrokenCell">True where the last column holds what could not be read as a row at all.</param>
internal sealed record SourceTable(
    string FromSql, IReadOnlyList<string> Columns, bool CollectsRejects, int HeaderLines, char Separator = ',', bool HasBrokenCell = false)
{
    /// <summary>The temporary table of malformed lines.</summary>
    public const string RejectsTable = "import_malformed";

    /// <summary>The temporary table that tells of the reading itself.</summary>
    public const string ScanTable = "import_scan";

    /// <summary>The engine's variable that holds the file's path.</summary>
    public const string PathVariable = "strata_import_path";

    /// <summary>The rows' columns, by name.</summary>
    public string ColumnList => string.Join(", ", Enumerable.Range(0, Columns.Count).Select(i => $"c{i}"));

    /// <summary>The columns that hold data.</summary>
    public IReadOnlyList<string> DataColumns => HasBrokenCell ? [.. Columns.SkipLast(1)] : Columns;

    /// <summary>Forgets malformed lines noted so far.</summary>
    public static void ForgetRejects(DuckDbConnection connection)
    {
        connection.Execute($"DROP TABLE IF EXISTS {RejectsTable}");
        connection.Execute($"DROP TABLE IF EXISTS {ScanTable}");
    }

    /// <summary>The first rows.</summary>
    public List<string?[]> Sample(DuckDbConnection connection, int rows, CancellationToken cancellation)
    {
        ForgetRejects(connection);
        int width = Columns.Count;
        List<string?[]> sample = connection.Query(
            $"SELECT {ColumnList} FROM {FromSql} LIMIT {rows}",
            [],
            row =>
            {
                string?[] cells = new string?[width];
                for (int i = 0; i < width; i++)
                {
                    cells[i] = row.GetText(i);
                }

                return cells;
            },
            cancellation);
        ForgetRejects(connection);
        return sample;
    }
}
