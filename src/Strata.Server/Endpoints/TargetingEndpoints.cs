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
    /// <summary>Adds the endpoints.</summary>
    public static void MapTargeting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tal", List).RequireKey(KeyScope.Read).WithTags("targeting").WithName("targetAccountList")
            .WithSummary("A target account list in tiers: the steps from the market, the matrix of fit and timing, its accounts with reasons, and the definitions that keep it; nothing is stored")
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

    private static Ok<CommitteeCoverage> Committee(WorkspaceHost host, string segment, string? by, string[]? roles, int? limit, CancellationToken cancellation)
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
            cancellation));
    }
}
