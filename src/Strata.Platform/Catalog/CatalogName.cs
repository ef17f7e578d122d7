using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Checking;

namespace Strata.Platform.Catalog;

/// <summary>What a name of the catalog stands for.</summary>
public abstract record CatalogName
{
    /// <summary>An entity, a collection or an event.</summary>
    public sealed record Rows(RowType Type) : CatalogName;

    /// <summary>A field of one.</summary>
    public sealed record Field(RowType Type, FieldDefinition Definition) : CatalogName;

    /// <summary>A taxonomy.</summary>
    public sealed record Tree(Taxonomy Taxonomy) : CatalogName;

    /// <summary>
    /// Finds what a name stands for: an entity, collection or event; <c>page_view.page</c>, a field of one; a taxonomy; else a field of
    /// the account or the contact.
    /// </summary>
    /// <exception cref="UserErrorException">Code <c>name</c>: there is nothing of that name.</exception>
    public static CatalogName Find(DataCatalog catalog, string name)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.ToLowerInvariant().Split('.');
        if (parts.Length == 2)
        {
            RowType type = FindRows(catalog, parts[0]) ?? throw Unknown(parts[0], catalog.RowTypes.Select(known => known.Name));
            return new Field(type, type.Find(parts[1]) ?? throw Unknown(parts[1], type.Fields.Select(field => field.Name)));
        }

        if (FindRows(catalog, parts[0]) is { } rows)
        {
            return new Rows(rows);
        }

        if (catalog.Taxonomies.TryGetValue(parts[0], out Taxonomy? taxonomy))
        {
            return new Tree(taxonomy);
        }

        foreach (RowType type in (RowType[])[catalog.Account, catalog.Contact])
        {
            if (type.Find(parts[0]) is { } field)
            {
                return new Field(type, field);
            }
        }

        throw Unknown(name, catalog.RowTypes.Select(type => type.Name).Concat(catalog.Taxonomies.Keys).Concat(catalog.Account.Fields.Select(field => field.Name)));
    }

    private static RowType? FindRows(DataCatalog catalog, string name) => name switch
    {
        "account" or "accounts" => catalog.Account,
        "contact" => catalog.Contact,
        _ => catalog.FindCollection(name) ?? catalog.FindEvent(name),
    };

    private static UserErrorException Unknown(string name, IEnumerable<string> candidates) =>
        new("name", $"The catalog has no '{name}'.", fix: Suggestions.DidYouMean(name, candidates, "'strata catalog' lists what there is."));
}
