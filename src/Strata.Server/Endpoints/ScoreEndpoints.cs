using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Catalog;
using Strata.Platform.Keys;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Jobs;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Scores that are learnt from deals: training, cards, reasons, look-alikes.</summary>
internal static class ScoreEndpoints
{
    private const int MostReasons = 12;

    /// <summary>Adds the endpoints.</summary>
    public static void MapScores(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder read = routes.MapGroup("/v1").RequireKey(KeyScope.Read).WithTags("scores");
        read.MapGet("scores", List).WithName("listScores").WithSummary("The models of scores, every version, and when scores were written");
        read.MapGet("scores/{score}", Show).WithName("getScore").WithSummary("The card of a score's model: data, features, accuracy, lift, calibration, drift")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapGet("scores/{score}/accounts/{account}", Explain).WithName("explainScore").WithSummary("An account's score and what makes it")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        read.MapPost("lookalikes", FindLookalikes).WithName("findLookalikes").WithSummary("Accounts that are like those of a segment or list, with reasons")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        RouteGroupBuilder write = routes.MapGroup("/v1").RequireKey(KeyScope.Write).WithTags("scores");
        write.MapPost("scores/{score}/versions", Train).WithName("trainScore")
            .WithSummary("Learns a score anew as a job, whose result is the new version with its card; the model in use is replaced by a better one only")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        write.MapPost("scores/run", Run).WithName("runScores").WithSummary("Scores every account as of now and writes the scores as fields, as a job")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        write.MapPost("scores/{score}/use", UseAsync).WithName("useScoreVersion").WithSummary("Uses another version of a score from now on, because somebody says so")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Ok<ScoreList> List(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(ScoreModels.List(session.Workspace));
    }

    private static Ok<ScoreModelView> Show(WorkspaceHost host, string score, long? version)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(ScoreModels.Show(session.Workspace, ScoreDefinition.Find(score), version));
    }

    private static Ok<AccountScore> Explain(WorkspaceHost host, string score, string account, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(AccountScore.Find(session.Workspace, ScoreDefinition.Find(score), account, Limits.Of(limit, MostReasons, 1000), cancellation));
    }

    private static Accepted<JobEndpoints.StartedJob> Train(HttpContext context, WorkspaceHost host, JobRegistry jobs, string score, TrainRequest request)
    {
        var definition = ScoreDefinition.Find(score);
        var options = new TrainingOptions
        {
            Months = request.Months ?? TrainingOptions.DefaultMonths,
            Features = request.Features,
            Without = request.Without ?? [],
            Allowed = request.Allow ?? [],
        };
        return JobEndpoints.Accepted(jobs.Start(
            "training",
            $"Train the score {definition.Name}",
            context.Actor().Name,
            work =>
            {
                using LentSession session = host.Lend();
                return Task.FromResult(ScoreModelView.Of(ScoreTrainer.Train(session.Workspace, definition, options, work.Progress<string>(phase => (null, phase)), work.Cancellation)));
            },
            $"/scores/{definition.Name}"));
    }

    private static Accepted<JobEndpoints.StartedJob> Run(HttpContext context, WorkspaceHost host, IExclusiveWriter writer, JobRegistry jobs, RunRequest request) => JobEndpoints.Accepted(jobs.Start(
        "scoring",
        request.Scores is null or [] ? "Score every account" : $"Score every account: {string.Join(", ", request.Scores)}",
        context.Actor().Name,
        async work =>
        {
            WorkedOutScores worked;
            using (LentSession session = host.Lend())
            {
                worked = ScoreRunner.WorkOut(session.Workspace, request.Scores ?? [], work.Progress<string>(phase => (null, phase)), work.Cancellation);
            }

            work.Report(null, "writing the scores");
            ScoringReport report = await writer.RunAsync(workspace => ScoreRunner.Write(workspace, worked, work.Cancellation), work.Cancellation);
            return new ScoringAnswer([.. report.Runs.Select(ScoreRunView.Of)], report.Changed, report.Kept);
        },
        "/scores"));

    private static async Task<Ok<ScoreModelView>> UseAsync(HttpContext context, IExclusiveWriter writer, string score, UseRequest request, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        var definition = ScoreDefinition.Find(score);
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                ScoreModels.Use(workspace, definition, request.Version, author);
                return ScoreModels.Show(workspace, definition, request.Version);
            },
            cancellation));
    }

    private static Ok<Lookalikes> FindLookalikes(WorkspaceHost host, LookalikesRequest request, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        if (request.Segment is null == request.Accounts is null)
        {
            throw new Strata.Language.UserErrorException("argument", "Whom are they to be like?", fix: "Give either 'segment' or 'accounts'.");
        }

        IReadOnlyCollection<long> seeds = request.Accounts is { } named
            ? SeedAccounts.Find(workspace, named, cancellation).Accounts
            : SeedAccounts.Of(workspace, workspace.Engine(), SegmentSelection.FindInText(workspace.Library, request.Segment!, EntityKind.Account), cancellation);
        return TypedResults.Ok(Lookalikes.Find(workspace, seeds, Limits.Of(request.Limit, 50, 10_000), progress: null, cancellation));
    }

    /// <summary>How to train.</summary>
    /// <param name="Months">How many months of deals to learn from; 24 where it is left out.</param>
    /// <param name="Features">The only features to read.</param>
    /// <param name="Without">Features to leave out.</param>
    /// <param name="Allow">Features to read although they were refused.</param>
    internal sealed record TrainRequest(
        int? Months = null, IReadOnlyList<string>? Features = null, IReadOnlyList<string>? Without = null, IReadOnlyList<string>? Allow = null);

    /// <summary>What to use.</summary>
    /// <param name="Version">The version of the score's model.</param>
    internal sealed record UseRequest(long Version);

    /// <summary>What to score.</summary>
    /// <param name="Scores">The scores; all that have a model, and those that need none, where it is left out.</param>
    internal sealed record RunRequest(IReadOnlyList<string>? Scores = null);

    /// <summary>Whom to look for.</summary>
    /// <param name="Segment">The segment or expression whose members are to be resembled.</param>
    /// <param name="Accounts">Or the accounts themselves: ids, domains or names.</param>
    /// <param name="Limit">How many accounts to give back; 50 where it is left out.</param>
    internal sealed record LookalikesRequest(string? Segment, IReadOnlyList<string>? Accounts, int? Limit);

    /// <summary>What scoring did.</summary>
    /// <param name="Runs">What was written.</param>
    /// <param name="Changed">How many accounts got another value of some score.</param>
    /// <param name="Kept">How many values were kept because a stronger source says otherwise.</param>
    internal sealed record ScoringAnswer(IReadOnlyList<ScoreRunView> Runs, long Changed, long Kept);
}
