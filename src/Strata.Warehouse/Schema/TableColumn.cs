namespace Strata.Warehouse.Schema;

/// <summary>A column of a table of the warehouse.</summary>
/// <param name="Name">Its name, not quoted.</param>
/// <param name="Type">Its type in DuckDB's SQL, as <c>duckdb_columns()</c> writes it.</param>
public readonly record struct TableColumn(string Name, string Type)
{
    /// <summary><c>name type</c>.</summary>
    public override string ToString() => $"{Name} {Type}";
}
