using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Schema;

/// <summary>One step of the schema from a version to the next. Never changed once released: a mistake is mended by a further step.</summary>
/// <param name="Version">The version that the step leads to; the first is 1, and each next is one more.</param>
/// <param name="Description">What it does, for a person.</param>
/// <param name="Statements">The statements, in order.</param>
internal sealed record Migration(int Version, string Description, IReadOnlyList<string> Statements)
{
    /// <summary>Every step there is, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(
            1,
            "Strata's own tables",
            [
                "CREATE TABLE strata_meta(key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)",
                "CREATE TABLE strata_catalog(kind VARCHAR NOT NULL, name VARCHAR NOT NULL, definition VARCHAR NOT NULL, PRIMARY KEY (kind, name))",
                """
                CREATE TABLE strata_import(
                    id BIGINT PRIMARY KEY, file_name VARCHAR, content_sha256 VARCHAR, kind VARCHAR, source VARCHAR,
                    rows BIGINT, accepted BIGINT, rejected BIGINT, unchanged BIGINT, started_at TIMESTAMP, finished_at TIMESTAMP)
                """,
                "CREATE TABLE strata_source(name VARCHAR PRIMARY KEY, kind VARCHAR NOT NULL, precedence INTEGER NOT NULL)",
            ]),
    ];

    /// <summary>Runs the step and records its version, all or nothing.</summary>
    public void Apply(DuckDbConnection connection)
    {
        using DuckDbTransaction transaction = connection.BeginTransaction();
        foreach (string statement in Statements)
        {
            connection.Execute(statement);
        }

        MetaTable.Write(connection, MetaTable.SchemaVersion, Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        transaction.Commit();
    }
}
