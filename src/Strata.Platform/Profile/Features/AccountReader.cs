using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>Reads the fields of accounts, each as of the row's instant.</summary>
internal sealed class AccountReader
{
    private const double MicrosecondsPerYear = 365.2425 * 86_400e6;

    private readonly FeatureRead _read;
    private readonly List<DuckDbValue> _values = [];
    private readonly List<string> _joins = [];
    private readonly FieldDefinition[] _fields;

    private AccountReader(FeatureRead read)
    {
        _read = read;
        _fields = [.. read.Of<AccountFieldRecipe>().Select(pair => pair.Recipe.Field).DistinctBy(field => field.Name, StringComparer.Ordinal)];
    }

    public static void Read(FeatureRead read) => new AccountReader(read).Read();

    private void Read()
    {
        IFieldSink[][] sinks = [.. _fields.Select(field => Sinks(field).ToArray())];
        string columns = string.Concat(_fields.Select(field => $", {Column(field)}"));
        string sql = $"SELECT r.row, r.eve{columns} FROM {FeatureBuilder.Rows} r JOIN account a ON a.ref = r.ref{string.Concat(_joins)}";
        using (DuckDbResult result = _read.Query(sql, _values.ToArray()))
        {
            while (result.ReadChunk())
            {
                Parallel.For(0, _fields.Length, field =>
                {
                    foreach (IFieldSink sink in sinks[field])
                    {
                        sink.Take(result.Column(0).Values<long>(), result.Column(1).Values<long>(), result.Column(field + 2));
                    }
                });
            }
        }

        foreach (IFieldSink sink in sinks.SelectMany(sink => sink))
        {
            sink.Finish();
        }
    }

    private string Column(FieldDefinition field)
    {
        string column = SqlIdentifier.Quote(TableNames.Compared(field));
        if (!_read.Workspace.Reader.History.HasHistory("account", field.Name))
        {
            return $"a.{column}";
        }

        string alias = $"h{_joins.Count + 1}";
        _values.Add(field.Name);
        _joins.Add($" LEFT JOIN ({Past($"${_values.Count}")}) {alias} ON {alias}.row = r.row");
        string value = new DuckDbDialect().FromHistory(field.Type, field.IsFolded ? $"{alias}.folded" : $"{alias}.value");
        return $"CASE WHEN {alias}.row IS NULL THEN a.{column} ELSE {value} END";
    }

    /// <summary>Of each row whose field has a history, the last observation at or before its instant, else the first there is.</summary>
    private static string Past(string field) =>
        "SELECT r.row, s.value, s.folded FROM " + FeatureBuilder.Rows + " r JOIN (SELECT ref, value, folded,"
        + " CASE WHEN row_number() OVER w = 1 THEN '-infinity'::TIMESTAMP ELSE observed_at END AS since,"
        + " coalesce(lead(observed_at) OVER w, 'infinity'::TIMESTAMP) AS until"
        + $" FROM account_history WHERE field = {field} WINDOW w AS (PARTITION BY ref ORDER BY observed_at)) s"
        + " ON s.ref = r.ref AND r.eve >= s.since AND r.eve < s.until";

    private IEnumerable<IFieldSink> Sinks(FieldDefinition field)
    {
        foreach ((int place, AccountFieldRecipe recipe) in _read.Of<AccountFieldRecipe>())
        {
            if (recipe.Field.Name != field.Name || recipe is ItemRecipe or CategoryRecipe or GroupRecipe)
            {
                continue;
            }

            yield return recipe switch
            {
                NumberRecipe => new NumberSink(_read, place, (value, _) => value / (double)FixedDecimal.UnitsPerOne),
                AgeRecipe => new NumberSink(_read, place, (date, at) => date > at ? double.NaN : (at - date) / MicrosecondsPerYear),
                BooleanRecipe => new BooleanSink(_read, place),
                _ => throw new InvalidOperationException($"Unknown recipe {recipe.GetType().Name}."),
            };
        }

        (int Place, CategoryRecipe Recipe)[] categories = [.. _read.Of<CategoryRecipe>().Where(pair => pair.Recipe.Field.Name == field.Name)];
        (int Place, GroupRecipe Recipe)[] groups = [.. _read.Of<GroupRecipe>().Where(pair => pair.Recipe.Field.Name == field.Name)];
        if (categories.Length + groups.Length > 0)
        {
            yield return new CategorySink(_read, categories, groups);
        }

        (int Place, ItemRecipe Recipe)[] items = [.. _read.Of<ItemRecipe>().Where(pair => pair.Recipe.Field.Name == field.Name)];
        if (items.Length > 0)
        {
            yield return new ItemSink(_read, items);
        }
    }
}
