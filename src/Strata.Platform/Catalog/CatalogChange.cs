using Strata.Language.Catalog;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Catalog;

/// <summary>A change of one thing that the catalog names.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="What">What it is: <c>field</c>, <c>collection</c>, <c>event</c> or <c>taxonomy</c>.</param>
/// <param name="Name">Its name; a field's with that of its entity, collection or event.</param>
/// <param name="Detail">What it is or what changes, for a person.</param>
public sealed record CatalogChange(ChangeKind Kind, string What, string Name, string Detail)
{
    /// <summary>What turns one catalog into another, in the order of the catalog.</summary>
    public static IReadOnlyList<CatalogChange> Between(DataCatalog before, DataCatalog after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = new List<CatalogChange>();
        Dictionary<string, RowType> known = before.RowTypes.ToDictionary(Identity, StringComparer.Ordinal);
        Dictionary<string, RowType> next = after.RowTypes.ToDictionary(Identity, StringComparer.Ordinal);
        foreach (RowType row in after.RowTypes)
        {
            if (known.GetValueOrDefault(Identity(row)) is { } earlier)
            {
                changes.AddRange(Rows(earlier, row));
            }
            else
            {
                changes.Add(new CatalogChange(ChangeKind.Added, NounOf(row), row.Name, string.Join(", ", row.Fields.Select(field => field.Name))));
            }
        }

        changes.AddRange(before.RowTypes.Where(row => !next.ContainsKey(Identity(row))).Select(row => new CatalogChange(ChangeKind.Removed, NounOf(row), row.Name, "")));
        changes.AddRange(after.Taxonomies.Values.Select(taxonomy => Taxonomies(taxonomy, before.Taxonomies.GetValueOrDefault(taxonomy.Name), taxonomy)).OfType<CatalogChange>());
        changes.AddRange(before.Taxonomies.Values.Where(taxonomy => !after.Taxonomies.ContainsKey(taxonomy.Name))
            .Select(taxonomy => new CatalogChange(ChangeKind.Removed, "taxonomy", taxonomy.Name, "")));
        return changes;
    }

    private static string Identity(RowType row) => $"{row.Kind} {row.Name}";

    private static string NounOf(RowType row) => row.Kind == RowKind.Event ? "event" : "collection";

    private static IEnumerable<CatalogChange> Rows(RowType before, RowType after)
    {
        if (ReferenceEquals(before, after))
        {
            yield break;
        }

        foreach (FieldDefinition field in after.Fields)
        {
            FieldDefinition? earlier = before.Find(field.Name);
            if (earlier is null || earlier != field)
            {
                yield return new CatalogChange(
                    earlier is null ? ChangeKind.Added : ChangeKind.Changed, "field", $"{after.Name}.{field.Name}", Describe(field));
            }
        }

        foreach (FieldDefinition field in before.Fields.Where(field => after.Find(field.Name) is null))
        {
            yield return new CatalogChange(ChangeKind.Removed, "field", $"{after.Name}.{field.Name}", Describe(field));
        }

        if (before.StartField != after.StartField || before.Description != after.Description)
        {
            yield return new CatalogChange(
                ChangeKind.Changed, NounOf(after), after.Name, before.StartField == after.StartField ? "its description" : $"starts with {after.StartField ?? "nothing"}");
        }
    }

    private static string Describe(FieldDefinition field)
    {
        string taxonomy = field.Taxonomy is null ? "" : $" of the taxonomy {field.Taxonomy}";
        string life = field.TimeToLiveDays is { } days ? $", stale after {days} days" : "";
        return $"{field.Type.ToString().ToLowerInvariant()}{taxonomy}{life}";
    }

    private static CatalogChange? Taxonomies(Taxonomy taxonomy, Taxonomy? before, Taxonomy after)
    {
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        if (before is null)
        {
            return new CatalogChange(ChangeKind.Added, "taxonomy", taxonomy.Name, $"{after.Nodes.Count} categories");
        }

        HashSet<string> was = [.. before.Nodes.Select(Text)], now = [.. after.Nodes.Select(Text)];
        IEnumerable<string> changed = after.Nodes.Where(node => !was.Contains(Text(node))).Select(node => node.Name)
            .Concat(before.Nodes.Where(node => !now.Contains(Text(node))).Select(node => node.Name)).Distinct(StringComparer.Ordinal);
        string names = string.Join(", ", changed);
        return names.Length == 0 ? null : new CatalogChange(ChangeKind.Changed, "taxonomy", taxonomy.Name, names);

        static string Text(TaxonomyNode node) => string.Join('\u001f', node.Synonyms.Prepend(node.Parent ?? "").Prepend(node.Name));
    }
}
