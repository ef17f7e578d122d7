using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>Reads the rows of a collection that had started on the eve of each row's instant.</summary>
internal static class RowsReader
{
    public static void Read(FeatureRead read, RowType type)
    {
        (int Place, RowsRecipe Recipe)[] features = [.. read.Of<RowsRecipe>()];
        Dictionary<int, SparseBuilder> builders = read.Builders(features.Select(feature => feature.Place));
        SparseBuilder[] ofAll = [.. features.Where(feature => feature.Recipe.Field is null).Select(feature => builders[feature.Place])];
        FieldDefinition[] fields = [.. features.Select(feature => feature.Recipe.Field).OfType<FieldDefinition>().DistinctBy(field => field.Name, StringComparer.Ordinal)];
        ValueTargets[] targets = [.. fields.Select(field => ValueTargets.Of(
            features.Where(feature => feature.Recipe.Field?.Name == field.Name).Select(feature => (feature.Recipe.Values, builders[feature.Place]))))];
        bool sums = features.Any(feature => feature.Recipe.Measure == RowsMeasure.Amount);
        using (DuckDbResult result = read.Query(Sql(type, fields, sums)))
        {
            while (result.ReadChunk())
            {
                Take(result, targets, ofAll);
            }
        }

        read.Finish(builders);
    }

    private static string Sql(RowType type, FieldDefinition[] fields, bool sums)
    {
        string columns = string.Concat(fields.Select(field => $", t.{SqlIdentifier.Quote(TableNames.Compared(field))}"));
        string started = type.StartField is { } start ? $" AND (t.{SqlIdentifier.Quote(start)} IS NULL OR t.{SqlIdentifier.Quote(start)} <= r.eve)" : "";
        return $"SELECT r.row, {(sums ? "coalesce(t.amount, 0) / 10000.0::DOUBLE" : "1::DOUBLE")}{columns} FROM {FeatureBuilder.Rows} r"
            + $" JOIN {SqlIdentifier.Quote(TableNames.Table(type))} t ON t.{TableNames.AccountRef} = r.ref{started}";
    }

    private static void Take(DuckDbResult result, ValueTargets[] targets, SparseBuilder[] ofAll)
    {
        ReadOnlySpan<long> rows = result.Column(0).Values<long>();
        for (int at = 0; at < rows.Length; at++)
        {
            foreach (SparseBuilder builder in ofAll)
            {
                builder.Add((int)rows[at], 1);
            }
        }

        Parallel.For(0, targets.Length, field => targets[field].Take(result.Column(0).Values<long>(), result.Column(1).Values<double>(), result.Column(field + 2)));
    }
}

/// <summary>The features that a value of a field counts for.</summary>
internal sealed class ValueTargets
{
    private readonly TextCodes<SparseBuilder[]> _byText = new();

    public static ValueTargets Of(IEnumerable<(IReadOnlyList<string> Values, SparseBuilder Builder)> features)
    {
        var targets = new ValueTargets();
        foreach (IGrouping<string, SparseBuilder> value in features
            .SelectMany(feature => feature.Values.Select(text => (text, feature.Builder)))
            .GroupBy(pair => pair.text, pair => pair.Builder, StringComparer.Ordinal))
        {
            targets._byText[value.Key] = [.. value];
        }

        return targets;
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<double> values, DuckDbColumn column)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            Take(rows[at], values[at], column, at);
        }
    }

    public void Take(long row, double value, DuckDbColumn column, int at)
    {
        if (!column.IsNull(at) && _byText.TryGet(column.Utf8(at), out SparseBuilder[]? builders))
        {
            foreach (SparseBuilder builder in builders!)
            {
                builder.Add((int)row, value);
            }
        }
    }
}

/// <summary>Reads how many deals were closed before each row's instant.</summary>
internal static class EarlierDealsReader
{
    private const string Sql =
        "SELECT r.row, count(*) FILTER (o.is_won), count(*) FILTER (NOT coalesce(o.is_won, false)) FROM " + FeatureBuilder.Rows
        + " r JOIN opportunities o ON o.account_ref = r.ref AND o.is_closed AND o.closed_at <= r.eve AND (o.created_at IS NULL OR o.created_at <= r.eve) GROUP BY 1";

    public static void Read(FeatureRead read)
    {
        (int Place, EarlierDealsRecipe Recipe)[] features = [.. read.Of<EarlierDealsRecipe>()];
        Dictionary<int, SparseBuilder> builders = read.Builders(features.Select(feature => feature.Place));
        using (DuckDbResult result = read.Query(Sql))
        {
            while (result.ReadChunk())
            {
                ReadOnlySpan<long> rows = result.Column(0).Values<long>();
                foreach ((int place, EarlierDealsRecipe recipe) in features)
                {
                    ReadOnlySpan<long> counts = result.Column(recipe.Won ? 1 : 2).Values<long>();
                    for (int at = 0; at < rows.Length; at++)
                    {
                        if (counts[at] > 0)
                        {
                            builders[place].Add((int)rows[at], counts[at]);
                        }
                    }
                }
            }
        }

        read.Finish(builders);
    }
}
