using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>Counts the events of a type in the windows before each row's instant.</summary>
internal sealed class EventsReader
{
    private readonly FeatureRead _read;
    private readonly RowType _type;
    private readonly (int Place, EventsRecipe Recipe)[] _features;
    private readonly int[] _days;
    private readonly FieldDefinition[] _fields;
    private readonly bool _readsSeniority;
    private readonly Dictionary<int, SparseBuilder> _builders;

    private EventsReader(FeatureRead read, RowType type)
    {
        _read = read;
        _type = type;
        _features = [.. read.Of<EventsRecipe>()];
        _days = [.. _features.Select(feature => feature.Recipe.Days).Distinct().Order()];
        _fields = [.. _features.Select(feature => feature.Recipe.Property).OfType<FieldDefinition>().DistinctBy(field => field.Name, StringComparer.Ordinal)];
        _readsSeniority = _features.Any(feature => feature.Recipe.Seniorities.Count > 0);
        _builders = read.Builders(_features.Select(feature => feature.Place));
    }

    public static void Read(FeatureRead read, RowType type) => new EventsReader(read, type).Read();

    private void Read()
    {
        // What a value counts for depends on the shortest window that an event is in: one set of targets for each.
        SparseBuilder[][] ofAll = [.. _days.Select(days => Longer(days, recipe => recipe.Property is null && recipe.Seniorities.Count == 0).Select(pair => pair.Builder).ToArray())];
        ValueTargets[][] ofValues = [.. _days.Select(days => Targets(days).ToArray())];
        using (DuckDbResult result = _read.Query(Sql()))
        {
            while (result.ReadChunk())
            {
                Take(result, ofAll, ofValues);
            }
        }

        _read.Finish(_builders);
    }

    private IEnumerable<ValueTargets> Targets(int days)
    {
        foreach (FieldDefinition field in _fields)
        {
            yield return ValueTargets.Of(Longer(days, recipe => recipe.Property?.Name == field.Name).Select(pair => (pair.Recipe.Values, pair.Builder)));
        }

        if (_readsSeniority)
        {
            yield return ValueTargets.Of(Longer(days, recipe => recipe.Seniorities.Count > 0).Select(pair => (pair.Recipe.Seniorities, pair.Builder)));
        }
    }

    private IEnumerable<(EventsRecipe Recipe, SparseBuilder Builder)> Longer(int days, Func<EventsRecipe, bool> takes) =>
        _features.Where(feature => feature.Recipe.Days >= days && takes(feature.Recipe)).Select(feature => (feature.Recipe, _builders[feature.Place]));

    private string Sql()
    {
        string columns = string.Concat(_fields.Select(field => $", e.{SqlIdentifier.Quote(TableNames.Compared(field))}"));
        string seniority = _readsSeniority ? ", c.\"seniority.folded\"" : "";
        string contact = _readsSeniority ? $" LEFT JOIN contact c ON c.ref = e.{TableNames.ContactRef}" : "";
        string windows = string.Concat(_days.Select((days, at) => string.Create(
            CultureInfo.InvariantCulture, $" WHEN e.ts > r.eve - to_days({days}) THEN {at}")));
        return $"SELECT r.row, CASE{windows} END::BIGINT AS w, count(*)::DOUBLE{columns}{seniority} FROM {FeatureBuilder.Rows} r"
            + $" JOIN {SqlIdentifier.Quote(TableNames.Table(_type))} e ON e.{TableNames.AccountRef} = r.ref AND e.ts <= r.eve"
            + string.Create(CultureInfo.InvariantCulture, $" AND e.ts > r.eve - to_days({_days[^1]})") + contact + " GROUP BY ALL";
    }

    private static void Take(DuckDbResult result, SparseBuilder[][] ofAll, ValueTargets[][] ofValues)
    {
        ReadOnlySpan<long> rows = result.Column(0).Values<long>();
        ReadOnlySpan<long> windows = result.Column(1).Values<long>();
        ReadOnlySpan<double> counts = result.Column(2).Values<double>();
        for (int at = 0; at < rows.Length; at++)
        {
            foreach (SparseBuilder builder in ofAll[windows[at]])
            {
                builder.Add((int)rows[at], counts[at]);
            }

            ValueTargets[] targets = ofValues[windows[at]];
            for (int field = 0; field < targets.Length; field++)
            {
                targets[field].Take(rows[at], counts[at], result.Column(field + 3), at);
            }
        }
    }
}
