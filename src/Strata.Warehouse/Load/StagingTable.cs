using Strata.Language.Catalog;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>
/// A temporary table of typed rows that wait to be applied; a row's number in messages is its <c>rowid</c> + 1. Columns: the keys of its
/// kind (account and contact: <c>id</c>; contact and collections: the account as written; events: <c>id, ts, account_key,
/// contact_key, source, "source.folded", _raw</c>), the columns of <see cref="Fields"/>, and <c>_observed_at</c>.
/// </summary>
/// <param name="Name">The temporary table's name.</param>
/// <param name="Type">The rows' type.</param>
/// <param name="Fields">The fields that the rows speak of; the others are left as they are.</param>
/// <param name="Clears">Fields of which a missing value means that there is none; for the others it says nothing.</param>
public sealed record StagingTable(string Name, RowType Type, IReadOnlyList<FieldDefinition> Fields, IReadOnlySet<string> Clears)
{
    /// <summary>The columns in order, with their SQL types.</summary>
    public IEnumerable<(string Column, string SqlType)> Columns()
    {
        foreach ((string Column, string SqlType) key in KeyColumns(Type))
        {
            yield return key;
        }

        foreach ((string Column, string SqlType) column in Fields.SelectMany(FieldColumns.Of))
        {
            if (!IsKeyColumn(column.Column))
            {
                yield return column;
            }
        }

        yield return ("_observed_at", "TIMESTAMP");
    }

    /// <summary>The fields whose columns are not keys of the kind: what upserts compare.</summary>
    internal IEnumerable<FieldDefinition> ComparedFields() => Fields.Where(field => !IsKeyColumn(field.Name));

    /// <summary>The columns of <see cref="ComparedFields"/>.</summary>
    internal IEnumerable<string> FieldColumnNames() => ComparedFields().SelectMany(FieldColumns.Of).Select(column => column.Column);

    /// <summary>Creates the table, empty; a table of that name goes first.</summary>
    public void Create(DuckDbConnection connection)
    {
        string columns = string.Join(", ", Columns().Select(column => $"{SqlIdentifier.Quote(column.Column)} {column.SqlType}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {SqlIdentifier.Quote(Name)} ({columns})");
    }

    private bool IsKeyColumn(string name) => KeyColumns(Type).Any(key => string.Equals(key.Column, name, StringComparison.Ordinal));

    private static IEnumerable<(string Column, string SqlType)> KeyColumns(RowType type) => type.Kind switch
    {
        RowKind.Account => [("id", "VARCHAR")],
        RowKind.Contact => [("id", "VARCHAR"), ("account_key", "VARCHAR")],
        RowKind.Collection => [("account_key", "VARCHAR")],
        RowKind.Event =>
        [
            ("id", "VARCHAR"), ("ts", "TIMESTAMP"), ("account_key", "VARCHAR"), ("contact_key", "VARCHAR"),
            ("source", "VARCHAR"), ("source.folded", "VARCHAR"), ("_raw", "VARCHAR"),
        ],
        _ => throw new InvalidOperationException($"Unknown row kind {type.Kind}."),
    };
}
