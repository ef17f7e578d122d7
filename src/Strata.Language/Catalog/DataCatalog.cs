namespace Strata.Language.Catalog;

/// <summary>
/// Everything that a definition may name: entities, collections, events and taxonomies (language.md section 1, catalog.md). Immutable:
/// what a user's files add makes a new catalog.
/// </summary>
public sealed class DataCatalog
{
    private readonly Dictionary<string, RowType> _collections;
    private readonly Dictionary<string, RowType> _events;
    private readonly Dictionary<string, Taxonomy> _taxonomies;

    /// <summary>Creates a catalog; names must be distinct within each kind, and no event may be named as a collection.</summary>
    public DataCatalog(
        RowType account,
        RowType contact,
        IEnumerable<RowType> collections,
        IEnumerable<RowType> events,
        IEnumerable<Taxonomy> taxonomies)
    {
        Account = account;
        Contact = contact;
        _collections = collections.ToDictionary(row => row.Name, StringComparer.Ordinal);
        _events = events.ToDictionary(row => row.Name, StringComparer.Ordinal);
        _taxonomies = taxonomies.ToDictionary(taxonomy => taxonomy.Name, StringComparer.Ordinal);
    }

    /// <summary>The accounts.</summary>
    public RowType Account { get; }

    /// <summary>The contacts.</summary>
    public RowType Contact { get; }

    /// <summary>The collections of an account other than its contacts, by name.</summary>
    public IReadOnlyDictionary<string, RowType> Collections => _collections;

    /// <summary>The event types, by name.</summary>
    public IReadOnlyDictionary<string, RowType> Events => _events;

    /// <summary>The taxonomies, by name.</summary>
    public IReadOnlyDictionary<string, Taxonomy> Taxonomies => _taxonomies;

    /// <summary>Every row type: account, contact, the collections, the events.</summary>
    public IEnumerable<RowType> RowTypes => new[] { Account, Contact }.Concat(_collections.Values).Concat(_events.Values);

    /// <summary>The entity's row type.</summary>
    public RowType Of(EntityKind entity) => entity == EntityKind.Account ? Account : Contact;

    /// <summary>The collection of that name, <c>contacts</c> included, or null.</summary>
    public RowType? FindCollection(string name) =>
        string.Equals(name, "contacts", StringComparison.Ordinal) ? Contact : _collections.GetValueOrDefault(name);

    /// <summary>The event type of that name, or null.</summary>
    public RowType? FindEvent(string name) => _events.GetValueOrDefault(name);

    /// <summary>The taxonomy of a field, or null where it has none.</summary>
    public Taxonomy? TaxonomyOf(FieldDefinition field) => field.Taxonomy is null ? null : _taxonomies.GetValueOrDefault(field.Taxonomy);

    /// <summary>A catalog in which the given row types replace those of the same kind and name, or are added.</summary>
    public DataCatalog With(IEnumerable<RowType> rowTypes, IEnumerable<Taxonomy>? taxonomies = null)
    {
        RowType account = Account, contact = Contact;
        var collections = new Dictionary<string, RowType>(_collections, StringComparer.Ordinal);
        var events = new Dictionary<string, RowType>(_events, StringComparer.Ordinal);
        foreach (RowType row in rowTypes)
        {
            switch (row.Kind)
            {
                case RowKind.Account: account = row; break;
                case RowKind.Contact: contact = row; break;
                case RowKind.Collection: collections[row.Name] = row; break;
                case RowKind.Event: events[row.Name] = row; break;
                default: throw new InvalidOperationException($"Unknown row kind {row.Kind}.");
            }
        }

        var trees = new Dictionary<string, Taxonomy>(_taxonomies, StringComparer.Ordinal);
        foreach (Taxonomy taxonomy in taxonomies ?? [])
        {
            trees[taxonomy.Name] = taxonomy;
        }

        return new DataCatalog(account, contact, collections.Values, events.Values, trees.Values);
    }
}
