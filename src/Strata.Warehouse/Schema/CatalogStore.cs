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
        return definitions.Select(text => CatalogFile.Read(text)).Aggregate(CatalogAdditions.None, (all, next) => all.Plus(next));
    }

    /// <summary>Adds to what is there; a field or node of the same name is replaced.</summary>
    /// <param name="connection">A connection; the caller's transaction makes it all or nothing.</param>
    /// <param name="additions">What to add.</param>
    public static void Add(DuckDbConnection connection, CatalogAdditions additions)
    {
        foreach ((string kind, string name, CatalogAdditions definition) in Split(Read(connection).Plus(additions)))
        {
            connection.Execute("INSERT OR REPLACE INTO strata_catalog VALUES (?, ?, ?)", kind, name, CatalogFile.Write(definition));
        }
    }

    /// <summary>Makes these all that was added.</summary>
    /// <param name="connection">A connection; the caller's transaction makes it all or nothing.</param>
    /// <param name="additions">All additions.</param>
    public static void Replace(DuckDbConnection connection, CatalogAdditions additions)
    {
        connection.Execute("DELETE FROM strata_catalog");
        foreach ((string kind, string name, CatalogAdditions definition) in Split(additions))
        {
            connection.Execute("INSERT INTO strata_catalog VALUES (?, ?, ?)", kind, name, CatalogFile.Write(definition));
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
}
