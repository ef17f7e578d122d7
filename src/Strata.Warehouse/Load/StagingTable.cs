using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Load;

/// <summary>
/// A temporary table of typed rows that wait to be applied; a row's number in messages is its <c>rowid</c> + 1. Columns: the keys of its
/// kind (account and contact: <c>id</c>; contact and collections: the account as written; events: <c>id, ts, account_key,
/// contact_key, source, _raw</c>), a column for each of <see cref="Fields"/>, and <c>_observed_at</c>. Values are trimmed and not folded.
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

        foreach (FieldDefinition field in ComparedFields())
        {
            yield return (field.Name, FieldColumns.SqlType(field.Type));
        }

        yield return ("_observed_at", "TIMESTAMP");
    }

    /// <summary>The fields whose columns are not keys of the kind: what upserts compare.</summary>
    internal IEnumerable<FieldDefinition> ComparedFields() => Fields.Where(field => !IsKeyColumn(field.Name));

    /// <summary>SQL that adds the folded forms of <see cref="ComparedFields"/> to the columns of a query; begins with a comma where there are any.</summary>
    /// <param name="alias">The staging table's name in the query.</param>
    internal string FoldedColumns(string alias) => string.Concat(ComparedFields().Where(field => field.IsFolded).Select(field =>
        $", {FieldColumns.Fold(field.Type, $"{alias}.{SqlIdentifier.Quote(field.Name)}")} AS {SqlIdentifier.Quote(FieldColumns.Folded(field.Name))}"));

    /// <summary>The columns that <see cref="ComparedFields"/> have in the type's own table.</summary>
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
            ("source", "VARCHAR"), ("_raw", "VARCHAR"),
        ],
        _ => throw new InvalidOperationException($"Unknown row kind {type.Kind}."),
    };
}
