using System.Security.Cryptography;
using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Schema;

/// <summary>The tables of a catalog: one for each row type, and one for its history where it has one.</summary>
public static class CatalogTables
{
    private static readonly TableColumn[] Provenance =
    [
        new("_source", "VARCHAR"), new("_observed_at", "TIMESTAMP"), new("_verified_at", "TIMESTAMP"),
    ];

    private static readonly TableColumn[] History =
    [
        new("ref", "BIGINT"), new("field", "VARCHAR"), new("observed_at", "TIMESTAMP"), new("value", "VARCHAR"), new("folded", "VARCHAR"),
        new("source", "VARCHAR"),
    ];

    /// <summary>The columns of a row type's table, in order.</summary>
    public static IReadOnlyList<TableColumn> ColumnsOf(RowType row)
    {
        IEnumerable<TableColumn> fields = row.Fields.SelectMany(ColumnsOf);
        return row.Kind switch
        {
            RowKind.Account => [new("ref", "BIGINT"), new("id", "VARCHAR"), .. fields, .. Provenance],
            RowKind.Contact =>
                [new("ref", "BIGINT"), new("id", "VARCHAR"), new(TableNames.AccountRef, "BIGINT"), .. fields, .. Provenance],
            RowKind.Collection =>
            [
                new("ref", "BIGINT"), new("row_key", "VARCHAR"), new(TableNames.AccountRef, "BIGINT"), new("account_key", "VARCHAR"),
                .. fields, .. Provenance,
            ],
            RowKind.Event =>
            [
                new("id", "VARCHAR"), new("ts", "TIMESTAMP"), new(TableNames.AccountRef, "BIGINT"), new(TableNames.ContactRef, "BIGINT"),
                new("account_key", "VARCHAR"), new("contact_key", "VARCHAR"), .. EventFields(row), new("_raw", "VARCHAR"),
                new(TableNames.AnonymousId, "VARCHAR"), new(TableNames.Attribution, "VARCHAR"),
            ],
            _ => throw new InvalidOperationException($"Unknown row kind {row.Kind}."),
        };
    }

    /// <summary>The columns of a field: one, or two (as written and folded) for text, category and set.</summary>
    public static IReadOnlyList<TableColumn> ColumnsOf(FieldDefinition field)
    {
        string type = field.Type switch
        {
            FieldType.Text or FieldType.Category => "VARCHAR",
            FieldType.Set => "VARCHAR[]",
            FieldType.Number or FieldType.Money => "BIGINT",
            FieldType.Boolean => "BOOLEAN",
            FieldType.Date => "TIMESTAMP",
            _ => throw new InvalidOperationException($"Unknown field type {field.Type}."),
        };
        return field.IsFolded ? [new(field.Name, type), new(TableNames.Folded(field), type)] : [new(field.Name, type)];
    }

    /// <summary>The columns of a history table.</summary>
    public static IReadOnlyList<TableColumn> HistoryColumns => History;

    /// <summary>Every table of a catalog with its columns.</summary>
    public static IEnumerable<(string Table, IReadOnlyList<TableColumn> Columns)> TablesOf(DataCatalog catalog)
    {
        foreach (RowType row in catalog.RowTypes)
        {
            yield return (TableNames.Table(row), ColumnsOf(row));
            if (row.Kind != RowKind.Event)
            {
                yield return (TableNames.History(row), History);
            }
        }
    }

    /// <summary>
    /// Creates the tables and columns that the catalog needs and the database does not have; all or nothing, and nothing at all where
    /// the database was brought to the same catalog before. Nothing is ever dropped.
    /// </summary>
    /// <param name="connection">A connection without a transaction, to a database that has Strata's own tables.</param>
    /// <param name="catalog">The catalog.</param>
    /// <exception cref="InvalidOperationException">A column is there with another type.</exception>
    public static void Ensure(DuckDbConnection connection, DataCatalog catalog)
    {
        if (IsUpToDate(connection, catalog))
        {
            return;
        }

        using DuckDbTransaction transaction = connection.BeginTransaction();
        EnsureWithin(connection, catalog);
        transaction.Commit();
    }

    /// <summary>As <see cref="Ensure"/>, within the caller's transaction.</summary>
    public static void EnsureWithin(DuckDbConnection connection, DataCatalog catalog)
    {
        List<(string Table, IReadOnlyList<TableColumn> Columns)> tables = [.. TablesOf(catalog)];
        string shape = ShapeOf(tables);
        if (string.Equals(MetaTable.Read(connection, MetaTable.CatalogShape), shape, StringComparison.Ordinal))
        {
            return;
        }

        Dictionary<string, Dictionary<string, string>> existing = ReadExisting(connection);
        foreach ((string table, IReadOnlyList<TableColumn> columns) in tables)
        {
            if (existing.TryGetValue(table, out Dictionary<string, string>? present))
            {
                AddMissing(connection, table, columns, present);
            }
            else
            {
                string list = string.Join(", ", columns.Select(column => $"{SqlIdentifier.Quote(column.Name)} {column.Type}"));
                connection.Execute($"CREATE TABLE {SqlIdentifier.Quote(table)}({list})");
            }
        }

        MetaTable.Write(connection, MetaTable.CatalogShape, shape);
    }

    /// <summary>Takes away, within the caller's transaction, the tables and columns that one catalog has and another does not.</summary>
    internal static void DropWithin(DuckDbConnection connection, DataCatalog from, DataCatalog to)
    {
        Dictionary<string, IReadOnlyList<TableColumn>> wanted = TablesOf(to).ToDictionary(table => table.Table, table => table.Columns, StringComparer.Ordinal);
        foreach ((string table, IReadOnlyList<TableColumn> columns) in TablesOf(from))
        {
            if (!wanted.TryGetValue(table, out IReadOnlyList<TableColumn>? left))
            {
                connection.Execute($"DROP TABLE {SqlIdentifier.Quote(table)}");
                continue;
            }

            foreach (TableColumn column in columns.Except(left))
            {
                connection.Execute($"ALTER TABLE {SqlIdentifier.Quote(table)} DROP COLUMN {SqlIdentifier.Quote(column.Name)}");
            }
        }
    }

    private static bool IsUpToDate(DuckDbConnection connection, DataCatalog catalog) => string.Equals(
        MetaTable.Read(connection, MetaTable.CatalogShape), ShapeOf([.. TablesOf(catalog)]), StringComparison.Ordinal);

    /// <summary>Every event has a source, whether its definition lists it or not.</summary>
    private static IEnumerable<TableColumn> EventFields(RowType row)
    {
        var source = new FieldDefinition("source", FieldType.Category);
        return (row.Find(source.Name) is null ? row.Fields.Prepend(source) : row.Fields).SelectMany(ColumnsOf);
    }

    private static void AddMissing(
        DuckDbConnection connection, string table, IReadOnlyList<TableColumn> columns, Dictionary<string, string> present)
    {
        foreach (TableColumn column in columns)
        {
            if (!present.TryGetValue(column.Name, out string? type))
            {
                connection.Execute($"ALTER TABLE {SqlIdentifier.Quote(table)} ADD COLUMN {SqlIdentifier.Quote(column.Name)} {column.Type}");
            }
            else if (!string.Equals(type, column.Type, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The column {table}.{column.Name} has the type {type}, but the catalog makes it {column.Type}.");
            }
        }
    }

    private static Dictionary<string, Dictionary<string, string>> ReadExisting(DuckDbConnection connection)
    {
        var tables = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        connection.Query(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal",
            [],
            row =>
            {
                string table = row.GetRequiredText(0);
                if (!tables.TryGetValue(table, out Dictionary<string, string>? columns))
                {
                    tables[table] = columns = new Dictionary<string, string>(StringComparer.Ordinal);
                }

                return columns[row.GetRequiredText(1)] = row.GetRequiredText(2);
            });
        return tables;
    }

    /// <summary>A fingerprint of the tables, the same whatever the order of the row types.</summary>
    private static string ShapeOf(IEnumerable<(string Table, IReadOnlyList<TableColumn> Columns)> tables)
    {
        var text = new StringBuilder();
        foreach ((string table, IReadOnlyList<TableColumn> columns) in tables.OrderBy(table => table.Table, StringComparer.Ordinal))
        {
            text.Append(table).Append('(').AppendJoin(',', columns).Append(')').Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
