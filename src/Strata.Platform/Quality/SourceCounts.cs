using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Quality;

/// <summary>
/// Which source brought which fields, counted over whole tables: kept for each table until a row of it is another, so that millions of rows
/// are counted once and not whenever somebody asks. Thread-safe.
/// </summary>
public sealed class SourceCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (RowType Type, TableVersion Version, IReadOnlyList<(string Source, SourceField Field)> Fields)> _kept = new(StringComparer.Ordinal);

    /// <summary>What every source brought.</summary>
    /// <param name="connection">The connection to count with.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="cancellation">Stops the counting.</param>
    internal ILookup<string, SourceField> Read(DuckDbConnection connection, DataCatalog catalog, CancellationToken cancellation)
    {
        // The versions come first: what is written in between is counted again the next time.
        IReadOnlyDictionary<string, TableVersion> versions = TableVersions.Read(connection);
        return catalog.RowTypes.Where(type => type.Kind != RowKind.Event)
            .SelectMany(type => FieldsOf(connection, type, versions.GetValueOrDefault(TableNames.Table(type)), cancellation))
            .ToLookup(brought => brought.Source, brought => brought.Field, StringComparer.Ordinal);
    }

    private IReadOnlyList<(string Source, SourceField Field)> FieldsOf(DuckDbConnection connection, RowType type, TableVersion version, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(type.Name, out var kept) && ReferenceEquals(kept.Type, type) && kept.Version == version)
            {
                return kept.Fields;
            }
        }

        IReadOnlyList<(string Source, SourceField Field)> fields = Count(connection, type, cancellation);
        lock (_lock)
        {
            _kept[type.Name] = (type, version, fields);
        }

        return fields;
    }

    private static List<(string Source, SourceField Field)> Count(DuckDbConnection connection, RowType type, CancellationToken cancellation)
    {
        IReadOnlyList<FieldDefinition> fields = type.Fields;
        string counts = string.Concat(fields.Select(field => $", CAST(count({SqlIdentifier.Quote(field.Name)}) AS BIGINT)"));
        var rows = new Dictionary<(string Source, string Field), long>();
        connection.Query(
            $"SELECT _source{counts} FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE _source IS NOT NULL GROUP BY _source",
            [],
            row =>
            {
                for (int i = 0; i < fields.Count; i++)
                {
                    rows[(row.GetRequiredText(0), fields[i].Name)] = row.GetInt64(i + 1);
                }

                return true;
            },
            cancellation);
        connection.Query(
            $"SELECT source, field, CAST(count(DISTINCT ref) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.History(type))} WHERE source IS NOT NULL GROUP BY ALL",
            [],
            row =>
            {
                (string, string) key = (row.GetRequiredText(0), row.GetRequiredText(1));
                return rows[key] = Math.Max(rows.GetValueOrDefault(key), row.GetInt64(2));
            },
            cancellation);
        return [.. rows.Where(pair => pair.Value > 0 && type.Find(pair.Key.Field) is not null).Select(pair => (pair.Key.Source, new SourceField(type.Name, pair.Key.Field, pair.Value)))];
    }
}
