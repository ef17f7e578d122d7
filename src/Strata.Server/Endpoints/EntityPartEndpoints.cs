using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Targeting.Committees;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The parts of what is known of an account or contact, each by itself: for a page that shows one at a time.</summary>
internal static class EntityPartEndpoints
{
    private const int MostReasons = 8;

    /// <summary>Adds the endpoints.</summary>
    public static void MapEntityParts(this IEndpointRouteBuilder routes)
    {
        MapBoth(routes.MapGroup("/v1/accounts/{id}").RequireKey(KeyScope.Read).WithTags("entities"), EntityKind.Account, "Account", "an account");
        MapBoth(routes.MapGroup("/v1/contacts/{id}").RequireKey(KeyScope.Read).WithTags("entities"), EntityKind.Contact, "Contact", "a contact");
        RouteGroupBuilder accounts = routes.MapGroup("/v1/accounts/{id}").RequireKey(KeyScope.Read).WithTags("entities");
        accounts.MapGet("collections/{collection}", Collection).WithName("listRowsOfAccount")
            .WithSummary("The rows of a collection of an account (technologies, opportunities, subscriptions, contacts …) with source and age")
            .ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapGet("committee", Committee).WithName("committeeOfAccount")
            .WithSummary("The buying committee of an account: its contacts with their roles and when they were last active, and the roles that nobody has")
            .ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapGet("scores", Scores).WithName("scoresOfAccount").WithSummary("Every score of an account with what makes it, what it did, and what it researches")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static void MapBoth(RouteGroupBuilder group, EntityKind of, string noun, string one)
    {
        group.MapGet("fields/{field}", (WorkspaceHost host, string id, string field) => History(host, of, id, field)).WithName($"historyOf{noun}Field")
            .WithSummary($"Every value that was said of a field of {one}, by whom and when").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet(
            "timeline",
            (WorkspaceHost host, IngestPipeline pipeline, string id, string[]? type, string? until, string? cursor, int? limit, CancellationToken cancellation) =>
                TimelineAsync(host, pipeline, of, id, type, until, cursor, limit, cancellation)).WithName($"timelineOf{noun}")
            .WithSummary($"What {one} did, the newest first, of all types or some, with how many there are of each")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet(
            "memberships",
            (WorkspaceHost host, MembershipReader reader, string id, int? changes) => Memberships(host, reader, of, id, changes)).WithName($"membershipsOf{noun}")
            .WithSummary($"The segments that {one} is in and since when, those that it is nearly in and what is missing, and which it entered and left lately")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet(
            "explanations/{segment}",
            (WorkspaceHost host, IngestPipeline pipeline, string id, string segment, string? at, CancellationToken cancellation) =>
                ExplanationAsync(host, pipeline, of, id, segment, at, cancellation)).WithName($"explain{noun}")
            .WithSummary($"Why {one} is in a segment, or is not: each clause with the actual value, what is missing, and what would change the answer")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("identity", (WorkspaceHost host, string id, CancellationToken cancellation) => Identity(host, of, id, cancellation)).WithName($"identityOf{noun}")
            .WithSummary($"How it is known whose the data of {one} is: names, merges, links, visitors, networks, and by what its events were attributed")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<FieldHistory> History(WorkspaceHost host, EntityKind of, string id, string field)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        StateRow entity = Find(workspace, of, id).Entity;
        return TypedResults.Ok(new FieldHistory(entity.Id, field, SaidValue.Of(workspace, of, entity.Reference, field)));
    }

    private static Ok<RowsOfAccount> Collection(WorkspaceHost host, string id, string collection, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        StateRow entity = Find(workspace, EntityKind.Account, id).Entity;
        RowType type = workspace.Catalog.FindCollection(collection)
            ?? throw new NotFoundException($"There is no collection '{collection}'.", $"There are contacts, {string.Join(", ", workspace.Catalog.Collections.Keys)}.");
        return TypedResults.Ok(new RowsOfAccount(entity.Id, collection, KnownRow.Of(workspace, type, entity.Reference, Limits.Of(limit, 200, 1000), cancellation)));
    }

    private static Ok<AccountBuyingCommittee> Committee(WorkspaceHost host, string id, string[]? roles, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        (EntityReader reader, StateRow entity) = Find(workspace, EntityKind.Account, id);
        return TypedResults.Ok(AccountBuyingCommittee.Find(
            workspace, reader, entity.Reference, roles is null or [] ? CommitteeCoverage.UsualRoles : roles, Limits.Of(limit, 200, 1000), cancellation));
    }

    private static Ok<AccountScores> Scores(WorkspaceHost host, string id, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        return TypedResults.Ok(AccountScores.Find(workspace, Find(workspace, EntityKind.Account, id).Entity, Limits.Of(limit, MostReasons, 100), cancellation));
    }

    private static async Task<Ok<Timeline>> TimelineAsync(
        WorkspaceHost host, IngestPipeline pipeline, EntityKind of, string id, string[]? types, string? until, string? cursor, int? limit, CancellationToken cancellation)
    {
        if (cursor is null)
        {
            // What was acknowledged before this request is shown.
            await pipeline.StoreAsync(cancellation);
        }

        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        AsOf asOf = Instants.Of(until, workspace);
        StateRow entity = Find(workspace, of, id).Entity;
        IReadOnlyList<EventCount> counts = EntityTimeline.Count(workspace.Connection, workspace.Catalog, of, entity.Reference, asOf.Instant, cancellation);
        foreach (string unknown in types?.Where(type => workspace.Catalog.FindEvent(type) is null) ?? [])
        {
            throw new UserErrorException("argument", $"There is no event type '{unknown}'.", fix: "GET /v1/catalog lists them.");
        }

        // Types of which there are none need not be read.
        IEnumerable<RowType> read = counts.Where(count => types is null or [] || types.Contains(count.Type, StringComparer.Ordinal)).Select(count => workspace.Catalog.Events[count.Type]);
        (IReadOnlyList<TimelineEvent> events, string? next) = EntityEndpoints.Timeline(workspace, of, entity.Reference, asOf.Instant, read, cursor, Limits.Of(limit, 50, 1000), cancellation);
        return TypedResults.Ok(new Timeline(
            entity.Id,
            [.. counts.Select(count => new EventTypeCount(count.Type, count.Count, Microseconds.ToText(count.Newest)))],
            [.. events.Select(EntityEndpoints.EventItem.Of)],
            next));
    }

    private static Ok<EntityMemberships> Memberships(WorkspaceHost host, MembershipReader memberships, EntityKind of, string id, int? changes)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        (EntityReader reader, StateRow entity) = Find(workspace, of, id);
        return TypedResults.Ok(memberships.Read(workspace, reader, of, entity, Limits.Of(changes, 50, 1000, "changes")));
    }

    private static async Task<Ok<Explanation>> ExplanationAsync(
        WorkspaceHost host, IngestPipeline pipeline, EntityKind of, string id, string segment, string? at, CancellationToken cancellation)
    {
        if (at is null or "" or "now")
        {
            await pipeline.StoreAsync(cancellation);
        }

        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        (EntityReader reader, StateRow entity) = Find(workspace, of, id);
        return TypedResults.Ok(EntityEndpoints.Explain(workspace, reader, of, entity, segment, Instants.Of(at, workspace)));
    }

    private static Ok<IdentityEvidence> Identity(WorkspaceHost host, EntityKind of, string id, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        return TypedResults.Ok(IdentityEvidence.Find(workspace, of, Find(workspace, of, id).Entity, cancellation));
    }

    private static (EntityReader Reader, StateRow Entity) Find(Workspace workspace, EntityKind of, string id)
    {
        var reader = new EntityReader(workspace.Connection, workspace.Catalog);
        return (reader, EntityLookup.Find(workspace, reader, of, id));
    }

    /// <summary>The history of a value.</summary>
    /// <param name="Id">Whose it is.</param>
    /// <param name="Field">The field.</param>
    /// <param name="Values">What was said, the newest first.</param>
    internal sealed record FieldHistory(string Id, string Field, IReadOnlyList<SaidValue> Values);

    /// <summary>Rows of an account.</summary>
    /// <param name="Id">The account's id.</param>
    /// <param name="Collection">What they are.</param>
    /// <param name="Rows">The rows, the one that began last first.</param>
    internal sealed record RowsOfAccount(string Id, string Collection, IReadOnlyList<KnownRow> Rows);

    /// <summary>How many events of a type there are.</summary>
    /// <param name="Type">The type.</param>
    /// <param name="Count">How many.</param>
    /// <param name="NewestAt">When the newest happened.</param>
    internal sealed record EventTypeCount(string Type, long Count, string NewestAt);

    /// <summary>A part of a timeline.</summary>
    /// <param name="Id">Whose it is.</param>
    /// <param name="Types">The types of which there are events, the most frequent first, whichever were asked for.</param>
    /// <param name="Events">The events, the newest first.</param>
    /// <param name="NextCursor">Where they go on; missing where there are no more.</param>
    internal sealed record Timeline(string Id, IReadOnlyList<EventTypeCount> Types, IReadOnlyList<EntityEndpoints.EventItem> Events, string? NextCursor);
}
