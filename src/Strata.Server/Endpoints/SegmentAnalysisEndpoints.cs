using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Keys;
using Strata.Platform.Live;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Breakdowns;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Export;
using Strata.Platform.Segments.History;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>What can be said of a stored segment: its size over time, who came and went, what its members are like, what uses it.</summary>
internal static class SegmentAnalysisEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSegmentAnalyses(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/segments/{segment}").RequireKey(KeyScope.Read).WithTags("segments")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("size", Size).WithName("segmentSize").WithSummary("The size of a segment over time, with who entered and left in between; as it was told, and before that as evaluated");
        group.MapGet("changes", Changes).WithName("segmentChanges").WithSummary("Who entered and left a segment, the newest first, with the cause");
        group.MapGet("breakdown", ReadBreakdown).WithName("segmentBreakdown").WithSummary("How the members are distributed over a field, beside everyone");
        group.MapGet("overlap", ReadOverlap).WithName("segmentOverlap").WithSummary("How a segment overlaps with others: every combination, and every two");
        group.MapGet("near-misses", ReadNearMisses).WithName("segmentNearMisses").WithSummary("Whom one clause alone keeps out of a segment, clause by clause");
        group.MapGet("clauses", Clauses).WithName("segmentClauses").WithSummary("What each clause of a segment does to its size");
        group.MapGet("used-by", UsedBy).WithName("segmentUses").WithSummary("The definitions and webhooks that use a segment");
        group.MapGet("explain", ExplainMember).WithName("explainMember").WithSummary("Why an account or contact is in a segment, or why it is not");
        group.MapGet("export", Export).WithName("exportMembers").WithSummary("The members of a segment as a file: csv, ndjson, json or parquet")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv");
    }

    private static Ok<SizeSeries> Size(
        WorkspaceHost host, Memberships memberships, SizeHistory history, string segment, string? from, int? points, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        AsOf now = workspace.Now;
        long first = from is null ? now.Instant - (30 * Microseconds.PerDay) : Instants.Of(from, workspace).Instant;
        if (first >= now.Instant)
        {
            throw new UserErrorException("argument", "'from' lies in the future.", fix: "Name an instant of the past.");
        }

        long size = memberships.Count(workspace, entry, cancellation) ?? throw new UserErrorException(entry.Problems);
        return TypedResults.Ok(new SizeSeries([.. history.Read(workspace, entry, size, first, now, Math.Max(2, Limits.Of(points, 31, 100, "points")), cancellation)
            .Select(point => new SizeItem(Microseconds.ToText(point.At), point.Size, point.Entered, point.Left, point.IsTold))]));
    }

    private static Ok<ChangePage> Changes(WorkspaceHost host, MembershipHistory history, string segment, string? cursor, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        int most = Limits.Of(limit, 50, 1000);
        IReadOnlyList<LoggedChange> changes = history.Changes(entry.Definition.Name, Cursor.ReadNumber(cursor), most + 1);
        IReadOnlyDictionary<string, string> names = MemberRows.Names(workspace, entry.Definition.Of, changes.Select(one => one.Change.Ref), cancellation);
        string? next = changes.Count > most ? Cursor.Write(changes[most - 1].Offset.ToString(CultureInfo.InvariantCulture)) : null;
        return TypedResults.Ok(new ChangePage([.. changes.Take(most).Select(one => ChangeItem.Of(one, names.GetValueOrDefault(one.Change.EntityId)))], next));
    }

    private static Ok<Breakdown> ReadBreakdown(WorkspaceHost host, string segment, string by, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        return TypedResults.Ok(Breakdown.Find(
            workspace, workspace.Engine(), workspace.Library.PlanOf(entry), by, Limits.Of(limit, 25, 1000), workspace.Now, cancellation));
    }

    private static Ok<Overlap> ReadOverlap(WorkspaceHost host, string segment, string[] with, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        string name = SegmentEndpoints.Find(workspace, segment).Definition.Name;
        return TypedResults.Ok(Overlap.Find(
            workspace.Engine(), [.. with.Prepend(name).Select(one => SegmentSelection.FindSegment(workspace.Library, one))], workspace.Now, cancellation));
    }

    private static Ok<NearMissPage> ReadNearMisses(WorkspaceHost host, string segment, string? columns, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        return TypedResults.Ok(NearMissPage.Read(workspace, workspace.Library.PlanOf(entry), columns, Limits.Of(limit, 10, 200), workspace.Now, cancellation));
    }

    private static Ok<ClauseCounts> Clauses(WorkspaceHost host, string segment, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        return TypedResults.Ok(ClauseCounts.Count(workspace.Engine(), workspace.Library.PlanOf(entry), workspace.Now, cancellation));
    }

    private static Ok<UseList> UsedBy(WorkspaceHost host, string segment)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new UseList(SegmentUses.Of(session.Workspace, SegmentEndpoints.Find(session.Workspace, segment).Definition.Name)));
    }

    private static Ok<Explanation> ExplainMember(WorkspaceHost host, string segment, string member, string? at)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        var reader = new EntityReader(workspace.Connection, workspace.Catalog);
        var finder = new EntityFinder(workspace.Connection, reader);
        EntityKind of = entry.Definition.Of;
        StateRow entity = finder.TryFind(of, member) ? finder.Find(of, member) : throw new NotFoundException($"There is no {(of == EntityKind.Account ? "account" : "contact")} '{member}'.");
        return TypedResults.Ok(new Explainer(reader, new SegmentRanks(workspace.Engine())).Explain(workspace.Library.PlanOf(entry), entity, Instants.Of(at, workspace)));
    }

    private static FileStreamHttpResult Export(WorkspaceHost host, string segment, string? columns, string? format, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        string extension = format ?? "csv";
        string type = extension switch
        {
            "csv" => "text/csv",
            "json" => "application/json",
            "ndjson" => "application/x-ndjson",
            "parquet" => "application/vnd.apache.parquet",
            _ => throw new UserErrorException("argument", $"'{extension}' is no format.", fix: "Take csv, json, ndjson or parquet."),
        };
        string path = Path.Combine(Path.GetTempPath(), $"strata-{Guid.NewGuid():N}.{extension}");
        SegmentExporter.Export(
            workspace, workspace.Engine(), workspace.Library.PlanOf(entry), MemberColumns.Parse(workspace.Library, entry.Definition.Of, columns, sort: null), workspace.Now, path, cancellation);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        return TypedResults.File(file, type, $"{entry.Definition.Name}.{extension}");
    }

    /// <summary>The size of a segment over time.</summary>
    /// <param name="Points">The oldest first.</param>
    internal sealed record SizeSeries(IReadOnlyList<SizeItem> Points);

    /// <summary>The size at an instant.</summary>
    /// <param name="At">The instant.</param>
    /// <param name="Size">How many were in.</param>
    /// <param name="Entered">How many entered since the point before; missing where nothing was told yet.</param>
    /// <param name="Left">How many left since the point before.</param>
    /// <param name="IsTold">True for what was told then, false for what is evaluated from the data now.</param>
    internal sealed record SizeItem(string At, long Size, long? Entered, long? Left, bool IsTold);

    /// <summary>Who came and went.</summary>
    /// <param name="Changes">The newest first.</param>
    /// <param name="NextCursor">Where the next page begins; missing on the last.</param>
    internal sealed record ChangePage(IReadOnlyList<ChangeItem> Changes, string? NextCursor);

    /// <summary>Somebody entered or left.</summary>
    /// <param name="Offset">The number of the change in the membership log.</param>
    /// <param name="Id">The id of the account or contact.</param>
    /// <param name="Name">What it is called; missing where that is not known.</param>
    /// <param name="Entered">True where it entered, false where it left.</param>
    /// <param name="At">When.</param>
    /// <param name="Cause">Why.</param>
    /// <param name="CauseId">The id of the event or the import.</param>
    /// <param name="Version">The version of the definition.</param>
    internal sealed record ChangeItem(long Offset, string Id, string? Name, bool Entered, string At, MembershipCauseKind Cause, string? CauseId, long Version)
    {
        public static ChangeItem Of(LoggedChange logged, string? name)
        {
            MembershipChange change = logged.Change;
            return new ChangeItem(
                logged.Offset, change.EntityId, name, change.Entered, Microseconds.ToText(change.At), change.Cause.Kind, change.Cause.Id, change.Version);
        }
    }

    /// <summary>What uses a segment.</summary>
    /// <param name="Uses">By kind and name.</param>
    internal sealed record UseList(IReadOnlyList<SegmentUse> Uses);
}
