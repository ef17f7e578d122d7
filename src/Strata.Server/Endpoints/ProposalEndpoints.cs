using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Proposals;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Changes of segments and segmentations that wait for somebody else to approve them.</summary>
internal static class ProposalEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapProposals(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/proposals").WithTags("segments").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("", List).RequireKey(KeyScope.Read).WithName("listProposals").WithSummary("Proposed changes of segments and segmentations, the newest first; those that wait unless another state is asked for");
        group.MapGet("{proposal:long}", Show).RequireKey(KeyScope.Read).WithName("getProposal").WithSummary("A proposed change of a segment or segmentation").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("{proposal:long}/approve", ApproveAsync).RequireApprover().WithName("approveProposal")
            .WithSummary("Makes a proposed change; nobody approves what they proposed themselves")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPost("{proposal:long}/reject", RejectAsync).RequireKey(KeyScope.Write).WithName("rejectProposal")
            .WithSummary("Rejects a proposed change: approvers any, everybody else their own")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<ProposalPage> List(WorkspaceHost host, ProposalState? state, bool? all, int? limit)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        ProposalState? wanted = all == true ? null : state ?? ProposalState.Waiting;
        return TypedResults.Ok(new ProposalPage(
            workspace.Settings.NeedsApproval,
            [.. new ProposalDesk(workspace, CancellationToken.None).All(wanted, Limits.Of(limit, 100, 1000)).Select(proposal => ProposalItem.Of(proposal, workspace))]));
    }

    private static Ok<ProposalItem> Show(WorkspaceHost host, long proposal)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(ProposalItem.Of(Find(new ProposalDesk(session.Workspace, CancellationToken.None), proposal), session.Workspace));
    }

    private static async Task<Ok<SavedChange>> ApproveAsync(HttpContext context, IExclusiveWriter writer, long proposal, Decision decision, CancellationToken cancellation)
    {
        string approver = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                var desk = new ProposalDesk(workspace, cancellation);
                return SavedChange.Of(desk.Approve(Find(desk, proposal), approver, decision.Comment));
            },
            cancellation));
    }

    private static async Task<Ok<ProposalItem>> RejectAsync(HttpContext context, IExclusiveWriter writer, long proposal, Decision decision, CancellationToken cancellation)
    {
        Actor actor = context.Actor();
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                var desk = new ProposalDesk(workspace, cancellation);
                Proposal found = Find(desk, proposal);
                if (!actor.MayApprove && found.Author != actor.Name)
                {
                    throw new ForbiddenException("Only approvers reject what others propose.", "Ask an approver.");
                }

                desk.Reject(found, actor.Name, decision.Comment);
                return ProposalItem.Of(Find(desk, proposal), workspace);
            },
            cancellation));
    }

    private static Proposal Find(ProposalDesk desk, long id) => desk.Find(id) ?? throw new NotFoundException($"There is no proposal {id}.", "GET /v1/proposals lists them.");

    /// <summary>What whoever decides says.</summary>
    /// <param name="Comment">A comment; missing for nothing.</param>
    internal sealed record Decision(string? Comment = null);

    /// <summary>Proposals.</summary>
    /// <param name="NeedsApproval">Whether changes of segments and segmentations need approval now.</param>
    /// <param name="Proposals">The newest first.</param>
    internal sealed record ProposalPage(bool NeedsApproval, IReadOnlyList<ProposalItem> Proposals);
}
