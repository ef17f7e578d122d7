using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Exact counts of definitions that are not stored.</summary>
internal static class CountEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapCounts(this IEndpointRouteBuilder routes) => routes.MapPost("/v1/count", CountAsync)
        .RequireKey(KeyScope.Read).WithTags("segments").WithName("count")
        .WithSummary("How many are in: a segment by name, or an expression as text or in the JSON form of the language; exact")
        .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<Counted>> CountAsync(WorkspaceHost host, IngestPipeline pipeline, Question question, CancellationToken cancellation)
    {
        if (question.At is null or "" or "now")
        {
            // What was acknowledged before this request counts.
            await pipeline.StoreAsync(cancellation);
        }

        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        SegmentSelection selection = Select(workspace.Library, question);
        AsOf asOf = Instants.Of(question.At, workspace);
        long count = workspace.Engine().Count(selection.Plan, asOf, cancellation);
        return TypedResults.Ok(new Counted(count, Words.Of(selection.Plan.Of), selection.Name, Microseconds.ToText(asOf.Instant), selection.Warning));
    }

    private static SegmentSelection Select(DefinitionLibrary library, Question question)
    {
        EntityKind of = Words.Entity(question.Of);
        switch (question.Definition.ValueKind)
        {
            case JsonValueKind.String:
                return SegmentSelection.FindInText(library, question.Definition.GetString()!, of);
            case JsonValueKind.Object:
                ParseResult<Expr> parsed = SegmentJson.ReadExpression(question.Definition, "$.definition");
                return parsed.Ok ? SegmentSelection.OfExpression(library, parsed.Tree, of) : throw new UserErrorException(parsed.Errors);
            default:
                throw new UserErrorException(
                    "argument", "'definition' is missing, or neither text nor an object.", fix: "Send {\"definition\": \"employees >= 500\"}, or the JSON form of the language.");
        }
    }

    /// <summary>What is to be counted.</summary>
    /// <param name="Definition">A segment's name, or an expression as text or in the JSON form of the language.</param>
    /// <param name="Of">What an expression selects: <c>accounts</c> (the standard) or <c>contacts</c>.</param>
    /// <param name="At">The instant to count at; now where it is missing.</param>
    internal sealed record Question(JsonElement Definition, string? Of, string? At);

    /// <summary>How many there are.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="Segment">The segment's name; missing for an expression.</param>
    /// <param name="At">The instant that was counted at.</param>
    /// <param name="Warning">What must be said with the result.</param>
    internal sealed record Counted(long Count, string Of, string? Segment, string At, string? Warning);
}
