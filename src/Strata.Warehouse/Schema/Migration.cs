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
        new(
            2,
            "Merges of accounts and contacts, and what it takes to undo them",
            [
                """
                CREATE TABLE strata_merge(
                    id BIGINT NOT NULL, of VARCHAR NOT NULL, keep_ref BIGINT NOT NULL, keep_id VARCHAR NOT NULL, other_ref BIGINT NOT NULL,
                    other_id VARCHAR NOT NULL, other_name VARCHAR, merged_at TIMESTAMP NOT NULL, author VARCHAR NOT NULL, undone_at TIMESTAMP,
                    accounts BIGINT[] NOT NULL, contacts BIGINT[] NOT NULL)
                """,
                "CREATE TABLE strata_merge_image(merge_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, ref BIGINT NOT NULL, role VARCHAR NOT NULL, partner BIGINT NOT NULL, image VARCHAR NOT NULL)",
                "CREATE TABLE strata_merge_row(merge_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, what VARCHAR NOT NULL, ref BIGINT, key VARCHAR, observed_at TIMESTAMP)",
                """
                CREATE TABLE strata_merge_said(
                    merge_id BIGINT NOT NULL, field VARCHAR NOT NULL, observed_at TIMESTAMP NOT NULL, value VARCHAR, folded VARCHAR, source VARCHAR NOT NULL)
                """,
                "CREATE TABLE strata_alias(of VARCHAR NOT NULL, kind VARCHAR NOT NULL, value VARCHAR NOT NULL, ref BIGINT NOT NULL, merge_id BIGINT NOT NULL)",
            ]),
        new(
            3,
            "Which change of each table was its last",
            [
                "CREATE TABLE strata_table_version(table_name VARCHAR PRIMARY KEY, version BIGINT NOT NULL, rewritten BIGINT NOT NULL)",

                // Tables of rows have one of these columns; what they hold by now counts as written now.
                """
                INSERT INTO strata_table_version
                SELECT DISTINCT table_name, epoch_us(now()), epoch_us(now()) FROM duckdb_columns()
                WHERE schema_name = 'main' AND NOT internal AND NOT starts_with(table_name, 'strata_') AND column_name IN ('_source', '_raw')
                """,
            ]),
        new(
            4,
            "How far the journal of what was ingested is applied, and what could not be",
            [
                // One row: the first group of the journal that is not wholly applied, and the instant as of which what is before it was.
                "CREATE TABLE strata_ingest(position BIGINT NOT NULL, instant BIGINT NOT NULL)",

                // The ids of messages that left no row in a table of events.
                "CREATE TABLE strata_message(id VARCHAR NOT NULL)",
                """
                CREATE TABLE strata_dead_letter(
                    id BIGINT NOT NULL, received_at TIMESTAMP NOT NULL, write_key VARCHAR NOT NULL, kind VARCHAR NOT NULL, ip VARCHAR, user_agent VARCHAR,
                    reason VARCHAR NOT NULL, message VARCHAR NOT NULL, replayed_at TIMESTAMP)
                """,
            ]),
        new(
            5,
            "Who entered and left which segment, when and why",
            [
                // Numbers ascend without gaps; instant is the one as of which it is so.
                """
                CREATE TABLE strata_membership_log(
                    number BIGINT NOT NULL, segment VARCHAR NOT NULL, version BIGINT NOT NULL, of VARCHAR NOT NULL, ref BIGINT NOT NULL,
                    entity_id VARCHAR NOT NULL, entered BOOLEAN NOT NULL, instant TIMESTAMP NOT NULL, cause VARCHAR NOT NULL, cause_id VARCHAR)
                """,
            ]),
        new(
            6,
            "Whose the ids of the tracking API are, the user's own ranges of addresses, and what was not kept",
            [
                """
                CREATE TABLE strata_link(
                    id BIGINT NOT NULL, kind VARCHAR NOT NULL, key VARCHAR NOT NULL, contact_ref BIGINT, account_ref BIGINT,
                    linked_at TIMESTAMP NOT NULL, cause VARCHAR NOT NULL, undone_at TIMESTAMP)
                """,

                // Whose the events were that a link gave to its account.
                """
                CREATE TABLE strata_link_event(
                    link_id BIGINT NOT NULL, table_name VARCHAR NOT NULL, event_id VARCHAR NOT NULL, account_ref BIGINT NOT NULL, attribution VARCHAR)
                """,
                """
                CREATE TABLE strata_ip_range(
                    first VARCHAR NOT NULL, last VARCHAR NOT NULL, account_key VARCHAR NOT NULL, confidence DOUBLE NOT NULL, PRIMARY KEY (first, last))
                """,
                "CREATE TABLE strata_dropped(day DATE NOT NULL, reason VARCHAR NOT NULL, messages BIGINT NOT NULL, PRIMARY KEY (day, reason))",
            ]),
        new(
            7,
            "Accounts and contacts that a person called different",
            ["CREATE TABLE strata_distinct(of VARCHAR NOT NULL, first_ref BIGINT NOT NULL, second_ref BIGINT NOT NULL, decided_at TIMESTAMP NOT NULL, author VARCHAR NOT NULL)"]),
        new(
            8,
            "What a request said for all of its messages, with those of them that could not be taken",
            [
                // The signals of its headers, and a JSON object of what else stood beside its messages; null in letters from before.
                "ALTER TABLE strata_dead_letter ADD COLUMN privacy INTEGER",
                "ALTER TABLE strata_dead_letter ADD COLUMN beside VARCHAR",
            ]),
        new(
            9,
            "Values of properties of stored events that are still to be brought into the tables of events",
            ["CREATE TABLE strata_amendment(table_name VARCHAR NOT NULL, property VARCHAR NOT NULL, id VARCHAR NOT NULL, ts TIMESTAMP NOT NULL, value BIGINT NOT NULL)"]),
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
