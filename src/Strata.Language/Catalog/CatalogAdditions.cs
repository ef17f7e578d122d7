namespace Strata.Language.Catalog;

/// <summary>What a user's files add to a catalog. A list may be empty; an addition to a known collection or event adds fields to it.</summary>
/// <param name="AccountFields">Fields of the account.</param>
/// <param name="ContactFields">Fields of the contact.</param>
/// <param name="Collections">Collections of an account, or fields for known ones.</param>
/// <param name="Events">Event types, or properties for known ones.</param>
/// <param name="Taxonomies">Nodes by the name of the taxonomy, which they extend where it is known.</param>
public sealed record CatalogAdditions(
    IReadOnlyList<FieldDefinition> AccountFields,
    IReadOnlyList<FieldDefinition> ContactFields,
    IReadOnlyList<RowType> Collections,
    IReadOnlyList<RowType> Events,
    IReadOnlyDictionary<string, IReadOnlyList<TaxonomyNode>> Taxonomies)
{
    /// <summary>Nothing added.</summary>
    public static CatalogAdditions None { get; } = new([], [], [], [], new Dictionary<string, IReadOnlyList<TaxonomyNode>>(StringComparer.Ordinal));

    /// <summary>True where nothing is added.</summary>
    public bool IsEmpty =>
        AccountFields.Count + ContactFields.Count + Collections.Count + Events.Count + Taxonomies.Count == 0;

    /// <summary>The catalog with these additions.</summary>
    /// <exception cref="UserErrorException">
    /// Code <c>format</c>: a field that exists with another type, a field of an unknown taxonomy, an event named as a collection, or
    /// nodes that do not fit their taxonomy.
    /// </exception>
    public DataCatalog ApplyTo(DataCatalog catalog)
    {
        var faults = new List<UserError>();
        var rows = new List<RowType>
        {
            Extended(catalog.Account, AccountFields, faults),
            Extended(catalog.Contact, ContactFields, faults),
        };
        foreach (RowType row in Collections)
        {
            RefuseSameName(row, catalog.FindEvent(row.Name), faults);
            rows.Add(catalog.Collections.TryGetValue(row.Name, out RowType? known) ? Extended(known, row.Fields, faults) : row);
        }

        foreach (RowType row in Events)
        {
            RefuseSameName(row, catalog.FindCollection(row.Name) ?? Collections.FirstOrDefault(other => IsNamed(other.Name, row.Name)), faults);
            rows.Add(catalog.FindEvent(row.Name) is { } known ? Extended(known, row.Fields, faults) : row);
        }

        List<Taxonomy> taxonomies = Grown(catalog, faults);
        foreach (RowType row in rows)
        {
            RefuseUnknownTaxonomies(row, catalog, taxonomies, faults);
        }

        return faults.Count == 0 ? catalog.With(rows, taxonomies) : throw new UserErrorException(faults);
    }

    private static bool IsNamed(string name, string other) => string.Equals(name, other, StringComparison.Ordinal);

    private static RowType Extended(RowType known, IReadOnlyList<FieldDefinition> fields, List<UserError> faults)
    {
        foreach (FieldDefinition field in fields)
        {
            if (known.Find(field.Name) is { } other && other.Type != field.Type)
            {
                faults.Add(new UserError(
                    "format",
                    $"'{known.Name}.{field.Name}' is already known as {other.Type.ToString().ToLowerInvariant()}.",
                    Fix: "Take another name, or leave out the type's change."));
            }
        }

        return fields.Count == 0 ? known : known.With(fields);
    }

    private static void RefuseSameName(RowType row, RowType? other, List<UserError> faults)
    {
        if (other is not null)
        {
            faults.Add(new UserError("format", $"'{row.Name}' is both a collection and an event.", Fix: "Take another name for one of them."));
        }
    }

    private static void RefuseUnknownTaxonomies(RowType row, DataCatalog catalog, List<Taxonomy> added, List<UserError> faults)
    {
        foreach (FieldDefinition field in row.Fields)
        {
            if (field.Taxonomy is { } name && !catalog.Taxonomies.ContainsKey(name) && !added.Exists(taxonomy => IsNamed(taxonomy.Name, name)))
            {
                faults.Add(new UserError(
                    "format",
                    $"'{row.Name}.{field.Name}' belongs to the taxonomy '{name}', which is not known.",
                    Fix: $"Define it under taxonomies, or take one of: {string.Join(", ", catalog.Taxonomies.Keys.Order(StringComparer.Ordinal))}."));
            }
        }
    }

    private List<Taxonomy> Grown(DataCatalog catalog, List<UserError> faults)
    {
        var taxonomies = new List<Taxonomy>();
        foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in Taxonomies)
        {
            try
            {
                taxonomies.Add(catalog.Taxonomies.TryGetValue(name, out Taxonomy? known) ? known.With(nodes) : new Taxonomy(name, nodes));
            }
            catch (UserErrorException fault)
            {
                faults.AddRange(fault.Errors);
            }
        }

        return taxonomies;
    }
}
