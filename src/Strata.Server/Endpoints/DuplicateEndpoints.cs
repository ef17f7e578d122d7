using System.Collections;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Keys;
using Strata.Platform.Quality.Duplicates;
using Strata.Platform.Workspaces;
using Strata.Server.Jobs;
using Strata.Server.Problems;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Accounts and contacts that may be one, to be looked at by a person.</summary>
internal static class DuplicateEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapDuplicates(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/duplicates").WithTags("duplicates");
        group.MapGet("", List).RequireKey(KeyScope.Read).WithName("listDuplicates")
            .WithSummary("Pairs of accounts, or contacts, that may be one, the likeliest first, with what speaks for and against it").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("runs", Start).RequireKey(KeyScope.Read).WithName("findDuplicates")
            .WithSummary("Looks for duplicates as a job; GET /v1/duplicates has them when it is done");
        group.MapGet("pair", Compare).RequireKey(KeyScope.Read).WithName("compareDuplicates")
            .WithSummary("Two accounts, or contacts, side by side: what is known of each, by whom, and how much hangs on it").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("distinct", Distinct).RequireKey(KeyScope.Read).WithName("listDistinct").WithSummary("Pairs that somebody called different, the newest first");
        group.MapPost("distinct", DistinguishAsync).RequireKey(KeyScope.Write).WithName("markDistinct").WithSummary("Remembers that two are different: they are not proposed again")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("distinct", ForgetAsync).RequireKey(KeyScope.Write).WithName("unmarkDistinct").WithSummary("Forgets that two are different")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<DuplicatePairs> List(WorkspaceHost host, DuplicateCache cache, string? of, double? minScore, string? cursor, int? limit, CancellationToken cancellation)
    {
        int most = Limits.Of(limit, 50, 500);
        int offset = (int)(Cursor.ReadNumber(cursor) ?? 0);
        double least = minScore ?? DuplicateFinder.StandardScore;
        if (least is < DuplicateFinder.StandardScore or > 1)
        {
            throw new UserErrorException("argument", string.Create(CultureInfo.InvariantCulture, $"'minScore' takes a number from {DuplicateFinder.StandardScore} to 1, not {least}."));
        }

        using LentSession session = host.Lend();
        EntityKind kind = Words.Entity(of);
        KeptDuplicates? kept = cache.Find(session.Workspace, kind, cancellation);
        DuplicateList found = kept?.List ?? new DuplicateList(kind, 0, 0, [], [], 0);
        DuplicateCandidate[] wanted = [.. found.Candidates.TakeWhile(candidate => candidate.Score >= least)];
        long total = wanted.Length < found.Candidates.Count ? wanted.Length : found.Total;
        return TypedResults.Ok(new DuplicatePairs(
            Words.Of(found.Of),
            found.Compared,
            total,
            found.SkippedGroups,
            kept is null ? DuplicateState.Unknown : kept.IsCurrent ? DuplicateState.Current : DuplicateState.Older,
            [.. wanted.Skip(offset).Take(most).Select(DuplicatePair.Of)],
            offset + most < wanted.Length ? Cursor.Write((offset + most).ToString(CultureInfo.InvariantCulture)) : null,
            [.. found.Groups.Take(most).Select(group => new DuplicateGroupItem([.. group.Members.Select(DuplicateSideItem.Of)], group.Weakest))]));
    }

    private static Accepted<JobEndpoints.StartedJob> Start(HttpContext context, WorkspaceHost host, DuplicateCache cache, JobRegistry jobs, string? of)
    {
        EntityKind kind = Words.Entity(of);
        return JobEndpoints.Accepted(jobs.Start(
            "duplicates",
            kind == EntityKind.Account ? "Look for accounts that are one" : "Look for contacts that are one",
            context.Actor().Name,
            work =>
            {
                using LentSession session = host.Lend();
                DuplicateList found = cache.Refresh(session.Workspace, kind, work.Progress<double>(share => (share, "comparing")), work.Cancellation);
                return Task.FromResult(new DuplicateRun(Words.Of(kind), found.Compared, found.Total));
            },
            $"/duplicates?of={Words.Of(kind)}"));
    }

    private static Ok<DuplicateComparison> Compare(WorkspaceHost host, string? of, string first, string second)
    {
        EntityKind kind = Words.Entity(of);
        using LentSession session = host.Lend();
        return TypedResults.Ok(new DuplicateComparison(Words.Of(kind), Side(session.Workspace, kind, first), Side(session.Workspace, kind, second)));
    }

    private static Ok<DistinctList> Distinct(WorkspaceHost host, string? of, int? limit)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new DistinctList([.. new DistinctPairs(session.Workspace).List(Words.Entity(of), Limits.Of(limit, 50, 500))
            .Select(pair => new DistinctItem(DuplicateSideItem.Of(pair.First), DuplicateSideItem.Of(pair.Second), Microseconds.ToText(pair.DecidedAt), pair.Author))]));
    }

    private static async Task<NoContent> DistinguishAsync(IExclusiveWriter writer, HttpContext context, PairRequest pair, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        EntityKind of = Words.Entity(pair.Of);
        await writer.RunAsync(
            workspace =>
            {
                new DistinctPairs(workspace).Add(of, pair.First ?? "", pair.Second ?? "", author);
                return true;
            },
            cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ForgetAsync(IExclusiveWriter writer, string? of, string first, string second, CancellationToken cancellation)
    {
        EntityKind kind = Words.Entity(of);
        return await writer.RunAsync(workspace => new DistinctPairs(workspace).Remove(kind, first, second), cancellation)
            ? TypedResults.NoContent()
            : throw new NotFoundException("Nobody called these two different.");
    }

    private static ComparedSide Side(Workspace workspace, EntityKind of, string id)
    {
        (string table, string link, string name) = of == EntityKind.Account ? ("account", TableNames.AccountRef, "name") : ("contact", TableNames.ContactRef, "email");
        if (workspace.Connection.Query($"SELECT ref, {name} FROM {table} WHERE id = $1", [id], row => (Ref: row.GetInt64(0), Name: row.GetText(1))) is not [var found, ..])
        {
            throw new NotFoundException($"There is no {table} '{id}'.");
        }

        long Count(IEnumerable<RowType> types) => types.Sum(type => workspace.Connection.Query(
            $"SELECT CAST(count(*) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {link} = $1", [found.Ref], row => row.GetInt64(0))[0]);
        return new ComparedSide(
            id,
            found.Name,
            [.. KnownFact.Of(workspace, of, found.Ref, workspace.Now).Select(fact => new ComparedFact(fact.Field, Text(fact.Value), fact.Source, fact.ObservedAt, fact.VerifiedAt))],
            of == EntityKind.Account ? Count([workspace.Catalog.Contact]) : 0,
            Count(workspace.Catalog.Events.Values),
            of == EntityKind.Account ? Count(workspace.Catalog.Collections.Values) : 0);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        IEnumerable items => string.Join(", ", items.Cast<object?>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Pairs that may be one.</summary>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="Compared">How many pairs were compared.</param>
    /// <param name="Total">How many reach the score asked for.</param>
    /// <param name="SkippedGroups">Groups that share too common a thing to be compared by it.</param>
    /// <param name="State">current; older where the data has changed since; unknown where there is too much of it to look at once and nobody has yet: POST /v1/duplicates/runs looks.</param>
    /// <param name="Candidates">Some of them, the likeliest first.</param>
    /// <param name="NextCursor">Gives the next page; missing on the last.</param>
    /// <param name="Groups">Pairs put together, where nothing speaks clearly against any two of a group; the largest first, as many as asked for.</param>
    internal sealed record DuplicatePairs(
        string Of,
        long Compared,
        long Total,
        long SkippedGroups,
        DuplicateState State,
        IReadOnlyList<DuplicatePair> Candidates,
        string? NextCursor,
        IReadOnlyList<DuplicateGroupItem> Groups);

    /// <summary>Of when a list of duplicates is.</summary>
    internal enum DuplicateState
    {
        /// <summary>Of the data as it is.</summary>
        Current,

        /// <summary>The data has changed since.</summary>
        Older,

        /// <summary>Nobody has looked yet.</summary>
        Unknown,
    }

    /// <summary>Several that are thought to be one.</summary>
    /// <param name="Members">Who.</param>
    /// <param name="Weakest">How likely the two of them are one that are least alike.</param>
    internal sealed record DuplicateGroupItem(IReadOnlyList<DuplicateSideItem> Members, double Weakest);

    /// <summary>What a look for duplicates came to.</summary>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="Compared">How many pairs were compared.</param>
    /// <param name="Total">How many may be one.</param>
    internal sealed record DuplicateRun(string Of, long Compared, long Total);

    /// <summary>A pair that may be one.</summary>
    /// <param name="First">One.</param>
    /// <param name="Second">The other.</param>
    /// <param name="Score">How likely it is that they are one, from 0 to 1.</param>
    /// <param name="Evidence">What speaks for and against it, the weightiest first.</param>
    /// <param name="Prior">The odds before anything was compared, in bits; with the weights they make the score.</param>
    /// <param name="Sure">True where hardly one of a hundred such is wrong.</param>
    internal sealed record DuplicatePair(
        DuplicateSideItem First, DuplicateSideItem Second, double Score, IReadOnlyList<DuplicateEvidenceItem> Evidence, double Prior, bool Sure)
    {
        public static DuplicatePair Of(DuplicateCandidate candidate) => new(
            DuplicateSideItem.Of(candidate.First), DuplicateSideItem.Of(candidate.Second), candidate.Score, [.. candidate.Evidence.Select(one => new DuplicateEvidenceItem(one.Code, one.Text, one.Weight, one.Field))], candidate.Prior, candidate.IsSure);
    }

    /// <summary>One of a pair.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What a person calls it.</param>
    /// <param name="Detail">Its domain or e-mail address.</param>
    internal sealed record DuplicateSideItem(string Id, string? Name, string? Detail)
    {
        public static DuplicateSideItem Of(DuplicateSide side) => new(side.Id, side.Name, side.Detail);
    }

    /// <summary>Something that speaks for or against two being one.</summary>
    /// <param name="Code">What.</param>
    /// <param name="Text">The same as a sentence.</param>
    /// <param name="Weight">By how much it changes the odds, in bits: 1 doubles them, -1 halves them.</param>
    /// <param name="Field">What is compared.</param>
    internal sealed record DuplicateEvidenceItem(string Code, string Text, double Weight, string Field);

    /// <summary>Two side by side.</summary>
    internal sealed record DuplicateComparison(string Of, ComparedSide First, ComparedSide Second);

    /// <summary>What is known of one.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">What a person calls it.</param>
    /// <param name="Facts">What is known.</param>
    /// <param name="Contacts">How many contacts an account has.</param>
    /// <param name="Events">How many events belong to it.</param>
    /// <param name="Rows">How many deals, technologies and the like an account has.</param>
    internal sealed record ComparedSide(string Id, string? Name, IReadOnlyList<ComparedFact> Facts, long Contacts, long Events, long Rows);

    /// <summary>Something that is known.</summary>
    /// <param name="Field">The field.</param>
    /// <param name="Value">Its value, as text.</param>
    /// <param name="Source">Who said it.</param>
    /// <param name="ObservedAt">When it was first said.</param>
    /// <param name="VerifiedAt">When it was last confirmed.</param>
    internal sealed record ComparedFact(string Field, string Value, string Source, string ObservedAt, string VerifiedAt);

    /// <summary>Two accounts or contacts.</summary>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="First">The id of one.</param>
    /// <param name="Second">The id of the other.</param>
    internal sealed record PairRequest(string? Of, string? First, string? Second);

    /// <summary>Pairs that were called different.</summary>
    internal sealed record DistinctList(IReadOnlyList<DistinctItem> Pairs);

    /// <summary>A pair that was called different.</summary>
    /// <param name="First">One.</param>
    /// <param name="Second">The other.</param>
    /// <param name="At">When.</param>
    /// <param name="Author">Who said so.</param>
    internal sealed record DistinctItem(DuplicateSideItem First, DuplicateSideItem Second, string At, string Author);
}
