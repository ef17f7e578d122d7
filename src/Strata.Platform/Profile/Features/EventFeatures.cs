using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>The features that count events in windows before the instant.</summary>
internal sealed class EventFeatures(DuckDbConnection connection, DataCatalog catalog, CancellationToken cancellation)
{
    private const int MostValues = 12;
    private const int MostListed = 60;
    private const long Floor = 20;

    private static readonly int[] Windows = [30, 90, 365];
    private static readonly int[] ShortWindows = [30, 90];

    /// <summary>Those who decide.</summary>
    private static readonly string[] Deciders = ["C-level", "VP"];

    private readonly List<Feature> _features = [];

    public IReadOnlyList<Feature> Find()
    {
        foreach (RowType type in catalog.Events.Values.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            (long all, long ofContacts) = Count(type);
            if (all < Floor || type.Name == "stage_change")
            {
                continue;
            }

            Add(type, null, [], [], Windows, type.Name, type.Name);
            AddValues(type, all);
            if (ofContacts >= all / 5)
            {
                AddDeciders(type);
            }
        }

        return _features;
    }

    /// <summary>A count for each of the frequent values of a property in one window, each labelled with the value alone.</summary>
    public IEnumerable<Feature> Values(string type, string property, int days)
    {
        if (catalog.Events.GetValueOrDefault(type) is not { } events || events.Find(property) is not { } field)
        {
            return [];
        }

        return NamedValue.ReadFrequent(connection, catalog, events, field, MostListed, Floor, cancellation).Select(value => new Feature(
            $"{type} of {value.Name} in {days} days", FeatureFamily.Intent, FeatureKind.Number, value.Name)
        {
            Path = $"count({type} where {property} = {Feature.Quoted(value.Name)}) in last {days} days",
            IsCount = true,
            Recipe = new EventsRecipe(events, field, value.Spellings, [], days),
        });
    }

    private void AddValues(RowType type, long all)
    {
        foreach (FieldDefinition property in type.Fields.Where(field => field.Type == FieldType.Category && field.Name != "source"))
        {
            foreach (NamedValue value in NamedValue.ReadFrequent(connection, catalog, type, property, MostValues, Math.Max(Floor, all / 200), cancellation))
            {
                string of = $"{type.Name} of {(IsMain(type, property) ? "" : property.Name + " ")}{value.Name}";
                Add(type, property, value.Spellings, [], ShortWindows, of, $"{type.Name} where {property.Name} = {Feature.Quoted(value.Name)}");
            }
        }
    }

    private void AddDeciders(RowType type)
    {
        Taxonomy? taxonomy = catalog.TaxonomyOf(catalog.Contact.Find("seniority")!);
        string[] spellings = [.. Deciders.SelectMany(name => taxonomy?.Find(Language.Values.TextFolding.Fold(name)) is { } node ? Taxonomy.SpellingsOf(node) : [])];
        string where = $"{type.Name} where contact.seniority in ({string.Join(", ", Deciders.Select(Feature.Quoted))})";
        Add(type, null, [], spellings, ShortWindows, $"{type.Name} by {string.Join(" or ", Deciders)}", where);
    }

    private void Add(
        RowType type, FieldDefinition? property, IReadOnlyList<string> values, IReadOnlyList<string> seniorities, int[] windows, string name, string source)
    {
        FeatureFamily family = type.Name is "intent" or "news" or "review" ? FeatureFamily.Intent : FeatureFamily.Behavioural;
        foreach (int days in windows)
        {
            _features.Add(new Feature($"{name} in {days} days", family, FeatureKind.Number, $"{name.Replace('_', ' ')} in the {days} days before")
            {
                Path = $"count({source}) in last {days} days",
                IsCount = true,
                Detour = property is null && seniorities.Count == 0 ? 1 : 0,
                Recipe = new EventsRecipe(type, property, values, seniorities, days),
            });
        }
    }

    private static bool IsMain(RowType type, FieldDefinition property) =>
        ReferenceEquals(type.Fields.FirstOrDefault(field => field.Type == FieldType.Category && field.Name != "source"), property);

    private (long All, long OfContacts) Count(RowType type) => connection.Query(
        $"SELECT count(*), count({TableNames.ContactRef}) FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {TableNames.AccountRef} IS NOT NULL",
        [],
        row => (row.GetInt64(0), row.GetInt64(1)),
        cancellation)[0];
}
