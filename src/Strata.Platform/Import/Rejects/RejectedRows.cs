using System.Globalization;
using Strata.Language;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Sniffing;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Import.Rejects;

/// <summary>A row that an import refused.</summary>
/// <param name="Row">Its number among the rows of the file, from 1.</param>
/// <param name="Field">The field concerned.</param>
/// <param name="Reason">Why.</param>
/// <param name="Cells">Its cells, in the order of the columns.</param>
public sealed record RejectedRow(long Row, string Field, string Reason, IReadOnlyList<string?> Cells);

/// <summary>Rows that an import refused and that are not mended yet.</summary>
/// <param name="Columns">The columns' names in the file.</param>
/// <param name="Targets">The fields that they go to, in the same order; null for those that are left out.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Rows">Some of them, in the order of the file.</param>
public sealed record RejectPage(IReadOnlyList<string> Columns, IReadOnlyList<string?> Targets, long Total, IReadOnlyList<RejectedRow> Rows);

/// <summary>What came of rows that were mended.</summary>
/// <param name="Taken">How many were taken.</param>
/// <param name="Left">Those that were refused again.</param>
public sealed record MendResult(long Taken, IReadOnlyList<RejectedRow> Left);

/// <summary>
/// The rows that imports refused, in the data directory's <c>rejects</c>: read page by page, and imported again once they are mended, as their
/// file was. What is taken leaves the file of rejects.
/// </summary>
public sealed class RejectedRows
{
    private const string MapEnding = ".map.yaml";
    private readonly DataDirectory _directory;
    private readonly string _path;
    private readonly long _import;

    private RejectedRows(DataDirectory directory, string path, long import) => (_directory, _path, _import) = (directory, path, import);

    /// <summary>The rows that an import refused; null where there are none, or none any more.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="import">The import's number in the ledger.</param>
    public static RejectedRows? Of(DataDirectory directory, long import)
    {
        ArgumentNullException.ThrowIfNull(directory);
        string folder = Path.Combine(directory.FullPath, "rejects");
        string ending = string.Create(CultureInfo.InvariantCulture, $".{import}.rejects.csv");
        string? path = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + ending).FirstOrDefault() : null;
        return path is null ? null : new RejectedRows(directory, path, import);
    }

    /// <summary>Keeps how a file was read beside its file of rejects: mended rows are read the same way.</summary>
    internal static void SaveMap(string rejectsPath, ImportMap map, string fileName) => File.WriteAllText(rejectsPath + MapEnding, ImportMapFile.Write(map, fileName));

    /// <summary>Some of the rows.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Stops it.</param>
    public RejectPage Page(Workspace workspace, long offset, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        using var scratch = new ScratchFiles(Path.Combine(_directory.FullPath, "tmp"));
        using DuckDbConnection connection = workspace.Warehouse.Connect();
        SourceTable source = Open(connection, scratch, cancellation);
        int width = source.Columns.Count - RejectFile.AddedColumns.Count;
        long total = connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {source.FromSql}");
        SourceTable.ForgetRejects(connection);
        List<RejectedRow> rows = connection.Query(
            $"SELECT {source.ColumnList} FROM {source.FromSql} LIMIT $1 OFFSET $2", [(long)limit, offset], row => Read(row, width), cancellation);
        string[] columns = [.. source.Columns.Take(width)];
        ImportMap? map = Map(columns, workspace);
        return new RejectPage(columns, [.. columns.Select(column => map?.Columns.FirstOrDefault(mapped => mapped.Column == column)?.Target)], total, rows);
    }

    /// <summary>Imports mended rows as their file was imported; in the turn of whoever changes data.</summary>
    /// <param name="workspace">The workspace, to write to.</param>
    /// <param name="mended">The rows by their number, with all their cells.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Stops it; nothing was imported then.</param>
    /// <exception cref="UserErrorException">Code <c>import</c>: a row is none that waits, or has other cells than the file.</exception>
    public MendResult Mend(Workspace workspace, IReadOnlyDictionary<long, IReadOnlyList<string?>> mended, TimeProvider clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(mended);
        (string[] columns, List<RejectedRow> all) = ReadAll(workspace, cancellation);
        Check(mended, columns, all);
        long[] order = [.. mended.Keys.Order()];
        FileReport report = Import(workspace, columns, [.. order.Select(row => mended[row])], clock, cancellation);
        Dictionary<long, RejectedRow> left = [];
        if (Of(_directory, report.ImportId) is { } again)
        {
            left = again.ReadAll(workspace, cancellation).Rows.ToDictionary(row => order[row.Row - 1], row => row with { Row = order[row.Row - 1] });
            again.Delete();
        }

        Rewrite(columns, [.. all.Select(row => mended.ContainsKey(row.Row) ? left.GetValueOrDefault(row.Row) : row).OfType<RejectedRow>()]);
        return new MendResult(order.Length - left.Count, [.. left.Values.OrderBy(row => row.Row)]);
    }

    private static void Check(IReadOnlyDictionary<long, IReadOnlyList<string?>> mended, string[] columns, List<RejectedRow> all)
    {
        var waiting = all.Select(row => row.Row).ToHashSet();
        foreach ((long row, IReadOnlyList<string?> cells) in mended)
        {
            if (!waiting.Contains(row))
            {
                throw new UserErrorException("import", $"Row {row} does not wait to be mended.", fix: "Load the refused rows again: somebody else may have mended it.");
            }

            if (cells.Count != columns.Length)
            {
                throw new UserErrorException("import", $"Row {row} has {cells.Count} cells where the file has {columns.Length} columns.", fix: "Send every cell of the row.");
            }
        }
    }

    private FileReport Import(Workspace workspace, string[] columns, IReadOnlyList<IReadOnlyList<string?>> rows, TimeProvider clock, CancellationToken cancellation)
    {
        (string file, string source) = workspace.Connection
            .Query("SELECT file_name, source FROM strata_import WHERE id = $1", [_import], row => (row.GetRequiredText(0), row.GetRequiredText(1)), cancellation)
            .SingleOrDefault(("rejects.csv", "crm"));
        using var scratch = new ScratchFiles(Path.Combine(_directory.FullPath, "tmp"));
        string path = Path.Combine(Path.GetDirectoryName(scratch.NewFile("mended"))!, Path.GetFileNameWithoutExtension(file) + ".mended.csv");
        RejectFile.WriteRows(path, columns, rows);
        string map = _path + MapEnding;
        var request = new ImportRequest([path]) { Source = source, Zone = workspace.Settings.Zone, MapFile = File.Exists(map) ? map : null };
        return new Importer(workspace.Warehouse, _directory, clock).Import(request, progress: null, cancellation).Files[0];
    }

    private ImportMap? Map(string[] columns, Workspace workspace) =>
        File.Exists(_path + MapEnding) ? ImportMapFile.Read(File.ReadAllText(_path + MapEnding), "The map", columns, workspace.Catalog) : null;

    private (string[] Columns, List<RejectedRow> Rows) ReadAll(Workspace workspace, CancellationToken cancellation)
    {
        using var scratch = new ScratchFiles(Path.Combine(_directory.FullPath, "tmp"));
        using DuckDbConnection connection = workspace.Warehouse.Connect();
        SourceTable source = Open(connection, scratch, cancellation);
        int width = source.Columns.Count - RejectFile.AddedColumns.Count;
        return ([.. source.Columns.Take(width)], connection.Query($"SELECT {source.ColumnList} FROM {source.FromSql}", [], row => Read(row, width), cancellation));
    }

    private SourceTable Open(DuckDbConnection connection, ScratchFiles scratch, CancellationToken cancellation)
    {
        ParseFunctions.Register(connection);
        InputFile file = InputFile.Open(_path, () => Stream.Null, scratch, cancellation);
        int maxLineBytes = new ImportRequest([]).MaxLineBytes;
        return new SourceReader(connection, scratch, cancellation).OpenCommaSeparated(file, ContentScan.Read(file, maxLineBytes, cancellation), maxLineBytes);
    }

    private static RejectedRow Read(DuckDbRow row, int width)
    {
        string?[] cells = new string?[width];
        for (int i = 0; i < width; i++)
        {
            cells[i] = row.GetText(i);
        }

        return new RejectedRow(long.Parse(row.GetRequiredText(width), CultureInfo.InvariantCulture), row.GetText(width + 1) ?? "", row.GetText(width + 2) ?? "", cells);
    }

    private void Rewrite(string[] columns, IReadOnlyList<RejectedRow> rows)
    {
        if (rows.Count == 0)
        {
            Delete();
            return;
        }

        string next = _path + ".new";
        using (var file = new RejectFile(next, columns))
        {
            foreach (RejectedRow row in rows)
            {
                file.Write(row.Cells, row.Row, row.Field, row.Reason);
            }
        }

        File.Move(next, _path, overwrite: true);
    }

    private void Delete()
    {
        File.Delete(_path);
        File.Delete(_path + MapEnding);
    }
}
