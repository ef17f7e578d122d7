using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Platform.Catalog;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Problems;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>The trees of categories, and which segments read what.</summary>
internal static class TaxonomyEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapTaxonomies(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/taxonomies", List).RequireKey(KeyScope.Read).WithTags("catalog").WithName("listTaxonomies").WithSummary("The trees of categories and the fields that have them");
        routes.MapGet("/v1/taxonomies/{name}", Show).RequireKey(KeyScope.Read).WithTags("catalog").WithName("getTaxonomy")
            .WithSummary("A tree of categories, with how many rows say each, and what they say that it does not know").ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/catalog/usage", Usage).RequireKey(KeyScope.Read).WithTags("catalog").WithName("catalogUsage")
            .WithSummary("Which segments read each field, collection and event type");
    }

    private static Ok<TaxonomyList> List(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new TaxonomyList([.. new TaxonomyCounts(session.Workspace).All().Select(one => new TaxonomyItem(one.Name, one.Nodes, one.Fields))]));
    }

    private static Ok<TaxonomyTree> Show(WorkspaceHost host, string name, string? field, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new TaxonomyCounts(session.Workspace).Count(name, field, cancellation)
            ?? throw new NotFoundException(field is null ? $"There is no taxonomy '{name}'." : $"The field '{field}' does not have the taxonomy '{name}'.", "GET /v1/taxonomies lists them with their fields."));
    }

    private static Ok<UsageList> Usage(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        return TypedResults.Ok(new UsageList([.. new FieldUsage(session.Workspace.Library).Read().Select(pair => new UsageItem(pair.Key, pair.Value))]));
    }

    /// <summary>The taxonomies.</summary>
    internal sealed record TaxonomyList(IReadOnlyList<TaxonomyItem> Taxonomies);

    /// <summary>A taxonomy.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Categories">How many categories it has.</param>
    /// <param name="Fields">The fields that have it, as account.industry.</param>
    internal sealed record TaxonomyItem(string Name, int Categories, IReadOnlyList<string> Fields);

    /// <summary>What segments read.</summary>
    internal sealed record UsageList(IReadOnlyList<UsageItem> Usage);

    /// <summary>Something that segments read.</summary>
    /// <param name="Name">A field as account.industry, or a collection or event type.</param>
    /// <param name="Segments">The segments that read it, themselves or through others.</param>
    internal sealed record UsageItem(string Name, IReadOnlyList<string> Segments);
}
