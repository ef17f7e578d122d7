using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>A value of a category as it occurs in the data.</summary>
/// <param name="Name">The name of its node in the taxonomy, else one way it is written.</param>
/// <param name="Spellings">The folded spellings that occur.</param>
/// <param name="Count">How many rows have it.</param>
internal sealed record NamedValue(string Name, IReadOnlyList<string> Spellings, long Count)
{
    /// <summary>So many rows for each value that is allowed are looked at first.</summary>
    private const long SampleOf = 4;

    /// <summary>The values of a column, the most frequent first; null where there are more different ones than <paramref name="most"/>.</summary>
    public static IReadOnlyList<NamedValue>? Read(
        DuckDbConnection connection, DataCatalog catalog, RowType rows, FieldDefinition field, int most, CancellationToken cancellation)
    {
        string folded = SqlIdentifier.Quote(TableNames.Folded(field)), written = SqlIdentifier.Quote(field.Name);
        string known = rows.Kind == RowKind.Account ? "" : $" AND {TableNames.AccountRef} IS NOT NULL";
        string source = $"{SqlIdentifier.Quote(TableNames.Table(rows))} WHERE {folded} IS NOT NULL{known}";

        // Where a few rows have too many values already, as names do, the others need not be read.
        if (connection.QueryScalar<long>($"SELECT count(DISTINCT {folded}) FROM (SELECT {folded} FROM {source} LIMIT $1)", SampleOf * (long)most) > most)
        {
            return null;
        }

        List<NamedValue> read = connection.Query(
            $"SELECT {folded}, min({written}), count(*) FROM {source} GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT $1",
            [(long)most + 1],
            row => new NamedValue(row.GetRequiredText(1), [row.GetRequiredText(0)], row.GetInt64(2)),
            cancellation);
        return read.Count > most ? null : Merge(read, catalog.TaxonomyOf(field));
    }

    /// <summary>As <see cref="Read"/>, but only the most frequent ones where there are many.</summary>
    public static IReadOnlyList<NamedValue> ReadFrequent(
        DuckDbConnection connection, DataCatalog catalog, RowType rows, FieldDefinition field, int most, long floor, CancellationToken cancellation)
    {
        IReadOnlyList<NamedValue> values = Read(connection, catalog, rows, field, most * 50, cancellation) ?? [];
        return [.. values.Where(value => value.Count >= floor).Take(most)];
    }

    private static IReadOnlyList<NamedValue> Merge(List<NamedValue> read, Taxonomy? taxonomy) => taxonomy is null
        ? read
        : [.. read
            .GroupBy(value => taxonomy.Find(value.Spellings[0])?.Name ?? value.Name, StringComparer.Ordinal)
            .Select(group => new NamedValue(group.Key, [.. group.SelectMany(value => value.Spellings)], group.Sum(value => value.Count)))
            .OrderByDescending(value => value.Count)
            .ThenBy(value => value.Name, StringComparer.Ordinal)];
}
