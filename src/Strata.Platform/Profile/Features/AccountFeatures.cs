using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>The features that are fields of the account.</summary>
internal sealed class AccountFeatures(DuckDbConnection connection, DataCatalog catalog, FeatureRefusals refusals, CancellationToken cancellation)
{
    /// <summary>A category with more different values names accounts rather than kinds of them.</summary>
    private const int MostCategories = 1000;

    /// <summary>A text with at most so many values is as good as a category.</summary>
    private const int MostTexts = 50;

    private const int MostItems = 100;

    /// <summary>On how many rows a value must be found, on average, for the field to describe kinds of accounts.</summary>
    private const int LeastAverage = 3;

    private readonly List<Feature> _features = [];

    public IReadOnlyList<Feature> Find()
    {
        foreach (FieldDefinition field in catalog.Account.Fields)
        {
            if (!refusals.Refuses(field))
            {
                Add(field);
            }
        }

        return _features;
    }

    private void Add(FieldDefinition field)
    {
        string label = field.Name.Replace('_', ' ');
        switch (field.Type)
        {
            case FieldType.Number or FieldType.Money:
                _features.Add(new Feature(field.Name, FeatureFamily.Firmographic, FeatureKind.Number, label) { Path = field.Name, Detour = field.Type == FieldType.Money ? 1 : 0, Recipe = new NumberRecipe(field) });
                break;
            case FieldType.Boolean:
                _features.Add(new Feature(field.Name, FeatureFamily.Firmographic, FeatureKind.Flag, label) { Clause = field.Name, Recipe = new BooleanRecipe(field) });
                break;
            case FieldType.Date when !IsRecordKeeping(field):
                _features.Add(new Feature($"years since {field.Name}", FeatureFamily.Firmographic, FeatureKind.Number, $"years since {label}") { Recipe = new AgeRecipe(field) });
                break;
            case FieldType.Set:
                AddItems(field);
                break;
            case FieldType.Category or FieldType.Text:
                AddCategory(field, label);
                break;
        }
    }

    /// <summary>Codes and smaller places say by the way what the industry and the country say.</summary>
    private static int DetourOf(FieldDefinition field) => field.Name is "naics" or "sic" or "region" or "state" or "city" ? 2 : 0;

    /// <summary>When a record was made says when somebody sold, not to whom.</summary>
    private static bool IsRecordKeeping(FieldDefinition field) => field.Name is "created_at" or "updated_at" or "verified_at";

    private void AddItems(FieldDefinition field)
    {
        string folded = Strata.Language.Sql.SqlIdentifier.Quote(Strata.Language.Sql.TableNames.Folded(field));
        string written = Strata.Language.Sql.SqlIdentifier.Quote(field.Name);
        var items = connection.Query(
            $"SELECT item, min(written), count(*) FROM (SELECT unnest({folded}) AS item, unnest({written}) AS written FROM account) WHERE item IS NOT NULL GROUP BY 1 HAVING count(*) >= $1 ORDER BY 3 DESC, 1 LIMIT $2",
            [LeastAverage, MostItems],
            row => (Folded: row.GetRequiredText(0), Written: row.GetText(1) ?? row.GetRequiredText(0)),
            cancellation);
        foreach ((string item, string name) in items)
        {
            _features.Add(new Feature($"{field.Name}: {name}", FeatureFamily.Firmographic, FeatureKind.Flag, $"{field.Name} {name}")
            {
                Clause = $"{field.Name} has any ({Feature.Quoted(name)})",
                Recipe = new ItemRecipe(field, item),
            });
        }
    }

    private void AddCategory(FieldDefinition field, string label)
    {
        int most = field.Type == FieldType.Text ? MostTexts : MostCategories;
        if (NamedValue.Read(connection, catalog, catalog.Account, field, most, cancellation) is not { Count: > 0 } values
            || values.Sum(value => value.Count) < LeastAverage * (long)values.Count)
        {
            return;
        }

        Dictionary<string, string> names = values
            .SelectMany(value => value.Spellings.Select(spelling => (spelling, value.Name)))
            .ToDictionary(pair => pair.spelling, pair => pair.Name, StringComparer.Ordinal);
        FeatureFamily family = field.Taxonomy is "geography" or "state" || field.Name is "city" ? FeatureFamily.Geographic : FeatureFamily.Firmographic;
        _features.Add(new Feature(field.Name, family, FeatureKind.Category, label) { Path = field.Name, Detour = DetourOf(field), Recipe = new CategoryRecipe(field, names) });
        if (catalog.TaxonomyOf(field) is { } taxonomy)
        {
            _features.AddRange(Groups(field, family, label, taxonomy, values, names));
        }
    }

    /// <summary>Each node of the taxonomy above several of the values, unless a node below it has the same ones.</summary>
    private static IEnumerable<Feature> Groups(
        FieldDefinition field, FeatureFamily family, string label, Taxonomy taxonomy, IReadOnlyList<NamedValue> values, Dictionary<string, string> names)
    {
        var below = new Dictionary<TaxonomyNode, (SortedSet<string> Members, int Height)>();
        foreach (NamedValue value in values)
        {
            int height = 0;
            for (TaxonomyNode? node = taxonomy.Find(value.Spellings[0]); node is not null; node = taxonomy.ParentOf(node), height++)
            {
                (SortedSet<string> members, int before) = below.GetValueOrDefault(node, (new SortedSet<string>(StringComparer.Ordinal), 0));
                members.Add(value.Name);
                below[node] = (members, Math.Max(before, height));
            }
        }

        return below
            .Where(pair => pair.Value.Members.Count >= 2 && pair.Value.Members.Count < values.Count)
            .GroupBy(pair => string.Join('\n', pair.Value.Members), StringComparer.Ordinal)
            .Select(same => same.MinBy(pair => pair.Value.Height))
            .OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => new Feature($"{field.Name} under {pair.Key.Name}", family, FeatureKind.Flag, $"{label} {pair.Key.Name}")
            {
                Clause = $"{field.Name} under {Feature.Quoted(pair.Key.Name)}",
                GroupOf = field.Name,
                Detour = DetourOf(field) + 1,
                Recipe = new GroupRecipe(field, names, pair.Value.Members),
            });
    }
}
