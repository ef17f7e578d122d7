using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;
using Strata.Platform.Quality;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Workspaces;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>How good the data is.</summary>
internal static class QualityEndpoints
{
    private const string JobKind = "quality";

    /// <summary>Adds the endpoints.</summary>
    public static void MapQuality(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/quality").RequireKey(KeyScope.Read).WithTags("quality");
        group.MapGet("", ReportAsync).WithName("quality").WithSummary("How good the data is: each field's fill, age and conflicts, and what is wrong with how many");
        group.MapGet("{problem}", Examples).WithName("qualityExamples").WithSummary("The accounts or contacts that something is wrong with, by their ids")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>A report is counted again where the data has changed and this long has passed, in microseconds.</summary>
    private const long LeastAge = 60_000_000;

    private static async Task<Ok<QualityAnswer>> ReportAsync(
        HttpContext context, WorkspaceHost host, IngestPipeline pipeline, QualityCache cache, DuplicateCache duplicates, JobRegistry jobs, CancellationToken cancellation)
    {
        await pipeline.StoreAsync(cancellation);
        using LentSession session = host.Lend();
        KeptReport? kept = cache.Find(session.Workspace, cancellation);
        string? job = jobs.All.FirstOrDefault(one => one.Description.Kind == JobKind && !one.Now.HasEnded)?.Description.Id;
        if (job is null && (kept is null || (!kept.IsCurrent && session.Workspace.Now.Instant - kept.At > LeastAge)))
        {
            job = jobs.Start(JobKind, "Count how good the data is", context.Actor().Name, work => Task.FromResult(Refresh(host, cache, work)), "/quality").Description.Id;
        }

        QualityReport report = kept?.Report ?? new QualityReport(Count(session.Workspace, "account"), Count(session.Workspace, "contact"), 0, [], []);
        return TypedResults.Ok(new QualityAnswer(
            report.Accounts,
            report.Contacts,
            report.Events,
            [.. report.Fields.Select(QualityFieldItem.From)],
            [.. report.Problems.Select(QualityProblemItem.From)],
            duplicates.Find(session.Workspace, EntityKind.Account, cancellation)?.List.Total,
            duplicates.Find(session.Workspace, EntityKind.Contact, cancellation)?.List.Total,
            kept is null ? null : Microseconds.ToText(kept.At),
            job));
    }

    private static long Refresh(WorkspaceHost host, QualityCache cache, JobContext work)
    {
        using LentSession session = host.Lend();
        return cache.Refresh(session.Workspace, work.Progress<double>(share => (share, "counting")), work.Cancellation).Problems.Count;
    }

    private static long Count(Workspace workspace, string table) => workspace.Connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {table}");

    private static Ok<QualityExampleList> Examples(WorkspaceHost host, string problem, string? cursor, int? limit, CancellationToken cancellation)
    {
        int most = Limits.Of(limit, 50, 500);
        using LentSession session = host.Lend();
        IReadOnlyList<QualityExample> examples = new DataQuality(session.Workspace).Examples(problem, Cursor.Read(cursor), most + 1, cancellation)
            ?? throw new NotFoundException($"There is no list of '{problem}'.", "The report says which problems concern accounts and contacts.");
        return TypedResults.Ok(new QualityExampleList(
            Words.Of(DataQuality.Concerns(problem)!.Value),
            [.. examples.Take(most).Select(example => new QualityExampleItem(example.Id, example.Name, example.Value))],
            examples.Count > most ? Cursor.Write(examples[most - 1].Id) : null));
    }

    /// <summary>How good the data is.</summary>
    /// <param name="Accounts">How many accounts there are.</param>
    /// <param name="Contacts">How many contacts.</param>
    /// <param name="Events">How many events.</param>
    /// <param name="Fields">The fields in which anybody said something.</param>
    /// <param name="Problems">What is wrong, the largest share first.</param>
    /// <param name="DuplicateAccounts">How many pairs of accounts may be one; missing where nobody has looked yet.</param>
    /// <param name="DuplicateContacts">How many pairs of contacts; missing where nobody has looked yet.</param>
    /// <param name="At">When this was counted; missing where it is being counted for the first time.</param>
    /// <param name="Job">The job that counts anew; missing where none does.</param>
    internal sealed record QualityAnswer(
        long Accounts, long Contacts, long Events, IReadOnlyList<QualityFieldItem> Fields, IReadOnlyList<QualityProblemItem> Problems, long? DuplicateAccounts, long? DuplicateContacts, string? At, string? Job);

    /// <summary>How good a field is.</summary>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="Field">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Known">In how many it is known.</param>
    /// <param name="FillRate">The share of those, from 0 to 1.</param>
    /// <param name="Distinct">About how many different values there are.</param>
    /// <param name="MeanAgeDays">How long ago it was confirmed, in the mean.</param>
    /// <param name="TimeToLiveDays">After how many days without confirmation it counts as stale; missing for never.</param>
    /// <param name="Stale">In how many it is stale.</param>
    /// <param name="Conflicts">In how many two sources said different things last.</param>
    /// <param name="Unknown">In how many it holds what its taxonomy does not know.</param>
    internal sealed record QualityFieldItem(
        string Of, string Field, FieldType Type, long Known, double FillRate, long Distinct, double? MeanAgeDays, int? TimeToLiveDays, long Stale, long Conflicts, long Unknown)
    {
        public static QualityFieldItem From(FieldQuality field) => new(
            Words.Of(field.Of),
            field.Field.Name,
            field.Field.Type,
            field.Known,
            field.FillRate,
            field.Distinct,
            field.MeanAgeDays,
            field.Field.TimeToLiveDays,
            field.Stale,
            field.Conflicts,
            field.Unknown);
    }

    /// <summary>Something that is wrong.</summary>
    /// <param name="Problem">What: its examples are at /v1/quality/{problem} where it concerns accounts or contacts.</param>
    /// <param name="Title">The same in words.</param>
    /// <param name="Of">accounts, contacts, events, rows or messages.</param>
    /// <param name="Count">With how many.</param>
    /// <param name="Total">Of how many.</param>
    /// <param name="Fix">What can be done.</param>
    /// <param name="Where">The same as an expression of the language, where that can say it.</param>
    internal sealed record QualityProblemItem(string Problem, string Title, string Of, long Count, long Total, string Fix, string? Where)
    {
        public static QualityProblemItem From(QualityProblem problem) => new(problem.Code, problem.Title, problem.Of, problem.Count, problem.Total, problem.Fix, problem.Where);
    }

    /// <summary>Some that something is wrong with.</summary>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="Examples">Some of them.</param>
    /// <param name="NextCursor">Gives the next page; missing on the last.</param>
    internal sealed record QualityExampleList(string Of, IReadOnlyList<QualityExampleItem> Examples, string? NextCursor);

    /// <summary>One that something is wrong with.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What a person calls it.</param>
    /// <param name="Value">The value that is wrong; missing where one is missing.</param>
    internal sealed record QualityExampleItem(string Id, string? Name, string? Value);
}
