using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Keys;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Targeting.Templates;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>Sets of definitions to start from: segmentations and what they refer to.</summary>
internal static class DefinitionTemplateEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapDefinitionTemplates(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/templates").WithTags("targeting").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("", List).RequireKey(KeyScope.Read).WithName("listTemplates").WithSummary("Sets of definitions to start from");
        group.MapGet("{template}", Show).RequireKey(KeyScope.Read).WithName("getTemplate").WithSummary("The definitions of a template");
        group.MapPost("{template}", AddAsync).RequireKey(KeyScope.Write).WithName("addTemplate")
            .WithSummary("Adds the definitions of a template, or proposes them where changes need approval; what is there already stays as it is");
    }

    private static Ok<DefinitionTemplateList> List() => TypedResults.Ok(new DefinitionTemplateList([.. DefinitionTemplate.All.Select(template => new DefinitionTemplateItem(template.Name, template.Title, template.Files.Count == 0))]));

    private static Ok<TemplateDefinitions> Show(WorkspaceHost host, ServerOptions options, string template, string? category, string? product, int? competitors)
    {
        using LentSession session = host.Lend();
        IReadOnlyList<WrittenDefinition> definitions = Read(session.Workspace, options, template, new TemplateInput(category, product, competitors));
        (_, IReadOnlyList<string> there) = DefinitionTemplate.Missing(session.Workspace, definitions);
        return TypedResults.Ok(new TemplateDefinitions(
            [.. definitions.Select(written => new TemplateDefinition(written.Definition.Name, DefinitionWriter.KindOf(written.Definition), DefinitionWriter.Write(written.Definition), there.Contains(written.Definition.Name, StringComparer.Ordinal)))]));
    }

    private static async Task<Ok<AddedDefinitions>> AddAsync(
        HttpContext context, IExclusiveWriter writer, ServerOptions options, string template, TemplateInput input, CancellationToken cancellation)
    {
        string author = context.Actor().Name;
        return TypedResults.Ok(await writer.RunAsync(
            workspace =>
            {
                (IReadOnlyList<WrittenDefinition> missing, IReadOnlyList<string> there) = DefinitionTemplate.Missing(workspace, Read(workspace, options, template, input));
                string reason = $"template {template}";
                ProposalItem? proposal = missing.Count == 0 ? null : DefinitionChanges.MakeSet(workspace, reason, missing, author, reason, cancellation);
                return new AddedDefinitions(proposal is null ? [.. missing.Select(written => written.Definition.Name)] : [], there, proposal);
            },
            cancellation));
    }

    private static IReadOnlyList<WrittenDefinition> Read(Workspace workspace, ServerOptions options, string template, TemplateInput input) =>
        DefinitionTemplate.Find(template).Read(options.Samples, workspace, new SalesPlayOptions(input.Category, input.Product, input.Competitors ?? 5));

    /// <summary>Templates.</summary>
    internal sealed record DefinitionTemplateList(IReadOnlyList<DefinitionTemplateItem> Templates);

    /// <summary>A template.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Title">What it gives.</param>
    /// <param name="AsksForProduct">Whether it is made of the data, for a category and a product.</param>
    internal sealed record DefinitionTemplateItem(string Name, string Title, bool AsksForProduct);

    /// <summary>The definitions of a template, what is referred to before what refers to it.</summary>
    internal sealed record TemplateDefinitions(IReadOnlyList<TemplateDefinition> Definitions);

    /// <summary>A definition of a template.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind"><c>segment</c>, <c>list</c>, <c>trait</c> or <c>segmentation</c>.</param>
    /// <param name="Text">The definition as YAML.</param>
    /// <param name="IsThere">Whether there is one of that name already.</param>
    internal sealed record TemplateDefinition(string Name, string Kind, string Text, bool IsThere);

    /// <summary>What a sales play is for; of no meaning for other templates.</summary>
    /// <param name="Category">The category of products, as technologies name it.</param>
    /// <param name="Product">What is sold in it, as subscriptions name it.</param>
    /// <param name="Competitors">How many competitors are named, 1 to 20; 5 where it is left out.</param>
    internal sealed record TemplateInput(string? Category = null, string? Product = null, int? Competitors = null);

    /// <summary>What was added.</summary>
    /// <param name="Added">The definitions that are new.</param>
    /// <param name="Kept">Those that were there and stay as they are.</param>
    /// <param name="Proposal">The proposal of those that are new, which waits for approval; missing where none is needed, or nothing is new.</param>
    internal sealed record AddedDefinitions(IReadOnlyList<string> Added, IReadOnlyList<string> Kept, ProposalItem? Proposal);
}
