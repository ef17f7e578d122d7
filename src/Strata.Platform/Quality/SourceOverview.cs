using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;

namespace Strata.Platform.Quality;

/// <summary>Somebody who says something about accounts and contacts, and what.</summary>
/// <param name="Name">The source's name.</param>
/// <param name="Kind">What kind of source it is: <c>crm</c>, <c>tracking</c>, <c>enrichment</c>, <c>inference</c>.</param>
/// <param name="Precedence">Its place: of two that say different things the lower number wins.</param>
/// <param name="Imports">How many files were imported from it.</param>
/// <param name="Rows">How many rows these had.</param>
/// <param name="LastImportAt">When the last one was imported, in UTC microseconds; null for none.</param>
/// <param name="LastFile">The name of that file.</param>
/// <param name="Fields">The fields that it brought, the most filled first.</param>
public sealed record SourceSummary(
    string Name, string Kind, int Precedence, long Imports, long Rows, long? LastImportAt, string? LastFile, IReadOnlyList<SourceField> Fields);

/// <summary>A field that a source brought.</summary>
/// <param name="Table">Of what: <c>account</c>, <c>contact</c> or a collection.</param>
/// <param name="Field">The field.</param>
/// <param name="Rows">In how many rows it said it first, or changed it.</param>
public sealed record SourceField(string Table, string Field, long Rows);

/// <summary>Which source brought what.</summary>
/// <param name="workspace">The workspace.</param>
/// <param name="counts">What was counted before.</param>
public sealed class SourceOverview(Workspace workspace, SourceCounts counts)
{
    /// <summary>The sources in the order of their precedence.</summary>
    public IReadOnlyList<SourceSummary> Read(CancellationToken cancellation)
    {
        ILookup<string, SourceField> fields = counts.Read(workspace.Connection, workspace.Catalog, cancellation);
        return workspace.Connection.Query(
            """
            SELECT s.name, s.kind, CAST(s.precedence AS BIGINT), CAST(count(i.id) AS BIGINT), CAST(coalesce(sum(i.rows), 0) AS BIGINT),
                   epoch_us(max(i.finished_at)), arg_max(i.file_name, i.finished_at)
            FROM strata_source s LEFT JOIN strata_import i ON i.source = s.name
            GROUP BY s.name, s.kind, s.precedence ORDER BY s.precedence, s.name
            """,
            [],
            row => new SourceSummary(
                row.GetRequiredText(0),
                row.GetRequiredText(1),
                (int)row.GetInt64(2),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetNullableInt64(5),
                row.GetText(6),
                [.. fields[row.GetRequiredText(0)].OrderByDescending(field => field.Rows)]),
            cancellation);
    }

    /// <summary>The order of precedence: kinds and single sources, the strongest first.</summary>
    public IReadOnlyList<string> Order() => Sources.ReadOrder(workspace.Connection);
}
