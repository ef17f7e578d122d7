using System.Text;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Query;

namespace Strata.Platform.Segments.Export;

/// <summary>Writes the members of a segment to a file. The file gets its name only when it is whole.</summary>
public static class SegmentExporter
{
    /// <summary>Formats by the extension of the file.</summary>
    private static readonly string[] Extensions = [".csv", ".json", ".ndjson", ".jsonl", ".parquet"];

    /// <summary>Writes the file, replacing one of that name.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="engine">Says who is in.</param>
    /// <param name="plan">Who.</param>
    /// <param name="columns">What of them.</param>
    /// <param name="asOf">T.</param>
    /// <param name="path">Where to; the extension says the format: csv, json, ndjson or parquet.</param>
    /// <param name="cancellation">Stops the work and leaves no file.</param>
    /// <returns>How many members were written.</returns>
    /// <exception cref="UserErrorException">Code <c>argument</c>: no known extension. Code <c>file</c>: it cannot be written.</exception>
    public static long Export(
        Workspace workspace, IAudienceEngine engine, SegmentPlan plan, MemberColumns columns, AsOf asOf, string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(engine);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (!Extensions.Contains(extension, StringComparer.Ordinal))
        {
            throw new UserErrorException(
                "argument", $"'{path}' has no extension that says the format.", fix: $"End it with one of {string.Join(", ", Extensions)}.");
        }

        string place = Caller.FullPath(path);
        string folder = Path.GetDirectoryName(place)!;
        string unfinished = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            long rows = extension == ".parquet"
                ? WriteParquet(workspace, engine, plan, columns, asOf, unfinished, cancellation)
                : WriteText(engine, plan, columns, asOf, unfinished, extension, cancellation);
            File.Move(unfinished, place, overwrite: true);
            return rows;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException([new UserError("file", $"'{path}' cannot be written: {exception.Message}")], exception);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    private static long WriteText(
        IAudienceEngine engine, SegmentPlan plan, MemberColumns columns, AsOf asOf, string path, string extension, CancellationToken cancellation)
    {
        long rows = 0;
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);
        using MemberWriter writer = extension == ".csv" ? new CsvMemberWriter(output, columns) : new JsonMemberWriter(output, columns, lines: extension != ".json");
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        engine.List(
            plan,
            values,
            order,
            limit: null,
            asOf,
            row =>
            {
                rows++;
                writer.Write(columns.Cells(row));
            },
            cancellation);
        return rows;
    }

    /// <summary>DuckDB writes Parquet itself; numbers become decimals, so that nothing is lost.</summary>
    private static long WriteParquet(
        Workspace workspace, IAudienceEngine engine, SegmentPlan plan, MemberColumns columns, AsOf asOf, string path, CancellationToken cancellation)
    {
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        int read = 0;
        string shown = string.Join(", ", columns.Columns.Select(column =>
        {
            string source = column.Value is null ? "id" : $"c{read++}";
            string value = column.Value?.Kind == ValueKind.Exact
                ? $"CAST(CAST({source} // 10000 AS DECIMAL(33, 4)) + CAST({source} % 10000 AS DECIMAL(9, 4)) * 0.0001 AS DECIMAL(38, 4))"
                : source;
            return $"{value} AS {SqlIdentifier.Quote(column.Header)}";
        }));
        string names = string.Join(", ", Enumerable.Range(0, values.Count).Select(at => $"c{at}").Prepend("id"));
        return workspace.Members.Use(
            engine.Members(plan, asOf, cancellation),
            values,
            order,
            asOf,
            members => workspace.Connection.Execute(
                $"COPY (SELECT {shown} FROM ({members.Text}) AS member({names})) TO ${members.Parameters.Count + 1} (FORMAT parquet)",
                [.. members.Values(), path],
                progress: null,
                cancellation),
            cancellation);
    }
}
