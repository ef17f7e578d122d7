using Strata.Cli.Hosting;
using Strata.Language.Catalog;
using Strata.Platform.Catalog;

namespace Strata.Cli.Rendering;

/// <summary>The catalog and its parts.</summary>
internal sealed class CatalogReport(CliContext context)
{
    /// <summary>Everything, by name.</summary>
    public void WriteAll(DataCatalog catalog)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                account = ToJson(catalog.Account),
                contact = ToJson(catalog.Contact),
                collections = catalog.Collections.Values.Select(ToJson),
                events = catalog.Events.Values.Select(ToJson),
                taxonomies = catalog.Taxonomies.Keys.Order(StringComparer.Ordinal),
            });
            return;
        }

        Tables.Write(
            context.Console,
            ["name", "kind", "fields"],
            catalog.RowTypes
                .Select(type => new[] { type.Name, type.Kind.ToString().ToLowerInvariant(), string.Join(", ", type.Fields.Select(field => field.Name)) })
                .Append(["taxonomies", "", string.Join(", ", catalog.Taxonomies.Keys.Order(StringComparer.Ordinal))]));
        context.Output.WriteLine("'strata catalog NAME' shows one of them, or a field such as account.industry, in full.");
    }

    /// <summary>The fields of an entity, collection or event.</summary>
    public void WriteRows(RowType type)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, ToJson(type));
            return;
        }

        context.Output.WriteLine($"{type.Name} ({type.Kind.ToString().ToLowerInvariant()}): {type.Description}");
        Tables.Write(context.Console, ["field", "type", "taxonomy", "stale after", "meaning"], type.Fields.Select(field => new[]
        {
            field.Name, TypeName(field), field.Taxonomy ?? "", field.TimeToLiveDays is { } days ? Phrases.Count(days, "day") : "", field.Description,
        }));
    }

    /// <summary>One field, with the values in the data where there is data.</summary>
    public void WriteField(RowType type, FieldDefinition field, FieldCounts? counts)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { of = type.Name, field = ToJson(field), counts?.Rows, counts?.Known, counts?.Distinct, counts?.Values, counts?.Note });
            return;
        }

        string taxonomy = field.Taxonomy is null ? "" : $", taxonomy {field.Taxonomy}";
        context.Output.WriteLine($"{type.Name}.{field.Name} ({TypeName(field)}{taxonomy}): {field.Description}");
        if (counts is null)
        {
            context.Output.WriteLine("There is no data yet.");
            return;
        }

        context.Output.WriteLine(
            $"known in {Phrases.Number(counts.Known)} of {Phrases.Count(counts.Rows, "row")}, {Phrases.Count(counts.Distinct, "different value")}{(counts.Note is null ? "" : $" ({counts.Note})")}");
        Tables.Write(context.Console, ["value", "rows#"], counts.Values.Select(value => new[] { value.Value, Phrases.Number(value.Count) }));
    }

    /// <summary>A taxonomy as a tree.</summary>
    public void WriteTaxonomy(Taxonomy taxonomy)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, taxonomy.Nodes.Select(node => new { node.Name, node.Parent, node.Synonyms }));
            return;
        }

        foreach (TaxonomyNode root in taxonomy.Nodes.Where(node => node.Parent is null))
        {
            WriteNode(taxonomy, root, 0);
        }
    }

    private void WriteNode(Taxonomy taxonomy, TaxonomyNode node, int level)
    {
        string synonyms = node.Synonyms.Count == 0 ? "" : $"  (also: {string.Join(", ", node.Synonyms)})";
        context.Output.WriteLine($"{new string(' ', level * 2)}{node.Name}{synonyms}");
        foreach (TaxonomyNode child in taxonomy.ChildrenOf(node))
        {
            WriteNode(taxonomy, child, level + 1);
        }
    }

    private static string TypeName(FieldDefinition field) => field.Type.ToString().ToLowerInvariant();

    private static object ToJson(RowType type) => new
    {
        type.Name,
        type.Kind,
        type.Description,
        start = type.StartField,
        key = type.KeyFields.Count == 0 ? null : type.KeyFields,
        fields = type.Fields.Select(ToJson),
    };

    private static object ToJson(FieldDefinition field) => new { field.Name, field.Type, field.Taxonomy, field.Description, timeToLiveDays = field.TimeToLiveDays };
}
