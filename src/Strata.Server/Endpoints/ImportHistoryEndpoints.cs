using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Import;
using Strata.Platform.Import.Rejects;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Imports that were made, and their refused rows.</summary>
internal static class ImportHistoryEndpoints
{
    private const int MostMended = 5_000;

    /// <summary>Adds the endpoints.</summary>
    public static void MapImportHistory(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/import-history").RequireKey(KeyScope.Read).WithTags("imports");
        group.MapGet("", List).WithName("listImports").WithSummary("The imports that were made, the newest first").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("{id:long}", Show).WithName("getImport").WithSummary("An import that was made").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{id:long}/rejects", Rejects).WithName("listRejects").WithSummary("The rows that an import refused and that wait to be mended, in the order of the file")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost("/v1/import-history/{id:long}/rejects", Mend).RequireKey(KeyScope.Write).WithTags("imports").WithName("mendRejects")
            .WithSummary("Imports mended rows as their file was imported: a job, whose result says how many were taken and which were refused again")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<ImportList> List(WorkspaceHost host, string? cursor, int? limit)
    {
        int most = Limits.Of(limit, 50, 500);
        using LentSession session = host.Lend();
        IReadOnlyList<ImportEntry> entries = new ImportHistory(session.Workspace).List(Cursor.ReadNumber(cursor), most + 1);
        string? next = entries.Count > most ? Cursor.Write(entries[most - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new ImportList([.. entries.Take(most).Select(ImportItem.Of)], next));
    }

    private static Ok<ImportItem> Show(WorkspaceHost host, long id)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(ImportItem.Of(Find(session.Workspace, id)));
    }

    private static Ok<RejectList> Rejects(WorkspaceHost host, long id, string? cursor, int? limit, CancellationToken cancellation)
    {
        int most = Limits.Of(limit, 100, 1_000);
        long offset = Cursor.ReadNumber(cursor) ?? 0;
        using LentSession session = host.Lend();
        Find(session.Workspace, id);
        if (RejectedRows.Of(session.Workspace.Directory, id) is not { } rejects)
        {
            return TypedResults.Ok(new RejectList([], [], 0, [], null));
        }

        RejectPage page = rejects.Page(session.Workspace, offset, most, cancellation);
        long end = offset + page.Rows.Count;
        return TypedResults.Ok(new RejectList(
            page.Columns,
            page.Targets,
            page.Total,
            [.. page.Rows.Select(RejectItem.Of)],
            end < page.Total ? Cursor.Write(end.ToString(System.Globalization.CultureInfo.InvariantCulture)) : null));
    }

    private static Accepted<JobEndpoints.StartedJob> Mend(WorkspaceHost host, IExclusiveWriter writer, JobRegistry jobs, TimeProvider clock, HttpContext context, long id, MendRequest request)
    {
        using (LentSession session = host.Lend())
        {
            Find(session.Workspace, id);
        }

        IReadOnlyList<MendedRow> rows = request.Rows ?? [];
        if (rows.Count is 0 or > MostMended || rows.DistinctBy(row => row.Row).Count() < rows.Count)
        {
            throw new UserErrorException("argument", $"'rows' names 1 to {MostMended} rows, each once.", fix: "Send {\"rows\": [{\"row\": 3, \"cells\": [\"…\"]}]}.");
        }

        Dictionary<long, IReadOnlyList<string?>> mended = rows.ToDictionary(row => row.Row, row => row.Cells ?? []);
        return JobEndpoints.Accepted(jobs.Start(
            "mend",
            $"Import {rows.Count} mended {(rows.Count == 1 ? "row" : "rows")}",
            context.Actor().Name,
            work => writer.RunAsync(
                workspace =>
                {
                    work.Cancellation.ThrowIfCancellationRequested();
                    work.Report(null, "importing");
                    RejectedRows rejects = RejectedRows.Of(workspace.Directory, id) ?? throw new UserErrorException("import", "No refused rows wait to be mended.");
                    MendResult result = rejects.Mend(workspace, mended, clock, work.Cancellation);
                    return new MendOutcome(result.Taken, [.. result.Left.Select(RejectItem.Of)]);
                },
                CancellationToken.None),
            $"/v1/import-history/{id}"));
    }

    private static ImportEntry Find(Workspace workspace, long id) => new ImportHistory(workspace).Find(id) ?? throw new NotFoundException($"There is no import {id}.");

    /// <summary>Imports.</summary>
    /// <param name="Imports">Some of them, the newest first.</param>
    /// <param name="NextCursor">Gives the next page; missing on the last.</param>
    internal sealed record ImportList(IReadOnlyList<ImportItem> Imports, string? NextCursor);

    /// <summary>An import that was made.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="File">The file's name.</param>
    /// <param name="Kind">What it was read as.</param>
    /// <param name="Source">Who spoke in it.</param>
    /// <param name="Rows">Rows in the file.</param>
    /// <param name="Accepted">Rows that were taken.</param>
    /// <param name="Rejected">Rows that were refused then.</param>
    /// <param name="Unchanged">Of those taken, rows that said what was known.</param>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="FinishedAt">When it ended.</param>
    /// <param name="HasRejects">True where refused rows wait to be mended.</param>
    internal sealed record ImportItem(
        long Id, string File, string Kind, string Source, long Rows, long Accepted, long Rejected, long Unchanged, string StartedAt, string FinishedAt, bool HasRejects)
    {
        public static ImportItem Of(ImportEntry entry) => new(
            entry.Id,
            entry.File,
            entry.Kind,
            entry.Source,
            entry.Rows,
            entry.Accepted,
            entry.Rejected,
            entry.Unchanged,
            Microseconds.ToText(entry.StartedAt),
            Microseconds.ToText(entry.FinishedAt),
            entry.HasRejects);
    }

    /// <summary>Refused rows.</summary>
    /// <param name="Columns">The columns' names.</param>
    /// <param name="Targets">The fields that they go to, in the same order; null for those that are left out.</param>
    /// <param name="Total">How many rows wait.</param>
    /// <param name="Rows">Some of them.</param>
    /// <param name="NextCursor">Gives the next page; missing on the last.</param>
    internal sealed record RejectList(IReadOnlyList<string> Columns, IReadOnlyList<string?> Targets, long Total, IReadOnlyList<RejectItem> Rows, string? NextCursor);

    /// <summary>A refused row.</summary>
    /// <param name="Row">Its number in the file, from 1.</param>
    /// <param name="Field">The field concerned.</param>
    /// <param name="Reason">Why it was refused.</param>
    /// <param name="Cells">Its cells.</param>
    internal sealed record RejectItem(long Row, string Field, string Reason, IReadOnlyList<string?> Cells)
    {
        public static RejectItem Of(RejectedRow row) => new(row.Row, row.Field, row.Reason, row.Cells);
    }

    /// <summary>Rows that were mended.</summary>
    internal sealed record MendRequest(IReadOnlyList<MendedRow>? Rows);

    /// <summary>A row that was mended.</summary>
    /// <param name="Row">Its number in the file.</param>
    /// <param name="Cells">All its cells.</param>
    internal sealed record MendedRow(long Row, IReadOnlyList<string?>? Cells);

    /// <summary>What came of mended rows.</summary>
    /// <param name="Taken">How many were taken.</param>
    /// <param name="Left">Those refused again.</param>
    internal sealed record MendOutcome(long Taken, IReadOnlyList<RejectItem> Left);
}
