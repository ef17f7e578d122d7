using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Platform.Keys;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Long work: how it stands, and how it is cancelled.</summary>
internal static class JobEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/jobs").RequireKey(KeyScope.Read).WithTags("jobs");
        group.MapGet("", List).WithName("listJobs").WithSummary("Long work that runs, waits or has ended since the server began, the newest first")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("{job}", Show).WithName("getJob").WithSummary("How a job stands, with its result or its error").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("{job}", Cancel).Audited().WithName("cancelJob").WithSummary("Asks a job to stop: whoever asked for it, or an administrator")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The answer that a job was started: 202, with where it is to be looked at.</summary>
    public static Accepted<StartedJob> Accepted(Job job) => TypedResults.Accepted($"/v1/jobs/{job.Description.Id}", new StartedJob(job.Description.Id));

    private static Ok<JobList> List(JobRegistry jobs, string? kind, string? state, bool? mine, int? limit, HttpContext context)
    {
        int most = Limits.Of(limit, 50, 200);
        JobState? wanted = StateOf(state);
        string me = context.Actor().Name;
        return TypedResults.Ok(new JobList([.. jobs.All.Select(job => job.Now)
            .Where(job => (kind is null || job.Description.Kind == kind) && (wanted is null || job.State == wanted) && (mine != true || job.Description.Owner == me))
            .Take(most).Select(JobItem.Of)]));
    }

    private static Ok<JobItem> Show(JobRegistry jobs, string job) => TypedResults.Ok(JobItem.Of(Find(jobs, job).Now));

    private static Results<Ok<JobItem>, ProblemHttpResult> Cancel(JobRegistry jobs, string job, HttpContext context)
    {
        Job found = Find(jobs, job);
        Actor actor = context.Actor();
        if (actor.Scope != KeyScope.Admin && actor.Name != found.Description.Owner)
        {
            return TypedResults.Problem(Problem.Of(
                StatusCodes.Status403Forbidden, [new UserError("scope", $"{found.Description.Owner} asked for this job.", Fix: "They can cancel it, or an administrator.")]));
        }

        found.Cancel();
        return TypedResults.Ok(JobItem.Of(found.Now));
    }

    private static JobState? StateOf(string? state) => state is null ? null
        : Enum.TryParse(state, ignoreCase: true, out JobState known) && Enum.IsDefined(known) ? known
        : throw new UserErrorException("argument", $"'{state}' is no state of a job.", fix: "It is one of waiting, running, done, failed and cancelled.");

    private static Job Find(JobRegistry jobs, string id) =>
        jobs.Find(id) ?? throw new NotFoundException("There is no such job.", "Jobs are forgotten when the server starts again; what they did is not.");

    /// <summary>A job that was started.</summary>
    /// <param name="Job">Its id: <c>GET /v1/jobs/{job}</c> says how it stands.</param>
    internal sealed record StartedJob(string Job);

    /// <summary>Jobs.</summary>
    internal sealed record JobList(IReadOnlyList<JobItem> Jobs);

    /// <summary>A job and how it stands.</summary>
    /// <param name="Job">Its id.</param>
    /// <param name="Kind">What sort of work it is.</param>
    /// <param name="Title">What it does.</param>
    /// <param name="Owner">Who asked for it.</param>
    /// <param name="State">How it stands.</param>
    /// <param name="Progress">How far it is, from 0 to 1; missing where that is not known.</param>
    /// <param name="Phase">What is being done.</param>
    /// <param name="AskedAt">When it was asked for.</param>
    /// <param name="EndedAt">When it ended.</param>
    /// <param name="Link">The address of what it works on.</param>
    /// <param name="Result">What came of it: as its kind has it.</param>
    /// <param name="Error">Why it failed.</param>
    internal sealed record JobItem(
        string Job,
        string Kind,
        string Title,
        string Owner,
        JobState State,
        double? Progress,
        string? Phase,
        DateTimeOffset AskedAt,
        DateTimeOffset? EndedAt,
        string? Link,
        JsonElement? Result,
        JobError? Error)
    {
        public static JobItem Of(JobSnapshot job) => new(
            job.Description.Id,
            job.Description.Kind,
            job.Description.Title,
            job.Description.Owner,
            job.State,
            job.Progress,
            job.Phase,
            job.AskedAt,
            job.EndedAt,
            job.Description.Link,
            job.Result,
            job.Errors is [var first, ..]
                ? new JobError(first.Code, first.Message, first.Fix, [.. job.Errors.Select(error => new Problem.Item(error.Code, error.Message, Problem.Place.Of(error.Where), error.Fix))])
                : null);
    }

    /// <summary>Why a job failed: what a problem says of a request.</summary>
    /// <param name="Code">Which error.</param>
    /// <param name="Detail">What is wrong.</param>
    /// <param name="Fix">What to do.</param>
    /// <param name="Errors">All of them, of which the first is told above.</param>
    internal sealed record JobError(string Code, string Detail, string? Fix, IReadOnlyList<Problem.Item> Errors);
}
