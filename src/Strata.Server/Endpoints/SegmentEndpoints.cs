using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The segments and who is in them.</summary>
internal static class SegmentEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSegments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/segments").RequireKey(KeyScope.Read).WithTags("segments");
        group.MapGet("", List).WithName("listSegments").WithSummary("The segments with their sizes, by name")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("{segment}", Show).WithName("getSegment").WithSummary("A segment: its definition, its size, and whether it is valid")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{segment}/members", Members).WithName("listMembers").WithSummary("Who is in a segment, now or at any instant; each member comes once")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("{segment}/table", Table).WithName("memberTable").WithSummary("Any part of a segment's members in an order, as a table: for lists that are scrolled")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The segment of that name.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    internal static LibraryEntry Find(Workspace workspace, string segment) => workspace.Library.FindSegment(segment)
        ?? throw new NotFoundException($"There is no segment '{segment}'.", "GET /v1/segments lists them.");

    private static Ok<SegmentPage> List(WorkspaceHost host, Memberships memberships, string? cursor, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        int most = Limits.Of(limit, 100, 1000);
        string after = Cursor.Read(cursor) ?? "";
        List<LibraryEntry> entries = [.. session.Workspace.Library.Segments
            .Where(entry => string.CompareOrdinal(entry.Definition.Name, after) > 0)
            .OrderBy(entry => entry.Definition.Name, StringComparer.Ordinal)
            .Take(most + 1)];
        var summaries = new SegmentSummaries(session.Workspace);
        string? next = entries.Count > most ? Cursor.Write(entries[most - 1].Definition.Name) : null;
        return TypedResults.Ok(new SegmentPage([.. entries.Take(most).Select(entry => summaries.Describe(entry, memberships.Count(session.Workspace, entry, cancellation)))], next));
    }

    private static Ok<SegmentDetail> Show(WorkspaceHost host, Memberships memberships, string segment, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        LibraryEntry entry = Find(session.Workspace, segment);
        var segmentDefinition = (SegmentDefinition)entry.Definition;
        return TypedResults.Ok(new SegmentDetail(
            new SegmentSummaries(session.Workspace).Describe(entry, memberships.Count(session.Workspace, entry, cancellation)),
            entry.Stored.Canonical,
            VersionItem.JsonOf(entry.Stored),
            SegmentPrinter.Print(segmentDefinition.Where),
            segmentDefinition.Exclude is { } exclude ? SegmentPrinter.Print(exclude) : null,
            MinimumInput.Of(segmentDefinition.Minimum),
            Microseconds.ToText(entry.Stored.At),
            entry.Stored.Author,
            entry.Stored.Reason,
            [.. entry.Problems.Select(problem => new Problem.Item(problem.Code, problem.Message, Problem.Place.Of(problem.Where), problem.Fix))]));
    }

    private static Ok<MemberPage> Members(
        WorkspaceHost host, Memberships memberships, string segment, string? at, string? fields, string? cursor, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = Find(workspace, segment);
        int most = Limits.Of(limit, 100, 10_000);
        MemberColumns columns = MemberColumns.Parse(workspace.Library, entry.Definition.Of, fields ?? "id", sort: null);
        AsOf asOf = Instants.Of(at, workspace);
        (MemberSet members, long version) = memberships.Members(workspace, entry, at is null ? null : asOf, cancellation);
        (MemberSet page, long? next) = Memberships.Part(members, Cursor.ReadNumber(cursor) ?? -1, most);
        var rows = new List<Member>();
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        workspace.Members.List(page, values, order, limit: null, asOf, row => rows.Add(Member.Of(columns, row.Id, columns.Cells(row))), cancellation);
        return TypedResults.Ok(new MemberPage(
            entry.Definition.Name,
            version,
            Words.Of(entry.Definition.Of),
            Microseconds.ToText(asOf.Instant),
            members.Count,
            rows,
            next is { } last ? Cursor.Write(last.ToString(CultureInfo.InvariantCulture)) : null));
    }

    private static Ok<MemberTable> Table(
        WorkspaceHost host, Memberships memberships, string segment, string? at, string? columns, string? sort, long? offset, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = Find(workspace, segment);
        var shown = MemberColumns.Parse(workspace.Library, entry.Definition.Of, columns, sort);
        AsOf asOf = Instants.Of(at, workspace);
        (MemberSet members, long version) = memberships.Members(workspace, entry, at is null ? null : asOf, cancellation);
        long from = offset is null or >= 0 ? offset ?? 0 : throw new UserErrorException("argument", "'offset' takes a number from 0.");

        // In a list that is scrolled the first page has the order of the others.
        MemberColumns ordered = shown.Sort.Count > 0 ? shown : shown with { Sort = [(null, false)] };
        return TypedResults.Ok(new MemberTable(
            entry.Definition.Name,
            version,
            Microseconds.ToText(asOf.Instant),
            members.Count,
            [.. shown.Columns.Select(column => column.Header)],
            MemberRows.Read(workspace, members, ordered, from, Limits.Of(limit, 100, 1000), asOf, cancellation)));
    }

    /// <summary>A page of segments.</summary>
    /// <param name="Segments">The segments, by name.</param>
    /// <param name="NextCursor">Where the next page begins; missing on the last.</param>
    internal sealed record SegmentPage(IReadOnlyList<SegmentSummary> Segments, string? NextCursor);

    /// <summary>A segment in full.</summary>
    /// <param name="Segment">What the list says of it.</param>
    /// <param name="Definition">The definition as YAML.</param>
    /// <param name="Json">The definition as JSON.</param>
    /// <param name="Where">Who is in, as text.</param>
    /// <param name="Exclude">Who is suppressed, as text.</param>
    /// <param name="Minimum">The sizes below which it is too small.</param>
    /// <param name="ChangedAt">When this version was stored.</param>
    /// <param name="Author">Who stored it.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Problems">What keeps it from being evaluated.</param>
    internal sealed record SegmentDetail(
        SegmentSummary Segment,
        string Definition,
        JsonElement Json,
        string Where,
        string? Exclude,
        MinimumInput Minimum,
        string ChangedAt,
        string Author,
        string? Reason,
        IReadOnlyList<Problem.Item> Problems);

    /// <summary>A part of the members in an order.</summary>
    /// <param name="Segment">The segment's name.</param>
    /// <param name="Version">The version of its definition that they are in by.</param>
    /// <param name="At">The instant at which they are in; asked for again, other parts are of the same members.</param>
    /// <param name="Total">How many there are in all.</param>
    /// <param name="Columns">The columns.</param>
    /// <param name="Rows">The part.</param>
    internal sealed record MemberTable(string Segment, long Version, string At, long Total, IReadOnlyList<string> Columns, IReadOnlyList<MemberCells> Rows);

    /// <summary>A page of members.</summary>
    /// <param name="Segment">The segment's name.</param>
    /// <param name="Version">The version of its definition that they are in by.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="At">The instant at which they are in.</param>
    /// <param name="Total">How many there are on all pages.</param>
    /// <param name="Members">The members of this page.</param>
    /// <param name="NextCursor">Where the next page begins; missing on the last.</param>
    internal sealed record MemberPage(string Segment, long Version, string Of, string At, long Total, IReadOnlyList<Member> Members, string? NextCursor);

    /// <summary>A member.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Fields">The values asked for; null where they are missing.</param>
    internal sealed record Member(string Id, IReadOnlyDictionary<string, object?>? Fields)
    {
        public static Member Of(MemberColumns columns, string id, IReadOnlyList<object?> cells)
        {
            var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (int i = 0; i < cells.Count; i++)
            {
                if (columns.Columns[i].Value is not null)
                {
                    fields[columns.Columns[i].Header] = PlainValue.OfCell(cells[i]);
                }
            }

            return new Member(id, fields.Count == 0 ? null : fields);
        }
    }
}
