using System.Globalization;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Schema;

/// <summary>The table <c>strata_meta(key, value)</c>: what the warehouse knows about itself.</summary>
internal static class MetaTable
{
    /// <summary>The key of the schema's version.</summary>
    public const string SchemaVersion = "schema_version";

    /// <summary>The key of the fingerprint of the catalog whose tables are there.</summary>
    public const string CatalogShape = "catalog_shape";

    /// <summary>The key of the catalog additions that files of definitions said.</summary>
    public const string CatalogFiles = "catalog_files";

    /// <summary>The key of the declared order of sources.</summary>
    public const string SourceOrder = "source_order";

    /// <summary>True where the database has the table.</summary>
    public static bool Exists(DuckDbConnection connection) =>
        connection.QueryScalar<bool>("SELECT count(*) > 0 FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'strata_meta'");

    /// <summary>The value of a key, or null.</summary>
    public static string? Read(DuckDbConnection connection, string key) =>
        connection.QueryScalar<string>("SELECT value FROM strata_meta WHERE key = ?", key);

    /// <summary>Sets the value of a key.</summary>
    public static void Write(DuckDbConnection connection, string key, string value) =>
        connection.Execute("INSERT OR REPLACE INTO strata_meta VALUES (?, ?)", key, value);

    /// <summary>The schema's version; 0 for a database without tables.</summary>
    public static int ReadVersion(DuckDbConnection connection) =>
        int.Parse(Read(connection, SchemaVersion) ?? "0", NumberStyles.None, CultureInfo.InvariantCulture);
}
