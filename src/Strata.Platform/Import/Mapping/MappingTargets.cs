using Strata.Language.Catalog;
using Strata.Platform.Import.Preview;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Import.Mapping;

/// <summary>What columns of a kind of file can go to.</summary>
internal static class MappingTargets
{
    private const int MostSuggestions = 4;

    private static readonly (string Name, string Description)[] EntityKeys = [("id", "The id in the system that the file comes from"), ("deleted", "Whether the row is deleted there"), ("observed_at", "As of when the row is true")];
    private static readonly (string Name, string Description)[] RowKeys = [("account", "Whose row it is: the account's id, domain or name"), ("deleted", "Whether the row is deleted there"), ("observed_at", "As of when the row is true")];
    private static readonly (string Name, string Description)[] EventKeys = [("ts", "When it happened"), ("type", "What happened"), ("id", "The event's id: it counts once"), ("account", "Whose event it is"), ("contact", "Who did it")];
    private static readonly (string Name, string Description)[] HistoryKeys = [("key", "Which record changed"), ("field", "Which field changed"), ("value", "What it changed to"), ("ts", "When it changed")];

    /// <summary>The fields and keys that a file's columns can go to.</summary>
    public static IReadOnlyList<MappingTarget> Of(ImportMap map, DataCatalog catalog)
    {
        IEnumerable<FieldDefinition> fields = map.Kind switch
        {
            "accounts" => catalog.Account.Fields,
            "contacts" => catalog.Contact.Fields,
            "events" => EventFields(map, catalog),
            "opportunity_stages" or "field_history" => [],
            _ => catalog.FindCollection(map.Kind)?.Fields ?? [],
        };
        (string Name, string Description)[] keys = map.Kind switch
        {
            "accounts" or "contacts" => EntityKeys,
            "events" => EventKeys,
            "opportunity_stages" or "field_history" => HistoryKeys,
            _ => RowKeys,
        };
        FieldDefinition[] all = [.. fields.DistinctBy(field => field.Name, StringComparer.Ordinal)];
        return
        [
            .. keys.Where(key => all.All(field => field.Name != key.Name)).Select(key => new MappingTarget(key.Name, null, key.Description)),
            .. all.Select(field => new MappingTarget(field.Name, field.Type, field.Description)),
        ];
    }

    /// <summary>The targets that a column might go to, the likeliest first.</summary>
    public static IReadOnlyList<string> Suggest(ImportMap map, ColumnMap column, ColumnProfile profile, IReadOnlyList<MappingTarget> targets)
    {
        string squeezed = HeaderName.Squeeze(column.Column);
        IReadOnlyList<HeaderEntry> entries = HeaderDictionary.Find(map.Kind)?.Entries ?? [];
        return
        [
            .. targets
                .Select(target => (target.Name, Score: Score(target, squeezed, entries, profile)))
                .Where(scored => scored.Score > 0)
                .OrderByDescending(scored => scored.Score)
                .Select(scored => scored.Name)
                .Take(MostSuggestions),
        ];
    }

    private static IEnumerable<FieldDefinition> EventFields(ImportMap map, DataCatalog catalog)
    {
        IEnumerable<RowType> types = map.EventType is { } type && catalog.FindEvent(type) is { } only ? [only] : catalog.Events.Values;
        return types.SelectMany(row => row.Fields);
    }

    private static double Score(MappingTarget target, string squeezed, IReadOnlyList<HeaderEntry> entries, ColumnProfile profile)
    {
        if (target.Type is { } type && type is FieldType.Number or FieldType.Money or FieldType.Boolean or FieldType.Date && !profile.Is(type, 0.6))
        {
            return 0;
        }

        string name = HeaderName.Squeeze(target.Name);
        bool spelled = entries.Any(entry => entry.Target == target.Name && entry.Spellings.Contains(squeezed, StringComparer.Ordinal));
        return spelled ? 3 : name == squeezed ? 2 : squeezed.Contains(name, StringComparison.Ordinal) || name.Contains(squeezed, StringComparison.Ordinal) ? 1 : 0;
    }
}
