using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Control;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Drafts;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Changes of segments: each a version with author, time and reason, or a proposal where changes need approval.</summary>
internal static class SegmentEditEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSegmentEdits(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/segments/{segment}").WithTags("segments").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPut("", SaveAsync).RequireKey(KeyScope.Write).WithName("saveSegment")
            .WithSummary("Stores a segment, new or changed, with a reason; where changes need approval it is proposed instead")
            .ProducesProblem(StatusCodes.Status409Conflict);
        group.MapDelete("", RemoveAsync).RequireKey(KeyScope.Write).WithName("deleteSegment")
            .WithSummary("Takes a segment away, unless it is used; where changes need approval that is proposed instead")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("versions", Versions).RequireKey(KeyScope.Read).WithName("listVersions").WithSummary("Every version of a segment, the newest first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("versions/{version:long}", Version).RequireKey(KeyScope.Read).WithName("getVersion").WithSummary("One version of a segment")
            .ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("restore", RestoreAsync).RequireKey(KeyScope.Write).WithName("restoreVersion")
            .WithSummary("Stores an earlier version of a segment again, as a new version; where changes need approval it is proposed instead")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("review", ReviewAsync).RequireKey(KeyScope.Write).WithName("reviewSegment")
            .WithSummary("Notes that somebody looked at a segment and it is as it should be").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<SavedChange>> SaveAsync(HttpContext context, IExclusiveWriter writer, string segment, SaveInput input, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace => DefinitionChanges.Make(workspace, EditTarget.Segment(segment), input.Definition(workspace, segment), input.BaseVersion ?? 0, author, input.Reason, cancellation), cancellation));
    }

    private static async Task<Ok<SavedChange>> RemoveAsync(HttpContext context, IExclusiveWriter writer, string segment, long? baseVersion, string? reason, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
                return DefinitionChanges.Make(workspace, EditTarget.Of(entry.Definition), null, baseVersion ?? entry.Stored.Version, author, reason, cancellation);
            },
            cancellation));
    }

    private static async Task<Ok<SavedChange>> RestoreAsync(HttpContext context, IExclusiveWriter writer, string segment, RestoreInput input, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                StoredVersion version = FindVersion(workspace, segment, input.Version);
                long standing = workspace.Library.FindSegment(segment)?.Stored.Version ?? 0;
                string reason = string.IsNullOrWhiteSpace(input.Reason) ? $"version {version.Version} again" : input.Reason;
                return DefinitionChanges.Make(workspace, EditTarget.Segment(version.Name), DefinitionFiles.ReadText(version.Canonical)[0], input.BaseVersion ?? standing, author, reason, cancellation);
            },
            cancellation));
    }

    private static async Task<NoContent> ReviewAsync(HttpContext context, IExclusiveWriter writer, string segment, CancellationToken cancellation)
    {
        string by = context.Actor().Name;
        await writer.RunAsync(
            workspace =>
            {
                LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
                new SegmentReviews(workspace.Control).Note(entry.Definition.Name, by, workspace.Now.Instant);
                return true;
            },
            cancellation);
        return TypedResults.NoContent();
    }

    private static Ok<VersionList> Versions(WorkspaceHost host, string segment)
    {
        using LentSession session = host.Lend();
        IReadOnlyList<StoredVersion> versions = session.Workspace.Control.History("segment", segment);
        return versions.Count > 0 ? TypedResults.Ok(new VersionList([.. versions.Reverse().Select(VersionItem.Of)])) : throw NoSuchSegment(segment);
    }

    private static Ok<VersionItem> Version(WorkspaceHost host, string segment, long version)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(VersionItem.Of(FindVersion(session.Workspace, segment, version)));
    }

    private static StoredVersion FindVersion(Workspace workspace, string segment, long number)
    {
        IReadOnlyList<StoredVersion> versions = workspace.Control.History("segment", segment);
        return versions.Count == 0
            ? throw NoSuchSegment(segment)
            : versions.FirstOrDefault(version => version.Version == number && !version.Deleted) ?? throw new NotFoundException($"'{segment}' has no version {number} to show.");
    }

    private static NotFoundException NoSuchSegment(string segment) => new($"There is no segment '{segment}'.", "GET /v1/segments lists them.");

    /// <summary>A segment to store.</summary>
    /// <param name="Where">Who is in.</param>
    /// <param name="Exclude">Who is suppressed; missing for nobody.</param>
    /// <param name="Of"><c>accounts</c> (the standard) or <c>contacts</c>.</param>
    /// <param name="Title">The name shown to people; missing for the name itself.</param>
    /// <param name="IncludeList">Ids added by hand.</param>
    /// <param name="Objective">awareness, engagement, acceleration, opportunity or retention.</param>
    /// <param name="Owner">Who answers for it.</param>
    /// <param name="Description">Why it exists.</param>
    /// <param name="Minimum">The sizes below which it is too small; missing for the standard ones.</param>
    /// <param name="ReviewEvery">How often a person looks at it again, as <c>90 days</c>.</param>
    /// <param name="BaseVersion">The version that it was made from; 0 or missing for a new segment. Another one that stands is a conflict.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record SaveInput(
        ConditionInput Where,
        ConditionInput? Exclude = null,
        string? Of = null,
        string? Title = null,
        IReadOnlyList<string>? IncludeList = null,
        string? Objective = null,
        string? Owner = null,
        string? Description = null,
        MinimumInput? Minimum = null,
        string? ReviewEvery = null,
        long? BaseVersion = null,
        string? Reason = null)
    {
        /// <summary>The definition, as a file would say it.</summary>
        public WrittenDefinition Definition(Workspace workspace, string name)
        {
            var draft = SegmentDraft.Read(workspace.Library, Words.Entity(Of), Where.ToWritten(), Exclude?.ToWritten(), IncludeList, Minimum?.ToSizes());
            draft.Require();
            return new SegmentEdit
            {
                Name = name,
                Of = draft.Of,
                Where = draft.Where.Tree!,
                Exclude = draft.Exclude.Tree,
                Title = Title,
                IncludeList = IncludeList ?? [],
                Objective = Objective,
                Owner = Owner,
                Description = Description,
                Minimum = Minimum?.ToSizes(),
                ReviewEvery = ReviewEvery,
            }.Write();
        }
    }

    /// <summary>What to store again.</summary>
    /// <param name="Version">The version.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="BaseVersion">The version that stands as the caller knows it; missing for whichever does.</param>
    internal sealed record RestoreInput(long Version, string? Reason = null, long? BaseVersion = null);

    /// <summary>Versions of a segment.</summary>
    /// <param name="Versions">The newest first.</param>
    internal sealed record VersionList(IReadOnlyList<VersionItem> Versions);
}
