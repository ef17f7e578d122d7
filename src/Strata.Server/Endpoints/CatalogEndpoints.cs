using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Platform.Catalog;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Server.Reading;
using Strata.Server.Security;

namespace Strata.Server.Endpoints;

/// <summary>What definitions may name, and what stands in the data.</summary>
internal static class CatalogEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1/catalog").RequireKey(KeyScope.Read).WithTags("catalog").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("", Show).WithName("getCatalog").WithSummary("Everything that definitions may name: fields, collections, events, definitions, and the operators of each type");
        group.MapGet("values", Values).WithName("listValues").WithSummary("The values of a field that hold a text, with their counts, and the categories of its taxonomy: for completion");
        group.MapGet("search", SearchAsync).WithName("searchConditions").WithSummary("Conditions to begin with, found by a few words: fields, values with their counts, events, categories, segments");
    }

    private static Ok<CatalogDescription> Show(WorkspaceHost host)
    {
        using LentSession session = host.Lend();
        Workspace workspace = session.Workspace;
        return TypedResults.Ok(new CatalogDescription(
            workspace.Settings.Currency,
            workspace.Settings.Zone.Id,
            [.. workspace.Catalog.RowTypes.Select(SourceItem.Of)],
            [.. workspace.Library.Entries.Select(entry => NamedItem.From(entry.Definition, entry.IsValid))],
            [.. workspace.Catalog.Taxonomies.Keys.Order(StringComparer.Ordinal)],
            TypeOperators.All));
    }

    private static Ok<ValuePage> Values(WorkspaceHost host, string source, string field, string? text, int? limit, CancellationToken cancellation)
    {
        using LentSession session = host.Lend();
        DataCatalog catalog = session.Workspace.Catalog;
        RowType type = catalog.RowTypes.FirstOrDefault(type => type.Name == source || (type.Kind == RowKind.Contact && source == "contacts"))
            ?? throw new UserErrorException("name", $"There are no rows called '{source}'.", fix: "GET /v1/catalog lists them.");
        FieldDefinition found = type.Find(field) ?? throw new UserErrorException("name", $"'{source}' has no field '{field}'.", fix: "GET /v1/catalog lists them.");
        if (!found.IsFolded)
        {
            throw new UserErrorException("type", $"'{field}' holds no texts to choose from.", fix: "Ask for a text, a category or a set.");
        }

        int most = Limits.Of(limit, 20, 500);
        return TypedResults.Ok(new ValuePage(
            [.. new FieldValues(session.Workspace.Connection).Find(type, found, text ?? "", most, cancellation)],
            CategoryItem.Find(catalog.TaxonomyOf(found), text ?? "", most)));
    }

    private static async Task<Ok<FoundConditions>> SearchAsync(WorkspaceHost host, KnownValuesCache cache, string? text, string? of, int? limit, CancellationToken cancellation)
    {
        KnownValues known = await cache.GetAsync(cancellation);
        using LentSession session = host.Lend();
        var search = new ConditionSearch(session.Workspace.Library, known, Words.Entity(of));
        return TypedResults.Ok(new FoundConditions([.. search.Find(text ?? "", Limits.Of(limit, 20, 100)).Select(FoundItem.Of)]));
    }

    /// <summary>Everything that definitions may name.</summary>
    /// <param name="Currency">The currency of money.</param>
    /// <param name="Zone">The zone of bare dates.</param>
    /// <param name="Sources">Accounts, contacts, collections and events with their fields.</param>
    /// <param name="Definitions">Segments, lists, traits and segmentations.</param>
    /// <param name="Taxonomies">The names of the taxonomies.</param>
    /// <param name="Types">The operators of each type of field.</param>
    internal sealed record CatalogDescription(
        string Currency,
        string Zone,
        IReadOnlyList<SourceItem> Sources,
        IReadOnlyList<NamedItem> Definitions,
        IReadOnlyList<string> Taxonomies,
        IReadOnlyList<TypeOperators> Types);

    /// <summary>Rows that definitions may speak of.</summary>
    /// <param name="Name">Their name: <c>account</c>, <c>contact</c>, or that of the collection or event.</param>
    /// <param name="Kind">What they are.</param>
    /// <param name="Description">What a row is.</param>
    /// <param name="Fields">Their fields.</param>
    internal sealed record SourceItem(string Name, RowKind Kind, string Description, IReadOnlyList<FieldItem> Fields)
    {
        public static SourceItem Of(RowType type) => new(
            type.Name, type.Kind, type.Description, [.. type.Fields.Select(field => new FieldItem(field.Name, field.Type, field.Taxonomy, field.Description, field.TimeToLiveDays))]);
    }

    /// <summary>A field.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Taxonomy">The taxonomy of its categories.</param>
    /// <param name="Description">What it means.</param>
    /// <param name="TimeToLiveDays">After how many days a value counts as stale.</param>
    internal sealed record FieldItem(string Name, FieldType Type, string? Taxonomy, string Description, int? TimeToLiveDays);

    /// <summary>A definition that others may name.</summary>
    /// <param name="Kind"><c>segment</c>, <c>list</c>, <c>trait</c> or <c>segmentation</c>.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Title">The name shown to people.</param>
    /// <param name="Of"><c>accounts</c> or <c>contacts</c>.</param>
    /// <param name="IsValid">Whether it can be evaluated.</param>
    /// <param name="Values">Of a segmentation, its values in order.</param>
    internal sealed record NamedItem(string Kind, string Name, string Title, string Of, bool IsValid, IReadOnlyList<string>? Values)
    {
        public static NamedItem From(Definition definition, bool isValid) => new(
            Platform.Segments.Definitions.DefinitionWriter.KindOf(definition),
            definition.Name,
            (definition as SegmentDefinition)?.Title ?? definition.Name,
            Words.Of(definition.Of),
            isValid,
            definition is SegmentationDefinition segmentation ? [.. segmentation.Parts.Select(part => part.Value), segmentation.Other] : null);
    }

    /// <summary>Values of a field.</summary>
    /// <param name="Values">The values, those that begin with the text first, then the most frequent.</param>
    /// <param name="Categories">Categories of its taxonomy, for <c>under</c>.</param>
    internal sealed record ValuePage(IReadOnlyList<ValueCount> Values, IReadOnlyList<CategoryItem> Categories);

    /// <summary>A category of a taxonomy.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Path">The categories above it, the outermost first.</param>
    /// <param name="HasChildren">Whether there are others below it.</param>
    internal sealed record CategoryItem(string Name, IReadOnlyList<string> Path, bool HasChildren)
    {
        public static IReadOnlyList<CategoryItem> Find(Taxonomy? taxonomy, string text, int limit)
        {
            string folded = Language.Values.TextFolding.Fold(text);
            return taxonomy is null ? [] : [.. taxonomy.Nodes
                .Where(node => folded.Length == 0 ? node.Parent is null : Taxonomy.SpellingsOf(node).Any(spelling => spelling.Contains(folded, StringComparison.Ordinal)))
                .OrderByDescending(node => Taxonomy.SpellingsOf(node)[0].StartsWith(folded, StringComparison.Ordinal))
                .ThenByDescending(node => taxonomy.ChildrenOf(node).Count > 0)
                .Take(limit)
                .Select(node => new CategoryItem(node.Name, Above(taxonomy, node), taxonomy.ChildrenOf(node).Count > 0))];
        }

        private static IReadOnlyList<string> Above(Taxonomy taxonomy, TaxonomyNode node)
        {
            var path = new List<string>();
            for (TaxonomyNode? parent = taxonomy.ParentOf(node); parent is not null; parent = taxonomy.ParentOf(parent))
            {
                path.Insert(0, parent.Name);
            }

            return path;
        }
    }

    /// <summary>Conditions to begin with.</summary>
    /// <param name="Conditions">The best matches first.</param>
    internal sealed record FoundConditions(IReadOnlyList<FoundItem> Conditions);

    /// <summary>A condition to begin with.</summary>
    /// <param name="Kind"><c>field</c>, <c>value</c>, <c>category</c>, <c>event</c>, <c>collection</c>, <c>segment</c>, <c>list</c>, <c>trait</c> or <c>segmentation</c>.</param>
    /// <param name="Label">What it is called.</param>
    /// <param name="Detail">Where it is from.</param>
    /// <param name="Source">The rows it is of.</param>
    /// <param name="Field">The field, or the name of the definition.</param>
    /// <param name="Count">How many rows have it.</param>
    /// <param name="Text">The condition as text; missing where something is still to be said.</param>
    /// <param name="Json">The condition in the JSON form; missing likewise.</param>
    internal sealed record FoundItem(
        string Kind, string Label, string Detail, string? Source, string? Field, long? Count, string? Text, System.Text.Json.JsonElement? Json)
    {
        public static FoundItem Of(FoundCondition found) => new(
            found.Kind,
            found.Label,
            found.Detail,
            found.Source,
            found.Field,
            found.Count,
            found.Condition is null ? null : SegmentPrinter.PrintOnOneLine(found.Condition),
            found.Condition is null ? null : System.Text.Json.JsonDocument.Parse(SegmentJson.Write(found.Condition)).RootElement);
    }
}
