using Strata.Language.Catalog;

namespace Strata.Warehouse.Load;

/// <summary>The tables of a row type.</summary>
internal static class RowTables
{
    /// <summary>The table of the rows.</summary>
    public static string Table(RowType type) => type.Kind == RowKind.Event ? $"event_{type.Name}" : type.Name;

    /// <summary>The table of the history of the rows' fields.</summary>
    public static string History(RowType type) => $"{Table(type)}_history";

    /// <summary>The column that names a row: what an upsert finds it by.</summary>
    public static string KeyColumn(RowType type) => type.Kind == RowKind.Collection ? "row_key" : "id";
}
