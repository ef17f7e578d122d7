using Strata.Index.Rows;
using Strata.Language.Catalog;
using Strata.Language.Sql;

namespace Strata.Index.Checkpoints;

/// <summary>Which structure, and of which data.</summary>
/// <param name="FileName">The name of its file.</param>
/// <param name="Key">What it is: a structure of the same name may be another one in another catalog.</param>
/// <param name="Dependencies">Versions and orders that it was made of; of others it would be another structure.</param>
internal sealed record CheckpointKey(string FileName, string Key, IReadOnlyList<long> Dependencies)
{
    /// <summary>Which rows there are, in which order. That of events depends on that of the contacts.</summary>
    public static CheckpointKey Rows(RowType type, long version, RowSet? contacts) => new(
        $"{TableNames.Table(type)}.rows", $"rows of {type.Kind}", contacts is null ? [version] : [version, contacts.Order]);

    /// <summary>The values of a field.</summary>
    public static CheckpointKey Column(RowSet rows, FieldDefinition field) => new(
        $"{TableNames.Table(rows.Type)}.{field.Name}.column", $"values of {rows.Type.Kind}, {field.Type}", [rows.Version, rows.Order]);

    /// <summary>The accounts of each category of a field.</summary>
    public static CheckpointKey Accounts(RowSet rows, FieldDefinition field) => new(
        $"{TableNames.Table(rows.Type)}.{field.Name}.accounts",
        $"accounts of {rows.Type.Kind}, {field.Type}",
        [rows.Version, rows.Order, rows.AccountOffsets!.Length - 1]);
}
