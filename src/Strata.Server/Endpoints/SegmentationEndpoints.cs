using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Segmentations;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The segmentations: ordered lists of groups, who is in each, how they flow into one another, and whether they hold up.</summary>
internal static class SegmentationEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSegmentations(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder read = routes.MapGroup("/v1/segmentations").RequireKey(KeyScope.Read).WithTags("segments").ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapGet("", List).WithName("listSegmentations").WithSummary("The segmentations, by name");
        read.MapGet("{segmentation}", Show).WithName("getSegmentation").WithSummary("A segmentation with the size of each group: the first part that matches decides")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapPost("preview", Preview).WithName("previewSegmentation").WithSummary("The size of each group of a segmentation that is not stored; what is wrong is no error");
        read.MapGet("{segmentation}/flow", Flow).WithName("segmentationFlow").WithSummary("Who moved from which group to which, step by step over the past months")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("{segmentation}/validation", Validate).WithName("validateSegmentation")
            .WithSummary("Whether the groups of a segmentation differ in wins, deal size, cycle and retention, and are covering, stable, large enough, free of conflicts and actionable");
        routes.MapPut("/v1/segmentations/{segmentation}", SaveAsync).RequireKey(KeyScope.Write).WithTags("segments").WithName("saveSegmentation")
            .WithSummary("Stores a segmentation, new or changed, with a reason; where changes need approval it is proposed instead")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Ok<SegmentationList> List(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new SegmentationList([.. session.Workspace.Library.Entries
            .Where(entry => entry.Definition is SegmentationDefinition)
            .OrderBy(entry => entry.Definition.Name, StringComparer.Ordinal)
            .Select(SegmentationSummary.Describe)]));
    }

    private static Ok<SegmentationDetail> Show(WorkspaceHost host, string segmentation, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = Find(workspace, segmentation);
        var definition = (SegmentationDefinition)entry.Definition;
        AsOf asOf = Instants.Of(at, workspace);
        DraftPart[] parts = [.. definition.Parts.Select(part => new DraftPart(part.Value, SegmentPrinter.Print(part.Where)))];
        string? universe = definition.Universe is { } whom ? SegmentPrinter.Print(whom) : null;
        var draft = new SegmentationDraft(definition.Of, universe, parts, definition.Other);
        return TypedResults.Ok(new SegmentationDetail(
            SegmentationSummary.Describe(entry),
            universe,
            parts,
            definition.Other,
            CountedGroups.Of(draft.Count(workspace.Library, workspace.Engine(), asOf, cancellation)),
            entry.Stored.Canonical,
            Microseconds.ToText(asOf.Instant),
            [.. entry.Problems.Select(Item)]));
    }

    private static Ok<CountedGroups> Preview(WorkspaceHost host, SegmentationInput input, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        return TypedResults.Ok(CountedGroups.Of(input.Draft().Count(workspace.Library, workspace.Engine(), workspace.Now, cancellation)));
    }

    private static async Task<Ok<SavedChange>> SaveAsync(
        HttpContext context, IExclusiveWriter writer, string segmentation, SegmentationInput input, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                SegmentationDefinition definition = input.Draft().Definition(segmentation, input.Description);
                return DefinitionChanges.Make(
                    workspace,
                    EditTarget.Of(definition),
                    new WrittenDefinition(definition, DefinitionWriter.Write(definition)),
                    input.BaseVersion ?? workspace.Library.FindSegmentation(segmentation)?.Stored.Version ?? 0,
                    author,
                    input.Reason,
                    cancellation);
            },
            cancellation));
    }

    private static Ok<GroupFlow> Flow(WorkspaceHost host, string segmentation, int? months, int? steps, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = Find(workspace, segmentation);
        SegmentationPlan plan = workspace.Library.Checker.CheckSegmentation((SegmentationDefinition)entry.Definition).OrThrow();
        int back = months ?? 3;
        return TypedResults.Ok(GroupFlow.Read(
            workspace.Engine(), entry.Definition.Name, plan, Instants.Of(at, workspace), back, steps ?? Math.Min(Math.Max(back, 1), 3), cancellation));
    }

    private static Ok<SegmentationReport> Validate(
        WorkspaceHost host, string segmentation, int? months, int? stabilityMonths, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        var usual = new ValidationOptions();
        return TypedResults.Ok(SegmentationValidator.Validate(
            workspace,
            workspace.Engine(),
            segmentation,
            new ValidationOptions(months ?? usual.Months, stabilityMonths ?? usual.StabilityMonths),
            Instants.Of(at, workspace),
            cancellation: cancellation));
    }

    private static LibraryEntry Find(Workspace workspace, string name) => workspace.Library.FindSegmentation(name)
        ?? throw new NotFoundException($"There is no segmentation '{name}'.", "GET /v1/segmentations lists them.");

    private static Problem.Item Item(UserError problem) => new(problem.Code, problem.Message, Problem.Place.Of(problem.Where), problem.Fix);

    /// <summary>Segmentations.</summary>
    internal sealed record SegmentationList(IReadOnlyList<SegmentationSummary> Segmentations);

    /// <summary>A segmentation in a list.</summary>
    /// <param name="Name">Its name, by which it is asked for and which definitions compare.</param>
    /// <param name="Description">What it is for.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="Groups">The names of its groups in their order, the rest last.</param>
    /// <param name="Version">The version of its definition.</param>
    /// <param name="IsValid">Whether it can be evaluated.</param>
    /// <param name="ChangedAt">When this version was stored.</param>
    /// <param name="Author">Who stored it.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record SegmentationSummary(
        string Name, string? Description, string Of, IReadOnlyList<string> Groups, long Version, bool IsValid, string ChangedAt, string Author, string? Reason)
    {
        public static SegmentationSummary Describe(LibraryEntry entry)
        {
            var definition = (SegmentationDefinition)entry.Definition;
            return new SegmentationSummary(
                definition.Name,
                definition.Description,
                Words.Of(definition.Of),
                [.. definition.Parts.Select(part => part.Value), definition.Other],
                entry.Stored.Version,
                entry.IsValid,
                Microseconds.ToText(entry.Stored.At),
                entry.Stored.Author,
                entry.Stored.Reason);
        }
    }

    /// <summary>A segmentation in full.</summary>
    /// <param name="Segmentation">What the list says of it.</param>
    /// <param name="Universe">Whom it divides, as text; missing for everybody.</param>
    /// <param name="Parts">Its parts in their order.</param>
    /// <param name="Other">What the rest is called.</param>
    /// <param name="Counts">Who is in each group.</param>
    /// <param name="Definition">The definition as YAML.</param>
    /// <param name="At">The instant that was counted at.</param>
    /// <param name="Problems">What keeps it from being evaluated.</param>
    internal sealed record SegmentationDetail(
        SegmentationSummary Segmentation,
        string? Universe,
        IReadOnlyList<DraftPart> Parts,
        string Other,
        CountedGroups Counts,
        string Definition,
        string At,
        IReadOnlyList<Problem.Item> Problems);

    /// <summary>The groups with their sizes.</summary>
    /// <param name="Universe">How many are divided; missing while something is wrong.</param>
    /// <param name="Problems">What is wrong with the universe or the whole.</param>
    /// <param name="Groups">The groups in their order, the rest last.</param>
    internal sealed record CountedGroups(long? Universe, IReadOnlyList<Problem.Item> Problems, IReadOnlyList<CountedGroup> Groups)
    {
        public static CountedGroups Of((long? Universe, IReadOnlyList<UserError> Problems, IReadOnlyList<DraftGroup> Groups) counted) => new(
            counted.Universe,
            [.. counted.Problems.Select(Item)],
            [.. counted.Groups.Select(group => new CountedGroup(group.Value, group.Matching, group.Size, [.. group.Problems.Select(Item)]))]);
    }

    /// <summary>A group with its size.</summary>
    /// <param name="Value">Its name.</param>
    /// <param name="Matching">How many match it, whatever comes before it; missing while something is wrong.</param>
    /// <param name="Size">How many are in it, because no part before takes them.</param>
    /// <param name="Problems">What is wrong with it.</param>
    internal sealed record CountedGroup(string Value, long? Matching, long? Size, IReadOnlyList<Problem.Item> Problems);

    /// <summary>A segmentation as it is edited.</summary>
    /// <param name="Parts">Its parts in their order: the first that matches decides.</param>
    /// <param name="Of"><c>accounts</c> (the standard) or <c>contacts</c>.</param>
    /// <param name="Universe">Whom it divides, as text; missing for everybody.</param>
    /// <param name="Other">What the rest is called; missing for Other.</param>
    /// <param name="Description">What it is for.</param>
    /// <param name="BaseVersion">The version that was edited, 0 for a new one; another one that stands is a conflict. Missing to change whatever stands.</param>
    /// <param name="Reason">Why it is changed.</param>
    internal sealed record SegmentationInput(
        IReadOnlyList<DraftPart> Parts,
        string? Of = null,
        string? Universe = null,
        string? Other = null,
        string? Description = null,
        long? BaseVersion = null,
        string? Reason = null)
    {
        /// <summary>What was written.</summary>
        public SegmentationDraft Draft() => new(Words.Entity(Of), Universe, Parts, Other);
    }
}
