using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Query;

/// <summary>
/// The refs of members in a temporary table of the connection, for <see cref="SegmentReader.ListMembers"/>. A connection has one at a
/// time; disposing it takes it away.
/// </summary>
public sealed class MemberTable : IDisposable
{
    private readonly DuckDbConnection _connection;

    private MemberTable(DuckDbConnection connection) => _connection = connection;

    /// <summary>Writes refs to the table.</summary>
    public static MemberTable Create(DuckDbConnection connection, IEnumerable<long> refs, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(refs);
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {SqlIdentifier.Quote(TableNames.Members)} (ref BIGINT)");
        var table = new MemberTable(connection);
        try
        {
            table.Fill(refs, cancellation);
            return table;
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Execute($"DROP TABLE IF EXISTS {SqlIdentifier.Quote(TableNames.Members)}");

    private void Fill(IEnumerable<long> refs, CancellationToken cancellation)
    {
        using DuckDbAppender appender = _connection.CreateAppender(TableNames.Members);
        int row = 0;
        foreach (long reference in refs)
        {
            appender.Column(0).Values<long>()[row++] = reference;
            if (row == appender.ChunkCapacity)
            {
                cancellation.ThrowIfCancellationRequested();
                appender.AppendChunk(row);
                row = 0;
            }
        }

        appender.AppendChunk(row);
        appender.Complete();
    }
}
