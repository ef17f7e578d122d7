using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Targeting.Committees;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Target account lists and buying committees.</summary>
internal static class TargetingEndpoints
{
    private const string ListTitle = "target account list";

    /// <summary>Adds the endpoints.</summary>
    public static void MapTargeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tal", List).RequireKey(KeyScope.Read).WithTags("targeting").WithName("targetAccountList")
            .WithSummary("A target account list in tiers: the steps from the market, the matrix of fit and timing, its accounts with reasons, and the definitions that keep it; nothing is stored")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/tal/map", Map).RequireKey(KeyScope.Read).WithTags("targeting").WithName("targetMap")
            .WithSummary("Where the accounts of the target market lie by fit and timing, counted in cells")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapPost("/v1/tal", SaveAsync).RequireKey(KeyScope.Write).WithTags("targeting").WithName("saveTargetAccountList")
            .WithSummary("Makes a target account list and stores its segment and the segmentation of its tiers, or proposes them where changes need approval")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/v1/segments/{segment}/committee", Committee).RequireKey(KeyScope.Read).WithTags("targeting").WithName("buyingCommittees")
            .WithSummary("Which roles of the buying committee are known at the accounts of a segment, and which are missing")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<TargetAccountList> List(
        WorkspaceHost host,
        string? market,
        string? profile,
        string? fit,
        string? timing,
        string? capacity,
        string[]? suppress,
        string? name,
        string? tierName,
        int? limit,
        string? at,
        CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        var usual = new TargetOptions();
        var options = new TargetOptions(
            market, profile, fit, timing, TierCapacity.Parse(capacity), suppress is null or [] ? null : suppress, name ?? usual.Name, tierName ?? usual.TierName);
        return TypedResults.Ok(new TargetListBuilder(workspace, workspace.Engine(), options, Instants.Of(at, workspace), cancellation).Read(Limits.Of(limit, 100, 10_000)));
    }

    private static Ok<TargetMap> Map(
        WorkspaceHost host, string? market, string? profile, string? fit, string? timing, string[]? suppress, int? cells, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        var options = new TargetOptions(market, profile, fit, timing, Suppressions: suppress is null or [] ? null : suppress);
        return TypedResults.Ok(new TargetListBuilder(workspace, workspace.Engine(), options, Instants.Of(at, workspace), cancellation).Map(cells ?? 25));
    }

    private static async Task<Ok<SavedTargetList>> SaveAsync(HttpContext context, IExclusiveWriter writer, TargetListInput input, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                var builder = new TargetListBuilder(workspace, workspace.Engine(), input.Options(), workspace.Now, cancellation);
                TargetAccountList list = builder.Read(Limits.Of(input.Limit, 100, 10_000));
                return SavedTargetList.Of(list, DefinitionChanges.MakeSet(
                    workspace, ListTitle, builder.Definitions, author, string.IsNullOrWhiteSpace(input.Reason) ? ListTitle : input.Reason.Trim(), cancellation));
            },
            cancellation));
    }

    private static Ok<CommitteeCoverage> Committee(
        WorkspaceHost host, string segment, string? by, string[]? roles, int? limit, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        LibraryEntry entry = SegmentEndpoints.Find(workspace, segment);
        return TypedResults.Ok(CommitteeCoverage.Find(
            workspace,
            workspace.Engine(),
            workspace.Library.PlanOf(entry),
            by ?? CommitteeCoverage.UsualSegmentation,
            roles is null or [] ? CommitteeCoverage.UsualRoles : roles,
            Limits.Of(limit, 100, 10_000),
            Instants.Of(at, workspace),
            cancellation));
    }

    /// <summary>A target account list whose definitions are stored, or proposed.</summary>
    /// <param name="Steps">From the market to the list.</param>
    /// <param name="Fit">The bands of fit.</param>
    /// <param name="Timing">The bands of timing.</param>
    /// <param name="Matrix">Nine cells, by fit and then timing.</param>
    /// <param name="Tiers">The tiers in order.</param>
    /// <param name="Accounts">Accounts of the list, the best first; as many as were asked for.</param>
    /// <param name="Definitions">The segment and the segmentation, as files.</param>
    /// <param name="Notes">What a person should know about how it was made.</param>
    /// <param name="Proposal">The proposal that waits for approval, and nothing is stored before; missing where none is needed.</param>
    internal sealed record SavedTargetList(
        IReadOnlyList<TargetStep> Steps,
        TargetBands Fit,
        TargetBands Timing,
        IReadOnlyList<TargetCell> Matrix,
        IReadOnlyList<TargetTier> Tiers,
        IReadOnlyList<TargetAccount> Accounts,
        IReadOnlyList<string> Definitions,
        IReadOnlyList<string> Notes,
        ProposalItem? Proposal)
    {
        public static SavedTargetList Of(TargetAccountList list, ProposalItem? proposal) =>
            new(list.Steps, list.Fit, list.Timing, list.Matrix, list.Tiers, list.Accounts, list.Definitions, list.Notes, proposal);
    }

    /// <summary>From what a target account list is made; what is left out is looked for.</summary>
    /// <param name="Market">The segment of the total market.</param>
    /// <param name="Profile">The segment of those who fit.</param>
    /// <param name="Fit">A number that says how well an account fits.</param>
    /// <param name="Timing">A number that says how much now is the time.</param>
    /// <param name="Capacity">What the team can work, as <c>1:1=150,1:few=2000</c>.</param>
    /// <param name="Suppress">Segments not to approach.</param>
    /// <param name="Name">What to call the segment of the list.</param>
    /// <param name="TierName">What to call the segmentation of the tiers.</param>
    /// <param name="Limit">How many accounts to give back.</param>
    /// <param name="Reason">Why it is stored.</param>
    internal sealed record TargetListInput(
        string? Market = null,
        string? Profile = null,
        string? Fit = null,
        string? Timing = null,
        string? Capacity = null,
        IReadOnlyList<string>? Suppress = null,
        string? Name = null,
        string? TierName = null,
        int? Limit = null,
        string? Reason = null)
    {
        /// <summary>The options.</summary>
        public TargetOptions Options()
        {
            var usual = new TargetOptions();
            return new TargetOptions(
                Market, Profile, Fit, Timing, TierCapacity.Parse(Capacity), Suppress is null or [] ? null : Suppress, Name ?? usual.Name, TierName ?? usual.TierName);
        }
    }
}
