using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>The features that are rows of collections: technologies, people, products of ours, spend, and what users added.</summary>
internal sealed class RowFeatures(DuckDbConnection connection, DataCatalog catalog, FeatureRefusals refusals, CancellationToken cancellation)
{
    private const int MostValues = 100;

    /// <summary>A value of fewer rows than that is no kind of thing.</summary>
    private const long Floor = 3;

    private readonly List<Feature> _features = [];

    public IReadOnlyList<Feature> Find()
    {
        AddContacts();
        foreach (RowType rows in catalog.Collections.Values.OrderBy(rows => rows.Name, StringComparer.Ordinal))
        {
            switch (rows.Name)
            {
                case "opportunities": AddEarlierDeals(); break;
                case "spend": AddSpend(rows); break;
                case "subscriptions": AddCount(rows, FeatureFamily.Relationship, "products of ours"); AddFlags(rows, ["product"], FeatureFamily.Relationship); break;
                case "technologies": AddCount(rows, FeatureFamily.Technographic, "technologies"); AddFlags(rows, ["product", "vendor", "category"], FeatureFamily.Technographic); break;
                default: AddOther(rows); break;
            }
        }

        return _features;
    }

    private void AddContacts()
    {
        RowType contacts = catalog.Contact;
        AddCount(contacts, FeatureFamily.Relationship, "people known", "contacts");
        foreach (string name in (ReadOnlySpan<string>)["seniority", "department", "committee_role"])
        {
            FieldDefinition field = contacts.Find(name)!;
            foreach (NamedValue value in Values(contacts, field))
            {
                _features.Add(Counted($"contacts: {(name == "seniority" ? "" : name + " ")}{value.Name}", $"people known who are {value.Name}", FeatureFamily.Relationship, $"count(contacts where {name} = {Feature.Quoted(value.Name)})")
                    with
                { Recipe = new RowsRecipe(contacts, field, value.Spellings, RowsMeasure.Count) });
            }
        }
    }

    private void AddEarlierDeals()
    {
        _features.Add(Counted("deals won before", "deals won before", FeatureFamily.Relationship, "count(opportunities where is_won)") with { Recipe = new EarlierDealsRecipe(Won: true) });
        _features.Add(Counted("deals lost before", "deals lost before", FeatureFamily.Relationship, "count(opportunities where is_closed and not is_won)")
            with
        { Recipe = new EarlierDealsRecipe(Won: false) });
    }

    private void AddSpend(RowType rows)
    {
        FieldDefinition field = rows.Find("category")!;
        foreach (NamedValue value in Values(rows, field))
        {
            _features.Add(new Feature($"spend: {value.Name}", FeatureFamily.Value, FeatureKind.Number, $"spend on {value.Name}")
            {
                Path = $"sum(spend.amount where category = {Feature.Quoted(value.Name)})",
                IsCount = false,
                Recipe = new RowsRecipe(rows, field, value.Spellings, RowsMeasure.Amount),
            });
        }
    }

    private void AddOther(RowType rows)
    {
        if (rows.StartField is null && !refusals.Allows(rows.Name))
        {
            refusals.Add(rows.Name, "Its rows do not say since when they hold, so they may be younger than the deal.");
            return;
        }

        AddCount(rows, FeatureFamily.Firmographic, rows.Name.Replace('_', ' '));
        AddFlags(rows, [.. rows.Fields.Where(field => field.Type == FieldType.Category).Select(field => field.Name)], FeatureFamily.Firmographic);
    }

    private void AddCount(RowType rows, FeatureFamily family, string label, string? name = null)
    {
        name ??= rows.Name;
        _features.Add(Counted(name, label, family, $"count({name})") with { Recipe = new RowsRecipe(rows, null, [], RowsMeasure.Count) });
    }

    private void AddFlags(RowType rows, IReadOnlyList<string> fields, FeatureFamily family)
    {
        foreach (FieldDefinition field in fields.Select(rows.Find).OfType<FieldDefinition>())
        {
            // The first field names the row itself.
            string prefix = field.Name == fields[0] ? $"{rows.Name}: " : $"{rows.Name}: {field.Name} ";
            foreach (NamedValue value in Values(rows, field))
            {
                _features.Add(new Feature($"{prefix}{value.Name}", family, FeatureKind.Flag, $"{(field.Name == fields[0] ? "" : field.Name + " ")}{value.Name}")
                {
                    Clause = $"any({rows.Name} where {field.Name} = {Feature.Quoted(value.Name)})",
                    Detour = field.Name == fields[0] ? 0 : 1,
                    Recipe = new RowsRecipe(rows, field, value.Spellings, RowsMeasure.Any),
                });
            }
        }
    }

    private IReadOnlyList<NamedValue> Values(RowType rows, FieldDefinition field) =>
        NamedValue.ReadFrequent(connection, catalog, rows, field, MostValues, Floor, cancellation);

    private static Feature Counted(string name, string label, FeatureFamily family, string path) =>
        new(name, family, FeatureKind.Number, label) { Path = path, IsCount = true };
}
