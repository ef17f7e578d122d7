using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language.Definitions;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Segments to start from.</summary>
internal static class TemplateEndpoints
{
    /// <summary>Adds the endpoint.</summary>
    public static void MapTemplates(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/segment-templates", List)
        .RequireKey(KeyScope.Read).WithTags("definitions").WithName("listSegmentTemplates")
        .WithSummary("Segments to start from, of those that are shipped: whatever can be evaluated with this catalog and these definitions");

    private static Ok<TemplateList> List(WorkspaceHost host, ServerOptions options)
    {
        string folder = Path.Combine(options.Samples, "segments");
        if (!Directory.Exists(folder))
        {
            return TypedResults.Ok(new TemplateList([]));
        }

        using LentSession session = host.Lend();
        return TypedResults.Ok(new TemplateList([.. DefinitionFiles.ReadFolder(folder).Definitions
            .Select(written => written.Definition)
            .OfType<SegmentDefinition>()
            .Where(segment => session.Workspace.Library.Checker.CheckSegment(segment).IsValid)
            .OrderBy(segment => segment.Title, StringComparer.Ordinal)
            .Select(TemplateItem.From)]));
    }

    /// <summary>Segments to start from.</summary>
    /// <param name="Templates">By title.</param>
    internal sealed record TemplateList(IReadOnlyList<TemplateItem> Templates);

    /// <summary>A segment to start from.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Title">What it is called.</param>
    /// <param name="Description">Why it deserves a play of its own.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="Objective">What it is for.</param>
    /// <param name="Where">Who is in, as text.</param>
    /// <param name="Json">Who is in, in the JSON form.</param>
    /// <param name="Exclude">Who is suppressed, as text.</param>
    internal sealed record TemplateItem(string Name, string Title, string? Description, string Of, string? Objective, string Where, JsonElement Json, string? Exclude)
    {
        public static TemplateItem From(SegmentDefinition segment)
        {
            using var json = JsonDocument.Parse(SegmentJson.Write(segment.Where), new JsonDocumentOptions { MaxDepth = 1000 });
            return new TemplateItem(
                segment.Name,
                segment.Title,
                segment.Description,
                Words.Of(segment.Of),
                segment.Objective,
                SegmentPrinter.Print(segment.Where),
                json.RootElement.Clone(),
                segment.Exclude is { } exclude ? SegmentPrinter.Print(exclude) : null);
        }
    }
}
