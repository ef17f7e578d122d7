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
            rows.Add(catalog.Collections.TryGetValue(row.Name, out RowType? known) ? Extended(known, row, faults) : row);
        }

        foreach (RowType row in Events)
        {
            RefuseSameName(row, catalog.FindCollection(row.Name) ?? Collections.FirstOrDefault(other => IsNamed(other.Name, row.Name)), faults);
            rows.Add(catalog.FindEvent(row.Name) is { } known ? Extended(known, row, faults) : row);
        }

        List<Taxonomy> taxonomies = Grown(catalog, faults);
        foreach (RowType row in rows)
        {
            RefuseUnknownTaxonomies(row, catalog, taxonomies, faults);
        }

        return faults.Count == 0 ? catalog.With(rows, taxonomies) : throw new UserErrorException(faults);
    }

    /// <summary>These additions and then others: a field or node of the same name is replaced, a collection or event gets the fields of both.</summary>
    public CatalogAdditions Plus(CatalogAdditions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var taxonomies = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(Taxonomies, StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in other.Taxonomies)
        {
            taxonomies[name] = taxonomies.TryGetValue(name, out IReadOnlyList<TaxonomyNode>? known) ? Joined(known, nodes, node => node.Name) : nodes;
        }

        return new CatalogAdditions(
            Joined(AccountFields, other.AccountFields, field => field.Name),
            Joined(ContactFields, other.ContactFields, field => field.Name),
            Joined(Collections, other.Collections),
            Joined(Events, other.Events),
            taxonomies);
    }

    /// <summary>These additions without what others name: their fields and nodes, and collections and events that have no field left.</summary>
    public CatalogAdditions Minus(CatalogAdditions other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var taxonomies = new Dictionary<string, IReadOnlyList<TaxonomyNode>>(StringComparer.Ordinal);
        foreach ((string name, IReadOnlyList<TaxonomyNode> nodes) in Taxonomies)
        {
            List<TaxonomyNode> left = Left(nodes, other.Taxonomies.GetValueOrDefault(name) ?? [], node => node.Name);
            if (left.Count > 0)
            {
                taxonomies[name] = left;
            }
        }

        return new CatalogAdditions(
            Left(AccountFields, other.AccountFields, field => field.Name),
            Left(ContactFields, other.ContactFields, field => field.Name),
            Left(Collections, other.Collections),
            Left(Events, other.Events),
            taxonomies);
    }

    private static List<RowType> Joined(IReadOnlyList<RowType> first, IReadOnlyList<RowType> second)
    {
        var rows = first.ToList();
        foreach (RowType row in second)
        {
            int at = rows.FindIndex(other => IsNamed(other.Name, row.Name));
            if (at < 0)
            {
                rows.Add(row);
            }
            else
            {
                rows[at] = rows[at].With(row);
            }
        }

        return rows;
    }

    private static List<T> Joined<T>(IReadOnlyList<T> first, IReadOnlyList<T> second, Func<T, string> nameOf) => [.. Left(first, second, nameOf), .. second];

    private static List<RowType> Left(IReadOnlyList<RowType> rows, IReadOnlyList<RowType> taken)
    {
        var left = new List<RowType>();
        foreach (RowType row in rows)
        {
            RowType? other = taken.FirstOrDefault(candidate => IsNamed(candidate.Name, row.Name));
            List<FieldDefinition> fields = Left(row.Fields, other?.Fields ?? [], field => field.Name);
            if (other is null || fields.Count > 0)
            {
                left.Add(new RowType(row.Kind, row.Name, fields, row.StartField, row.KeyFields, row.Description));
            }
        }

        return left;
    }

    private static List<T> Left<T>(IReadOnlyList<T> items, IReadOnlyList<T> taken, Func<T, string> nameOf)
    {
        var names = taken.Select(nameOf).ToHashSet(StringComparer.Ordinal);
        return [.. items.Where(item => !names.Contains(nameOf(item)))];
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

    private static RowType Extended(RowType known, RowType addition, List<UserError> faults)
    {
        if (addition.KeyFields.Count > 0 && !addition.KeyFields.SequenceEqual(known.KeyFields, StringComparer.Ordinal))
        {
            faults.Add(new UserError(
                "format",
                $"The key of '{known.Name}' is {(known.KeyFields.Count == 0 ? "the whole row" : string.Join(", ", known.KeyFields))}, and its rows are known by it.",
                Fix: "Leave out the key, or give the collection another name."));
        }

        Extended(known, addition.Fields, faults);
        return known.With(addition);
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
