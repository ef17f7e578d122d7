using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Identity;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;
using Strata.Warehouse.Merge;

namespace Strata.Server.Endpoints;

/// <summary>Two accounts, or contacts, that are one.</summary>
internal static class MergeEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapMerges(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/merges").WithTags("duplicates");
        group.MapGet("", List).RequireKey(KeyScope.Read).WithName("listMerges").WithSummary("The merges, the newest first, and whether they hold").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", MergeAsync).RequireKey(KeyScope.Write).WithName("merge").WithSummary("Makes two accounts, or two contacts, one; with dryRun only tells what would happen")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapDelete("{id:long}", UndoAsync).RequireKey(KeyScope.Write).WithName("undoMerge").WithSummary("Takes a merge back: both are as they were, with what came since")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static Ok<MergeList> List(WorkspaceHost host, int? limit)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new MergeList([.. MergeLedger.All(session.Workspace.Connection).Take(Limits.Of(limit, 100, 1_000)).Select(MergeItem.From)]));
    }

    private static async Task<Ok<Merged>> MergeAsync(IExclusiveWriter writer, HttpContext context, MergeRequest request, CancellationToken cancellation)
    {
        EntityKind of = Words.Entity(request.Of);
        if (string.IsNullOrWhiteSpace(request.Keep) || string.IsNullOrWhiteSpace(request.Other))
        {
            throw new UserErrorException("argument", "'keep' and 'other' name the two that are one.", fix: "Send {\"of\": \"accounts\", \"keep\": ID, \"other\": ID}.");
        }

        string author = context.Actor().Name;
        bool dryRun = request.DryRun ?? false;
        MergeOutcome outcome = await writer.RunAsync(workspace => new EntityMerger(workspace).Merge(of, request.Keep, request.Other, author, dryRun), cancellation);
        return TypedResults.Ok(new Merged(dryRun, MergeItem.From(outcome.Merge), outcome.FieldsTaken, outcome.Moved, outcome.Combined, outcome.Attached));
    }

    private static async Task<Ok<MergeItem>> UndoAsync(IExclusiveWriter writer, long id, CancellationToken cancellation) =>
        TypedResults.Ok(MergeItem.From(await writer.RunAsync(workspace => new EntityMerger(workspace).Undo(id), cancellation)));

    /// <summary>What is to be merged.</summary>
    /// <param name="Of">accounts (the standard) or contacts.</param>
    /// <param name="Keep">The one that stays: its id, domain or e-mail address, or exact name.</param>
    /// <param name="Other">The one that is merged into it.</param>
    /// <param name="DryRun">True to do nothing and only tell what would happen.</param>
    internal sealed record MergeRequest(string? Of, string? Keep, string? Other, bool? DryRun);

    /// <summary>Merges.</summary>
    internal sealed record MergeList(IReadOnlyList<MergeItem> Merges);

    /// <summary>A merge.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Of">accounts or contacts.</param>
    /// <param name="Keep">The id of the one that stayed.</param>
    /// <param name="Other">The id of the one that was merged into it.</param>
    /// <param name="OtherName">What a person calls that.</param>
    /// <param name="At">When.</param>
    /// <param name="Author">Who merged.</param>
    /// <param name="UndoneAt">When it was undone; missing while it holds.</param>
    internal sealed record MergeItem(long Id, string Of, string Keep, string Other, string? OtherName, string At, string Author, string? UndoneAt)
    {
        public static MergeItem From(MergeRecord merge) => new(
            merge.Id,
            Words.Of(merge.Of),
            merge.KeepId,
            merge.OtherId,
            merge.OtherName,
            Microseconds.ToText(merge.MergedAt),
            merge.Author,
            merge.UndoneAt is { } undone ? Microseconds.ToText(undone) : null);
    }

    /// <summary>What a merge did, or would do.</summary>
    /// <param name="DryRun">True where nothing was done.</param>
    /// <param name="Merge">The merge.</param>
    /// <param name="FieldsTaken">The fields whose value is now that of the other.</param>
    /// <param name="Moved">How many rows moved, by table.</param>
    /// <param name="Combined">Of those, how many became one with a row that the kept one had.</param>
    /// <param name="Attached">Rows that named both, and now have one whose they are.</param>
    internal sealed record Merged(bool DryRun, MergeItem Merge, IReadOnlyList<string> FieldsTaken, IReadOnlyDictionary<string, long> Moved, long Combined, long Attached);
}
