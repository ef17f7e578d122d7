using Npgsql;
using Strata.Bench.Peers;
using Strata.Index.Bitmaps;

namespace Strata.Bench.Ingest.Peers;

/// <summary>
/// PostgreSQL, in a schema that is made here and dropped at the end: a table of the events, once each by their id, with an index that
/// gives an account's newest views of a page; a table of the leaves that hold, with an index by when they are due; a table of the members.
/// A batch is one transaction, and committed when it is acknowledged.
/// </summary>
internal sealed class PostgresIngestPeer : IIngestPeer
{
    private static readonly string[] Tables =
    [
        "CREATE TABLE page_view (id text PRIMARY KEY, account int NOT NULL, page int NOT NULL, at bigint NOT NULL)",
        "CREATE INDEX ON page_view (account, page, at DESC)",
        "CREATE TABLE leaf (number int NOT NULL, page int NOT NULL, least int NOT NULL, length bigint NOT NULL)",
        "CREATE TABLE held (leaf int, account int, until bigint NOT NULL, PRIMARY KEY (leaf, account))",
        "CREATE INDEX ON held (until)",
        "CREATE TABLE member (segment int, account int, PRIMARY KEY (segment, account))",
    ];

    private readonly PostgresSchema _schema;

    private PostgresIngestPeer(PostgresSchema schema) => _schema = schema;

    /// <inheritdoc/>
    public string Key => "postgres";

    /// <inheritdoc/>
    public string Name => "PostgreSQL " + _schema.Connection.PostgreSqlVersion;

    /// <summary>Its processes may be another user's, whose memory nobody else may look at.</summary>
    public long? MemoryMib => null;

    /// <inheritdoc/>
    public long DiskMib
    {
        get
        {
            const string Sql = "SELECT sum(pg_total_relation_size(oid)) / 1048576 FROM pg_class WHERE relnamespace = 'strata_bench_ingest'::regnamespace AND relkind = 'r'";
            using var command = new NpgsqlCommand(Sql, _schema.Connection);
            return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Makes the tables.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <exception cref="Strata.Language.UserErrorException">There is no such server, or the schema is there already.</exception>
    public static PostgresIngestPeer Open(string connectionString)
    {
        var peer = new PostgresIngestPeer(PostgresSchema.Create(connectionString, "strata_bench_ingest"));
        foreach (string table in Tables)
        {
            PostgresSchema.Execute(peer._schema.Connection, table, CancellationToken.None);
        }

        for (int leaf = 0; leaf < BenchLeaf.Count; leaf++)
        {
            using var command = new NpgsqlCommand("INSERT INTO leaf VALUES ($1, $2, $3, $4)", peer._schema.Connection)
            {
                Parameters =
                {
                    new() { Value = leaf }, new() { Value = BenchLeaf.All[leaf].Page }, new() { Value = BenchLeaf.All[leaf].Least }, new() { Value = BenchLeaf.All[leaf].Length },
                },
            };
            command.ExecuteNonQuery();
        }

        return peer;
    }

    /// <inheritdoc/>
    public IPeerSession Connect(int sender) => new PostgresSession(_schema.Connect(), sender);

    /// <inheritdoc/>
    public IReadOnlyList<Bitmap> Members(int segments, int accounts)
    {
        Bitmap[] members = [.. Enumerable.Range(0, segments).Select(_ => new Bitmap(accounts))];
        using var command = new NpgsqlCommand("SELECT segment, account FROM member", _schema.Connection);
        using NpgsqlDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            members[rows.GetInt32(0)].Add(rows.GetInt32(1));
        }

        return members;
    }

    /// <inheritdoc/>
    public void Dispose() => _schema.Dispose();
}
