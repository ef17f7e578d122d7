using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Schema;

/// <summary>
/// The table <c>strata_catalog(kind, name, definition)</c>: what the user's files added to the shipped catalog, one row a definition, as
/// text in the form of <see cref="CatalogFile"/>.
/// </summary>
internal static class CatalogStore
{
    private const string AccountKind = "account";
    private const string ContactKind = "contact";
    private const string CollectionKind = "collection";
    private const string EventKind = "event";
    private const string TaxonomyKind = "taxonomy";

    /// <summary>Everything that was added, as one.</summary>
    public static CatalogAdditions Read(DuckDbConnection connection)
    {
        List<string> definitions = connection.Query("SELECT definition FROM strata_catalog ORDER BY kind, name", [], row => row.GetRequiredText(0));
        return definitions.Select(text => CatalogFile.Read(text)).Aggregate(CatalogAdditions.None, Merge);
    }

    /// <summary>Adds to what is there; a field or node of the same name is replaced.</summary>
    /// <param name="connection">A connection; the caller's transaction makes it all or nothing.</param>
    /// <param name="additions">What to add.</param>
    public static void Add(DuckDbConnection connection, CatalogAdditions additions)
    {
        CatalogAdditions merged = Merge(Read(connection), additions);
        foreach ((string kind, string name, CatalogAdditions definition) in Split(merged))
        {
            connection.Execute("INSERT OR REPLACE INTO strata_catalog VALUES (?, ?, ?)", kind, name, CatalogFile.Write(definition));
        }
    }

    private static IEnumerable<(string Kind, string Name, CatalogAdditions Definition)> Split(CatalogAdditions all)
    {
        CatalogAdditions none = CatalogAdditions.None;
        foreach (FieldDefinition field in all.AccountFields)
        {
            yield return (AccountKind, field.Name, none with { AccountFields = [field] });
        }

        foreach (FieldDefinition field in all.ContactFields)
        {
            yield return (ContactKind, field.Name, none with { ContactFields = [field] });
        }

        foreach (RowType row in all.Collections)
        {
            yield return (CollectionKind, row.Name, none with { Collections = [row] });
        }

        foreach (RowType row in all.Events)
        {
            yield return (EventKind, row.Name, none with { Events = [row] });
        }

        foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in all.Taxonomies)
        {
            var one = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(StringComparer.Ordinal) { [name] = nodes };
            yield return (TaxonomyKind, name, none with { Taxonomies = one });
        }
    }

    private static CatalogAdditions Merge(CatalogAdditions first, CatalogAdditions second)
    {
        var taxonomies = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(first.Taxonomies, StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in second.Taxonomies)
        {
            taxonomies[name] = taxonomies.TryGetValue(name, out IReadOnlyList<TaxonomyNode>? known) ? ByName(known, nodes, node => node.Name) : nodes;
        }

        return new CatalogAdditions(
            ByName(first.AccountFields, second.AccountFields, field => field.Name),
            ByName(first.ContactFields, second.ContactFields, field => field.Name),
            MergeRows(first.Collections, second.Collections),
            MergeRows(first.Events, second.Events),
            taxonomies);
    }

    private static List<RowType> MergeRows(IReadOnlyList<RowType> first, IReadOnlyList<RowType> second)
    {
        var rows = first.ToList();
        foreach (RowType row in second)
        {
            int at = rows.FindIndex(other => string.Equals(other.Name, row.Name, StringComparison.Ordinal));
            if (at < 0)
            {
                rows.Add(row);
            }
            else
            {
                rows[at] = rows[at].With(row.Fields);
            }
        }

        return rows;
    }

    private static List<T> ByName<T>(IReadOnlyList<T> first, IReadOnlyList<T> second, Func<T, string> nameOf)
    {
        var names = second.Select(nameOf).ToHashSet(StringComparer.Ordinal);
        return [.. first.Where(item => !names.Contains(nameOf(item))), .. second];
    }
}
