using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The segmentations and whether they hold up.</summary>
internal static class SegmentationEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapSegmentations(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/segmentations/{segmentation}/validation", Validate)
        .RequireKey(KeyScope.Read).WithTags("segments").WithName("validateSegmentation")
        .WithSummary("Whether the groups of a segmentation differ in wins, deal size, cycle and retention, and are covering, stable, large enough, free of conflicts and actionable")
        .ProducesProblem(StatusCodes.Status400BadRequest);

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
}
