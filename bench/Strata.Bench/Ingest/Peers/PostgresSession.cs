using System.Globalization;
using Npgsql;

namespace Strata.Bench.Ingest.Peers;

/// <summary>A batch is a transaction of two round trips: the events and the leaves they touched, then who came and went.</summary>
/// <param name="connection">The connection.</param>
/// <param name="sender">The number of the sender, whose accounts are nobody else's.</param>
internal sealed class PostgresSession(NpgsqlConnection connection, int sender) : IPeerSession
{
    private const string Insert = "INSERT INTO page_view SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::bigint[]) ON CONFLICT (id) DO NOTHING";

    /// <summary>The n-th newest instant of each leaf that reads what was seen; in an order of its own, so that no two wait for each other.</summary>
    private const string Hold =
        """
        INSERT INTO held (leaf, account, until)
        SELECT leaf.number, seen.account, nth.at + leaf.length
        FROM (SELECT DISTINCT * FROM unnest($1::int[], $2::int[]) AS seen (account, page)) AS seen
        JOIN leaf USING (page)
        CROSS JOIN LATERAL (
            SELECT at FROM page_view v WHERE v.account = seen.account AND v.page = seen.page ORDER BY at DESC OFFSET leaf.least - 1 LIMIT 1) AS nth
        ORDER BY 1, 2
        ON CONFLICT (leaf, account) DO UPDATE SET until = excluded.until
        RETURNING leaf, account, until
        """;

    private const string Enter = "INSERT INTO member SELECT * FROM unnest($1::int[], $2::int[]) ON CONFLICT DO NOTHING";
    private const string Leave = "DELETE FROM member m USING unnest($1::int[], $2::int[]) AS gone (segment, account) WHERE m.segment = gone.segment AND m.account = gone.account";
    private const string Expire = "DELETE FROM held WHERE until <= $1 AND account % 2 = $2 RETURNING leaf, account";

    private NpgsqlTransaction? _transaction;

    /// <inheritdoc/>
    public void Take(IReadOnlyList<PeerEvent> events, List<HeldLeaf> held)
    {
        _transaction = connection.BeginTransaction();
        using var batch = new NpgsqlBatch(connection, _transaction);
        int[] accounts = [.. events.Select(view => view.Account)], pages = [.. events.Select(view => view.Page)];
        Add(batch, Insert, events.Select(Id).ToArray(), accounts, pages, events.Select(view => view.At).ToArray());
        Add(batch, Hold, accounts, pages);
        Read(batch, reader => held.Add(new HeldLeaf(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(2))));
    }

    /// <inheritdoc/>
    public void Write(IReadOnlyList<HeldLeaf> held, IReadOnlyList<PeerChange> changes)
    {
        if (changes.Count > 0)
        {
            // Who goes and comes within a batch does both here, in whatever order: what counts is the last.
            PeerChange[] last = [.. changes.Reverse().DistinctBy(change => (change.Segment, change.Account))];
            using var batch = new NpgsqlBatch(connection, _transaction);
            AddChanges(batch, Enter, [.. last.Where(change => change.Entered)]);
            AddChanges(batch, Leave, [.. last.Where(change => !change.Entered)]);
            batch.ExecuteNonQuery();
        }

        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    /// <inheritdoc/>
    public void TakeExpired(long now, List<HeldLeaf> expired)
    {
        _transaction = connection.BeginTransaction();
        using var batch = new NpgsqlBatch(connection, _transaction);
        Add(batch, Expire, now, sender);
        Read(batch, reader => expired.Add(new HeldLeaf(reader.GetInt32(0), reader.GetInt32(1), now)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transaction?.Dispose();
        connection.Dispose();
    }

    private static void AddChanges(NpgsqlBatch batch, string sql, PeerChange[] changes) =>
        Add(batch, sql, changes.Select(change => change.Segment).ToArray(), changes.Select(change => change.Account).ToArray());

    private static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }

    private static void Read(NpgsqlBatch batch, Action<NpgsqlDataReader> read)
    {
        using NpgsqlDataReader reader = batch.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                read(reader);
            }
        }
        while (reader.NextResult());
    }

    private string Id(PeerEvent view) => string.Create(CultureInfo.InvariantCulture, $"node-next-{sender}:{view.Id}");
}
