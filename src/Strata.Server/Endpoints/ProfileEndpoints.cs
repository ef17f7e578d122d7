using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Profile;
using Strata.Platform.Profile.Topics;
using Strata.Platform.Workspaces;
using Strata.Server.Jobs;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>What won and lost deals say about who buys.</summary>
internal static class ProfileEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapProfile(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1").RequireKey(KeyScope.Read).WithTags("profile").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("icp", Find).WithName("idealCustomerProfile")
            .WithSummary("The ideal customer profile learned from won and lost deals: a definition, disqualifiers, drivers, and how it did on deals held out");
        group.MapPost("icp/runs", Start).WithName("startProfile").WithSummary("Finds the ideal customer profile as a job, whose result is what GET /v1/icp answers");
        group.MapGet("icp/latest", Latest).WithName("latestProfile").Produces<FoundProfile>()
            .WithSummary("The profile that was found last by a job, and when");
        group.MapGet("topics", Topics).WithName("guideTopics").WithSummary("Topics of intent by how often deals that began with their research were won");
    }

    private static Accepted<JobEndpoints.StartedJob> Start(HttpContext context, WorkspaceHost host, JobRegistry jobs, IOptions<JsonOptions> json, ProfileInput input) => JobEndpoints.Accepted(jobs.Start(
        "icp",
        "Learn the ideal customer profile",
        context.Actor().Name,
        work =>
        {
            using LentSession session = host.Lend();
            IdealCustomerProfile profile = ProfileFinder.Find(
                session.Workspace, input.Options(), Instants.Of(input.At, session.Workspace), work.Progress<double>(share => (share, "learning from deals")), work.Cancellation);
            var found = new FoundProfile(Microseconds.ToText(session.Workspace.Now.Instant), input, profile);
            new LatestProfile(session.Workspace.Control).Write(JsonSerializer.Serialize(found, json.Value.SerializerOptions));
            return Task.FromResult(profile);
        },
        "/icp/latest"));

    /// <summary>As it was written, so that it is the same after a restart and with a later version.</summary>
    private static ContentHttpResult Latest(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Text(new LatestProfile(session.Workspace.Control).Read() ?? "{}", "application/json");
    }

    private static Ok<TopicGuide> Topics(WorkspaceHost host, int? months, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(TopicGuide.Find(session.Workspace, months ?? new ProfileOptions().Months, Instants.Of(at, session.Workspace), cancellation));
    }

    private static Ok<IdealCustomerProfile> Find(
        WorkspaceHost host, int? months, double? holdout, double? coverage, string[]? allow, string? at, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(ProfileFinder.Find(session.Workspace, new ProfileInput(months, holdout, coverage, allow, at).Options(), Instants.Of(at, session.Workspace), progress: null, cancellation));
    }

    /// <summary>How a profile is looked for.</summary>
    /// <param name="Months">How many months back a deal may have been closed; 24 where it is left out.</param>
    /// <param name="Holdout">What share of the deals judges instead of teaching; 0.25 where it is left out.</param>
    /// <param name="Coverage">What share of the won deals it must hold; 0.1 where it is left out.</param>
    /// <param name="Allow">Fields and collections to look at although they are refused.</param>
    /// <param name="At">The instant to learn as of; now where it is left out.</param>
    internal sealed record ProfileInput(
        int? Months = null, double? Holdout = null, double? Coverage = null, IReadOnlyList<string>? Allow = null, string? At = null)
    {
        /// <summary>The options.</summary>
        public ProfileOptions Options()
        {
            var usual = new ProfileOptions();
            return new ProfileOptions { Months = Months ?? usual.Months, HeldOut = Holdout ?? usual.HeldOut, LeastCoverage = Coverage ?? usual.LeastCoverage, Allowed = Allow ?? [] };
        }
    }

    /// <summary>The profile that was found last.</summary>
    /// <param name="FoundAt">When: UTC; missing where none was found yet.</param>
    /// <param name="Asked">How it was looked for.</param>
    /// <param name="Profile">The profile.</param>
    internal sealed record FoundProfile(string? FoundAt, ProfileInput? Asked, IdealCustomerProfile? Profile);
}
