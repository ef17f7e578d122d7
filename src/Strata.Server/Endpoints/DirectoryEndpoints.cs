using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;
using Strata.Warehouse.Versions;

namespace Strata.Server.Endpoints;

/// <summary>Lists of accounts and contacts, to search and filter.</summary>
internal static class DirectoryEndpoints
{
    private const string AccountColumns = "domain, industry, country, employees, owner, tier, fit_score, engagement_score";
    private const string ContactColumns = "title, email, seniority, department, account.name";

    /// <summary>Adds the endpoints.</summary>
    public static void MapDirectory(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1").RequireKey(KeyScope.Read).WithTags("entities");
        group.MapGet("accounts", Accounts).WithName("listAccounts")
            .WithSummary("Accounts: searched by a part of the name or domain or the beginning of the id, filtered by an expression or a segment, sorted, with the columns asked for")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("contacts", Contacts).WithName("listContacts")
            .WithSummary("Contacts: searched by a part of the name or e-mail address or the beginning of the id, filtered, sorted, with the columns asked for")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<EntityPage> Accounts(
        WorkspaceHost host, Memberships memberships, Listings listings, string? q, string? where, string? segment, string[]? id, string? sort, string? fields, string? cursor, int? limit,
        CancellationToken cancellation) =>
        List(host, memberships, listings, new Wanted(EntityKind.Account, q, where, segment, id, sort, fields ?? AccountColumns, cursor, limit), cancellation);

    private static Ok<EntityPage> Contacts(
        WorkspaceHost host, Memberships memberships, Listings listings, string? q, string? where, string? segment, string[]? id, string? sort, string? fields, string? cursor, int? limit,
        CancellationToken cancellation) =>
        List(host, memberships, listings, new Wanted(EntityKind.Contact, q, where, segment, id, sort, fields ?? ContactColumns, cursor, limit), cancellation);

    private static Ok<EntityPage> List(WorkspaceHost host, Memberships memberships, Listings listings, Wanted wanted, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        int most = Limits.Of(wanted.Limit, 50, 1000);
        MemberColumns columns = MemberColumns.Parse(workspace.Library, wanted.Of, wanted.Fields, wanted.Sort);
        string? warning = null;
        EntityListing Find()
        {
            (MemberSet? within, warning) = Within(workspace, memberships, wanted, cancellation);
            return EntityListing.Find(workspace, wanted.Of, wanted.Text, within, columns.Sort, cancellation);
        }

        (EntityListing listing, long number, int offset) = wanted.Ids is { Length: > 0 } ids
            ? (EntityListing.OfIds(workspace, wanted.Of, ids), 0, 0)
            : listings.Find(new ListingKey(wanted.Of, wanted.Text, wanted.Where, wanted.Segment, wanted.Sort, workspace.Library.Revision, VersionOf(workspace, wanted, columns)), wanted.Cursor, Find);
        IReadOnlyList<ListedEntity> page = listing.Page(workspace, columns, offset, most, cancellation);
        return TypedResults.Ok(new EntityPage(
            Words.Of(wanted.Of),
            Microseconds.ToText(workspace.Now.Instant),
            listing.Total,
            page,
            offset + most < listing.Total ? Listings.CursorOf(number, offset + most) : null,
            warning));
    }

    /// <summary>The version of the table whose rows alone say who is listed in which order; null where anything else does too.</summary>
    private static long? VersionOf(Workspace workspace, Wanted wanted, MemberColumns columns)
    {
        RowType row = workspace.Catalog.Of(wanted.Of);
        long now = workspace.Now.Instant;
        bool isOfRows = string.IsNullOrWhiteSpace(wanted.Text) && string.IsNullOrWhiteSpace(wanted.Where) && string.IsNullOrWhiteSpace(wanted.Segment)
            && columns.Sort.All(key => key.Value is null || (key.Value is BoundField field && ReferenceEquals(field.Row, row) && !workspace.Reader.History.ChangedAfter(TableNames.Table(row), field.Field.Name, now)));
        return isOfRows ? TableVersions.Read(workspace.Connection).GetValueOrDefault(TableNames.Table(row)).Version : null;
    }

    /// <summary>Who satisfies condition and segment; null where neither is given.</summary>
    private static (MemberSet? Within, string? Warning) Within(Workspace workspace, Memberships memberships, Wanted wanted, CancellationToken cancellation)
    {
        MemberSet? within = null;
        string? warning = null;
        if (!string.IsNullOrWhiteSpace(wanted.Segment))
        {
            LibraryEntry entry = SegmentEndpoints.Find(workspace, wanted.Segment);
            RequireKind(wanted.Of, entry.Definition.Of, entry.Definition.Name);
            within = memberships.Members(workspace, entry, at: null, cancellation).Members;
            warning = entry.Warning;
        }

        if (!string.IsNullOrWhiteSpace(wanted.Where))
        {
            SegmentSelection selection = SegmentSelection.FindInText(workspace.Library, wanted.Where, wanted.Of);
            RequireKind(wanted.Of, selection.Plan.Of, selection.Label);
            MemberSet found = workspace.Engine().Members(selection.Plan, workspace.Now, cancellation);
            within = within is null ? found : found.Intersect(new MemberSet(wanted.Of, within.Refs.Resized(found.Refs.Length)));
            warning ??= selection.Warning;
        }

        return (within, warning);
    }

    private static void RequireKind(EntityKind wanted, EntityKind found, string name)
    {
        if (wanted != found)
        {
            throw new UserErrorException("argument", $"'{name}' is a segment of {Words.Of(found)}.", fix: $"Name a segment of {Words.Of(wanted)}.");
        }
    }

    private sealed record Wanted(EntityKind Of, string? Text, string? Where, string? Segment, string[]? Ids, string? Sort, string Fields, string? Cursor, int? Limit);

    /// <summary>A page of accounts or contacts.</summary>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="At">The instant of the values.</param>
    /// <param name="Total">How many there are on all pages; they are of one answer, kept for some minutes.</param>
    /// <param name="Rows">Those of this page.</param>
    /// <param name="NextCursor">Where the next page begins; missing on the last.</param>
    /// <param name="Warning">What must be said with the result: that the segment is invalid, and keeps its last members.</param>
    internal sealed record EntityPage(string Of, string At, int Total, IReadOnlyList<ListedEntity> Rows, string? NextCursor, string? Warning);
}
