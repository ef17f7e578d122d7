using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Accounts and contacts: what is known of one, where it comes from, what it did, which segments it is in and why.</summary>
internal static class EntityEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapEntities(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1").RequireKey(KeyScope.Read).WithTags("entities");
        group.MapGet("accounts/{account}", ShowAccountAsync).WithName("getAccount")
            .WithSummary("An account by its id, domain or name: its fields with source and age, its segments, what it did, and why it is in a segment or not")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("accounts/{account}/segments", AccountSegments).WithName("listSegmentsOfAccount").WithSummary("The segments that an account is in")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("contacts/{contact}", ShowContactAsync).WithName("getContact")
            .WithSummary("A contact by its id, e-mail address or name, as an account is shown")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Task<Ok<EntityDetail>> ShowAccountAsync(
        WorkspaceHost host, IngestPipeline pipeline, Memberships memberships, string account, string? at, string? explain, int? events, string? eventsCursor, CancellationToken cancellation) =>
        ShowAsync(host, pipeline, memberships, EntityKind.Account, account, new Wanted(at, explain, events, eventsCursor), cancellation);

    private static Task<Ok<EntityDetail>> ShowContactAsync(
        WorkspaceHost host, IngestPipeline pipeline, Memberships memberships, string contact, string? at, string? explain, int? events, string? eventsCursor, CancellationToken cancellation) =>
        ShowAsync(host, pipeline, memberships, EntityKind.Contact, contact, new Wanted(at, explain, events, eventsCursor), cancellation);

    private static async Task<Ok<EntityDetail>> ShowAsync(
        WorkspaceHost host, IngestPipeline pipeline, Memberships memberships, EntityKind of, string name, Wanted wanted, CancellationToken cancellation)
    {
        if (wanted.IsPresent)
        {
            // What was acknowledged before this request is shown.
            await pipeline.StoreAsync(cancellation);
        }

        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        AsOf asOf = Instants.Of(wanted.At, workspace);
        var reader = new EntityReader(workspace.Connection, workspace.Catalog);
        StateRow entity = EntityLookup.Find(workspace, reader, of, name);
        (IReadOnlyList<TimelineEvent> events, string? next) = wanted.Events == 0
            ? ([], null)
            : Timeline(workspace, of, entity.Reference, asOf.Instant, workspace.Catalog.Events.Values, wanted.EventsCursor, Limits.Of(wanted.Events, 20, 1000, "events"), cancellation);
        return TypedResults.Ok(new EntityDetail(
            entity.Id,
            EntityNames.Of(of, entity),
            of == EntityKind.Contact && entity.Account.AsOf(asOf.Instant) is { } account ? reader.Account(account)?.Id : null,
            Microseconds.ToText(asOf.Instant),
            KnownFact.Of(workspace, of, entity.Reference, asOf),
            SegmentsOf(workspace, memberships, reader, entity, of, wanted.IsPresent ? null : asOf),
            [.. events.Select(EventItem.Of)],
            next,
            wanted.Explain is { } segment ? Explain(workspace, reader, of, entity, segment, asOf) : null));
    }

    private static Ok<EntitySegments> AccountSegments(WorkspaceHost host, Memberships memberships, string account, string? at)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        AsOf asOf = Instants.Of(at, workspace);
        var reader = new EntityReader(workspace.Connection, workspace.Catalog);
        StateRow entity = EntityLookup.Find(workspace, reader, EntityKind.Account, account);
        return TypedResults.Ok(new EntitySegments(entity.Id, Microseconds.ToText(asOf.Instant), SegmentsOf(workspace, memberships, reader, entity, EntityKind.Account, at is null ? null : asOf)));
    }

    private static IReadOnlyList<SegmentItem> SegmentsOf(
        Workspace workspace, Memberships memberships, EntityReader reader, StateRow entity, EntityKind of, AsOf? asOf) =>
        [.. memberships.Of(workspace, reader, entity, of, asOf).Select(one => new SegmentItem(one.Segment.Definition.Name, ((SegmentDefinition)one.Segment.Definition).Title, one.Version))];

    /// <summary>A part of a timeline, and where the next one begins; null where there is no more.</summary>
    internal static (IReadOnlyList<TimelineEvent> Events, string? Next) Timeline(
        Workspace workspace, EntityKind of, long reference, long until, IEnumerable<RowType> types, string? cursor, int limit, CancellationToken cancellation)
    {
        (long, string?) before = Cursor.Read(cursor) is { } place ? PlaceOf(place) : (until, null);
        IReadOnlyList<TimelineEvent> events = EntityTimeline.Read(workspace.Connection, types, of, reference, before, limit + 1, cancellation);
        return events.Count <= limit
            ? (events, null)
            : ([.. events.Take(limit)], Cursor.Write(string.Create(CultureInfo.InvariantCulture, $"{events[limit - 1].At} {events[limit - 1].Id}")));
    }

    private static (long At, string? Id) PlaceOf(string place) => place.Split(' ', 2) is [var at, var id] && long.TryParse(at, CultureInfo.InvariantCulture, out long instant)
        ? (instant, id)
        : throw Cursor.Refused();

    /// <summary>Why an entity is in a segment, or is not.</summary>
    internal static Explanation Explain(Workspace workspace, EntityReader reader, EntityKind of, StateRow entity, string segment, AsOf asOf)
    {
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        return entry.Definition.Of == of
            ? new Explainer(reader, new SegmentRanks(workspace.Engine())).Explain(workspace.Library.PlanOf(entry), entity, asOf)
            : throw new Language.UserErrorException("argument", $"'{segment}' is a segment of {Words.Of(entry.Definition.Of)}.");
    }

    private sealed record Wanted(string? At, string? Explain, int? Events, string? EventsCursor)
    {
        public bool IsPresent => At is null or "" or "now";
    }

    /// <summary>An account or contact.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What a person calls it: an account's name, a contact's full name or else e-mail address.</param>
    /// <param name="Account">Of a contact, the id of its account.</param>
    /// <param name="At">The instant that is spoken of.</param>
    /// <param name="Fields">What is known of it.</param>
    /// <param name="Segments">The segments that it is in.</param>
    /// <param name="Events">What it did, the newest first.</param>
    /// <param name="NextEventsCursor">Where the events go on; missing where there are no more.</param>
    /// <param name="Explanation">Why it is in the segment asked about, or is not.</param>
    internal sealed record EntityDetail(
        string Id,
        string? Name,
        string? Account,
        string At,
        IReadOnlyList<KnownFact> Fields,
        IReadOnlyList<SegmentItem> Segments,
        IReadOnlyList<EventItem> Events,
        string? NextEventsCursor,
        Explanation? Explanation);

    /// <summary>The segments of an account.</summary>
    internal sealed record EntitySegments(string Id, string At, IReadOnlyList<SegmentItem> Segments);

    /// <summary>A segment that it is in.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Title">The name shown to people.</param>
    /// <param name="Version">The version of its definition.</param>
    internal sealed record SegmentItem(string Name, string Title, long Version);

    /// <summary>An event.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="At">When it happened.</param>
    /// <param name="Contact">The id of the contact who did it.</param>
    /// <param name="ContactName">Their full name, or else their e-mail address.</param>
    /// <param name="Attribution">By what its account was found; missing where the event came with it.</param>
    /// <param name="Properties">Its known properties.</param>
    internal sealed record EventItem(
        string Id, string Type, string At, string? Contact, string? ContactName, string? Attribution, IReadOnlyDictionary<string, object?> Properties)
    {
        public static EventItem Of(TimelineEvent one) =>
            new(one.Id, one.Type, Microseconds.ToText(one.At), one.Contact, one.ContactName, one.Attribution, one.Properties);
    }
}
