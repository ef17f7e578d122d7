using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Drafts;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>
/// Definitions while they are written: what is wrong, who would be in, what each clause does. They speak of what is stored in the
/// warehouse; events of the last second or two are not waited for.
/// </summary>
internal static class DefinitionEndpoints
{
    private const int MostSamples = 200;

    /// <summary>Adds the endpoints.</summary>
    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/definitions").RequireKey(KeyScope.Read).WithTags("definitions")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("check", Check).WithName("checkDefinition")
            .WithSummary("A definition as text or JSON in both forms, with its clauses and what is wrong, each with its place");
        group.MapPost("evaluate", Evaluate).WithName("evaluateDefinition")
            .WithSummary("What a definition selects, exactly: how many are in, what each clause does and how many are left after each; what is wrong is no error");
        group.MapPost("members", Members).WithName("previewMembers").WithSummary("The first members of a definition that is not stored");
        group.MapPost("compare", Compare).WithName("compareDefinition").WithSummary("Who would enter and leave a segment if it were defined so");
        group.MapPost("overlap", FindOverlap).WithName("overlapDefinition").WithSummary("How a definition that is not stored overlaps with segments, exactly");
        group.MapPost("advice", Advise).WithName("adviseSize").WithSummary("Which channels a definition is large enough for, and which single changes would make it so");
        group.MapPost("near-misses", FindNearMisses).WithName("previewNearMisses").WithSummary("Whom one clause alone keeps out of a definition that is not stored");
    }

    private static Ok<CheckedDefinition> Check(WorkspaceHost host, DraftInput definition)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(CheckedDefinition.Of(definition.Read(session.Workspace.Library)));
    }

    private static Ok<EvaluatedDefinition> Evaluate(WorkspaceHost host, DraftInput definition, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentDraft draft = definition.Read(workspace.Library);
        AsOf now = workspace.Now;
        using IDisposable? held = workspace.HoldIndex();
        var counts = DraftCounts.Count(workspace.Engine(), draft, now, cancellation);
        return TypedResults.Ok(new EvaluatedDefinition(
            CheckedDefinition.Of(draft),
            Words.Of(draft.Of),
            Microseconds.ToText(now.Instant),
            counts.Everyone,
            counts.Size,
            counts.Clauses,
            [.. counts.Funnel.Select(layer => new RemainingStep(layer.Label, layer.Size, layer.OfPrevious, layer.OfAll))],
            counts.Size is { } size ? SizeGuard.TooSmallFor(definition.Minimum?.ToSizes() ?? new MinimumSizes(), size) : []));
    }

    private static Ok<PreviewedMembers> Members(WorkspaceHost host, PreviewQuestion question, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentSelection selection = question.Definition.Read(workspace.Library).Require();
        var columns = MemberColumns.Parse(workspace.Library, selection.Plan.Of, question.Columns, question.Sort);
        AsOf now = workspace.Now;
        MemberSet members = workspace.Engine().Members(selection.Plan, now, cancellation);
        return TypedResults.Ok(new PreviewedMembers(
            members.Count,
            [.. columns.Columns.Select(column => column.Header)],
            MemberRows.Read(workspace, members, columns, 0, Limits.Of(question.Limit, 50, MostSamples), now, cancellation)));
    }

    private static Ok<ComparedDefinition> Compare(WorkspaceHost host, CompareQuestion question, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentSelection selection = question.Definition.Read(workspace.Library).Require();
        LibraryEntry saved = SegmentEndpoints.Find(workspace, question.Segment);
        AsOf now = workspace.Now;
        int limit = Limits.Of(question.Limit, 20, MostSamples);
        var columns = MemberColumns.Parse(workspace.Library, selection.Plan.Of, question.Columns, sort: null);
        MemberSet after = workspace.Engine().Members(selection.Plan, now, cancellation);
        MemberSet? before = saved.Definition.Of == after.Of ? workspace.Engine().Members(workspace.Library.PlanOf(saved), now, cancellation) : null;
        MemberSet entering = before is null ? after : after.Except(before);
        MemberSet? leaving = before?.Except(after);
        return TypedResults.Ok(new ComparedDefinition(
            saved.Stored.Version,
            before?.Count ?? 0,
            after.Count,
            [.. columns.Columns.Select(column => column.Header)],
            new Movers(entering.Count, MemberRows.Read(workspace, entering, columns, 0, limit, now, cancellation)),
            new Movers(leaving?.Count ?? 0, leaving is null ? [] : MemberRows.Read(workspace, leaving, columns, 0, limit, now, cancellation))));
    }

    private static Ok<Overlap> FindOverlap(WorkspaceHost host, OverlapQuestion question, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        DefinitionLibrary library = session.Workspace.Library;
        SegmentSelection selection = question.Definition.Read(library).Require() with { Name = question.Label ?? "This definition" };
        IEnumerable<SegmentSelection> others = question.Segments.Select(name => SegmentSelection.FindSegment(library, name));
        return TypedResults.Ok(Overlap.Find(session.Workspace.Engine(), [selection, .. others], session.Workspace.Now, cancellation));
    }

    private static Ok<SizeAdvice> Advise(WorkspaceHost host, AdviceQuestion question, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentSelection selection = question.Definition.Read(workspace.Library).Require();
        AsOf now = workspace.Now;
        IAudienceEngine engine = workspace.Engine();
        MinimumSizes minimum = selection.Definition!.Minimum;
        Func<long, SizeTarget>? target = question switch
        {
            { Channel: { } channel } => size => SizeSuggestions.OfChannel(selection, channel, size),
            { Size: { } about } => _ => SizeTarget.About(about),
            _ => null,
        };
        var found = SizeSuggestions.Find(engine, selection, target, now, cancellation);
        return TypedResults.Ok(new SizeAdvice(
            found.Size,
            [.. Enum.GetValues<Channel>().Select(channel => new ChannelAdvice(channel, minimum.MinimumOf(channel), found.Size >= minimum.MinimumOf(channel)))],
            found.Target,
            found.IsReached,
            [.. found.Suggestions.Take(Limits.Of(question.Limit, 8, 50))]));
    }

    private static Ok<NearMissPage> FindNearMisses(WorkspaceHost host, PreviewQuestion question, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentSelection selection = question.Definition.Read(workspace.Library).Require();
        return TypedResults.Ok(NearMissPage.Read(workspace, selection.Plan, question.Columns, Limits.Of(question.Limit, 5, MostSamples), workspace.Now, cancellation));
    }

    /// <summary>A definition as it was understood.</summary>
    /// <param name="Where">Who is in.</param>
    /// <param name="Exclude">Who is suppressed.</param>
    /// <param name="IsValid">Whether it can be evaluated.</param>
    internal sealed record CheckedDefinition(CheckedCondition Where, CheckedCondition Exclude, bool IsValid)
    {
        public static CheckedDefinition Of(SegmentDraft draft) => new(CheckedCondition.Of(draft.Where), CheckedCondition.Of(draft.Exclude), draft.Selection is not null);
    }

    /// <summary>What a definition selects.</summary>
    /// <param name="Definition">The definition as it was understood.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="At">The instant that was counted at.</param>
    /// <param name="Everyone">How many there are at all.</param>
    /// <param name="Size">How many are in; missing while something is wrong or nothing is written.</param>
    /// <param name="Clauses">What each clause does, by its place in the JSON form.</param>
    /// <param name="Funnel">How many are left after each clause at the top.</param>
    /// <param name="TooSmallFor">The channels that it is too small for.</param>
    internal sealed record EvaluatedDefinition(
        CheckedDefinition Definition,
        string Of,
        string At,
        long Everyone,
        long? Size,
        IReadOnlyList<ClauseCount> Clauses,
        IReadOnlyList<RemainingStep> Funnel,
        IReadOnlyList<Channel> TooSmallFor);

    /// <summary>How many are left after a clause.</summary>
    /// <param name="Label">The clause; what the funnel starts with for the first.</param>
    /// <param name="Size">How many are left.</param>
    /// <param name="OfPrevious">Their share of the step before, 0 to 1; missing where that is empty, and for the first.</param>
    /// <param name="OfAll">Their share of everyone, 0 to 1; missing where there is nobody.</param>
    internal sealed record RemainingStep(string Label, long Size, double? OfPrevious, double? OfAll);

    /// <summary>A question about the members of a definition.</summary>
    /// <param name="Definition">The definition.</param>
    /// <param name="Columns">The columns, separated by commas; missing for a standard choice.</param>
    /// <param name="Sort">What to sort by, as <c>employees desc, name</c>; missing for no order.</param>
    /// <param name="Limit">How many at the most.</param>
    internal sealed record PreviewQuestion(DraftInput Definition, string? Columns = null, string? Sort = null, int? Limit = null);

    /// <summary>Members of a definition.</summary>
    /// <param name="Total">How many there are.</param>
    /// <param name="Columns">The columns.</param>
    /// <param name="Rows">The first of them.</param>
    internal sealed record PreviewedMembers(long Total, IReadOnlyList<string> Columns, IReadOnlyList<MemberCells> Rows);

    /// <summary>A question about what a definition changes.</summary>
    /// <param name="Definition">The definition.</param>
    /// <param name="Segment">The segment that it is compared with, as it is stored.</param>
    /// <param name="Columns">The columns of the samples, separated by commas; missing for a standard choice.</param>
    /// <param name="Limit">How many samples at the most, of either.</param>
    internal sealed record CompareQuestion(DraftInput Definition, string Segment, string? Columns = null, int? Limit = null);

    /// <summary>What a definition changes.</summary>
    /// <param name="Version">The stored version that it is compared with.</param>
    /// <param name="Before">How many are in by that.</param>
    /// <param name="After">How many would be in.</param>
    /// <param name="Columns">The columns of the samples.</param>
    /// <param name="Entering">Who would enter.</param>
    /// <param name="Leaving">Who would leave.</param>
    internal sealed record ComparedDefinition(long Version, long Before, long After, IReadOnlyList<string> Columns, Movers Entering, Movers Leaving);

    /// <summary>Who would enter or leave.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Rows">Some of them.</param>
    internal sealed record Movers(long Count, IReadOnlyList<MemberCells> Rows);

    /// <summary>A question about overlaps.</summary>
    /// <param name="Definition">The definition.</param>
    /// <param name="Segments">The names of the segments that it is laid over, 1 to 19.</param>
    /// <param name="Label">What to call the definition; missing for <c>This definition</c>.</param>
    internal sealed record OverlapQuestion(DraftInput Definition, IReadOnlyList<string> Segments, string? Label = null);

    /// <summary>A question about size.</summary>
    /// <param name="Definition">The definition.</param>
    /// <param name="Channel">The channel that it should be large enough for; missing for the least demanding that it is too small for.</param>
    /// <param name="Size">About how many it should have, where no channel is given.</param>
    /// <param name="Limit">How many suggestions at the most.</param>
    internal sealed record AdviceQuestion(DraftInput Definition, Channel? Channel = null, long? Size = null, int? Limit = null);

    /// <summary>Whether a size will do, and what would change it.</summary>
    /// <param name="Size">How many are in.</param>
    /// <param name="Channels">Whether that is enough for each channel.</param>
    /// <param name="Target">The size that was aimed at, for a person; missing where it is large enough for every channel.</param>
    /// <param name="IsReached">Whether the size will do.</param>
    /// <param name="Suggestions">Changes of one clause, the gentlest first.</param>
    internal sealed record SizeAdvice(
        long Size, IReadOnlyList<ChannelAdvice> Channels, string? Target, bool IsReached, IReadOnlyList<SizeSuggestion> Suggestions);

    /// <summary>Whether a size is enough for a channel.</summary>
    /// <param name="Channel">The channel.</param>
    /// <param name="Minimum">The least members that it needs.</param>
    /// <param name="IsEnough">Whether there are so many.</param>
    internal sealed record ChannelAdvice(Channel Channel, int Minimum, bool IsEnough);
}
