using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Profile;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>What won and lost deals say about who buys.</summary>
internal static class ProfileEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapProfile(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/icp", Find)
        .RequireKey(KeyScope.Read).WithTags("profile").WithName("idealCustomerProfile")
        .WithSummary("The ideal customer profile learned from won and lost deals: a definition, disqualifiers, drivers, and how it did on deals held out")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static Ok<IdealCustomerProfile> Find(
        WorkspaceHost host, int? months, double? holdout, double? coverage, string[]? allow, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        var standard = new ProfileOptions();
        var options = new ProfileOptions
        {
            Months = months ?? standard.Months, HeldOut = holdout ?? standard.HeldOut, LeastCoverage = coverage ?? standard.LeastCoverage, Allowed = allow ?? [],
        };
        return TypedResults.Ok(ProfileFinder.Find(session.Workspace, options, Instants.Of(at, session.Workspace), progress: null, cancellation));
    }
}
