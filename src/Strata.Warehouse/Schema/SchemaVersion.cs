using Strata.Language;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Schema;

/// <summary>Brings a database to the newest version of the schema, one step after another.</summary>
internal static class SchemaVersion
{
    /// <summary>Runs the steps that the database does not have yet; does nothing where it has them all.</summary>
    /// <param name="connection">A connection without a transaction.</param>
    /// <param name="migrations">Every step there is, in order.</param>
    /// <param name="place">The database's place, for a person.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>data-directory</c>: the database was written by a newer version, or is not Strata's; it is left as it was.
    /// </exception>
    public static void Upgrade(DuckDbConnection connection, IReadOnlyList<Migration> migrations, string place)
    {
        int version = MetaTable.Exists(connection) ? MetaTable.ReadVersion(connection) : 0;
        int newest = migrations[^1].Version;
        if (version > newest)
        {
            throw new UserErrorException(
                "data-directory",
                $"{place} was written by a newer Strata: its schema has version {version}, this one knows versions up to {newest}.",
                fix: "Update Strata, or use another directory with --data.");
        }

        if (version == 0)
        {
            RefuseForeign(connection, place);
        }

        foreach (Migration migration in migrations)
        {
            if (migration.Version > version)
            {
                migration.Apply(connection);
            }
        }
    }

    private static void RefuseForeign(DuckDbConnection connection, string place)
    {
        if (connection.QueryScalar<long>("SELECT count(*) FROM duckdb_tables()") > 0)
        {
            throw new UserErrorException(
                "data-directory",
                $"{place} is a DuckDB database of something else: it has tables, but none of Strata's.",
                fix: "Use another directory with --data.");
        }
    }
}
