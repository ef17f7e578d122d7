using Strata.Index.Source;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Versions;

namespace Strata.Platform.Audiences;

/// <summary>Feeds the index from the warehouse. Uses one connection, and so one call at a time.</summary>
/// <param name="connection">The connection.</param>
/// <param name="reader">Knows the history.</param>
public sealed class WarehouseIndexSource(DuckDbConnection connection, SegmentReader reader) : IIndexSource
{
    private IReadOnlyDictionary<string, TableVersion>? _versions;

    /// <inheritdoc/>
    public long VersionOf(RowType row) => (_versions ??= TableVersions.Read(connection)).GetValueOrDefault(TableNames.Table(row)).Version;

    /// <summary>Forgets the versions, so that they are read again: after data was loaded.</summary>
    public void Refresh() => _versions = null;

    /// <summary>Reads the versions again.</summary>
    /// <returns>True where they are others than before, so that something was written since.</returns>
    public bool RefreshVersions()
    {
        IReadOnlyDictionary<string, TableVersion>? before = _versions;
        _versions = TableVersions.Read(connection);
        return before is null || before.Count != _versions.Count || _versions.Any(pair => before.GetValueOrDefault(pair.Key) != pair.Value);
    }

    /// <inheritdoc/>
    public bool ChangedAfter(RowType row, string field, long asOf) => reader.History.ChangedAfter(TableNames.Table(row), field, asOf);

    /// <inheritdoc/>
    public long NewestChange => reader.History.Newest;

    /// <inheritdoc/>
    public long CountRows(RowType row) => connection.QueryScalar<long>($"SELECT count(*) FROM {Table(row)}");

    /// <inheritdoc/>
    public void Read(RowType row, IReadOnlyList<string> columns, Action<RowChunk> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(read);
        string list = string.Join(", ", columns.Select(SqlIdentifier.Quote));

        // A load that failed on this connection may have left it reading in any order.
        connection.Execute("SET SESSION preserve_insertion_order = true");
        using DuckDbResult result = connection.Query($"SELECT {list} FROM {Table(row)}", [], cancellation: cancellation);
        var chunk = new ResultChunk(result);
        while (result.ReadChunk())
        {
            read(chunk);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> FindRefs(EntityKind of, IReadOnlyList<string> ids, CancellationToken cancellation) => connection.Query(
        $"SELECT ref FROM {Entity(of)} WHERE id IN (SELECT unnest($1::VARCHAR[]))", [DuckDbValue.List([.. ids])], row => row.GetInt64(0), cancellation);

    /// <inheritdoc/>
    public IReadOnlyList<long> OrderById(EntityKind of, IReadOnlyList<long> refs, CancellationToken cancellation)
    {
        using var table = MemberTable.Create(connection, refs, cancellation);
        return connection.Query(
            $"SELECT ref FROM {Entity(of)} WHERE ref IN (SELECT ref FROM {SqlIdentifier.Quote(TableNames.Members)}) ORDER BY id",
            [],
            row => row.GetInt64(0),
            cancellation);
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> RefsWithHistory(RowType row, string field, CancellationToken cancellation) => connection.Query(
        $"SELECT DISTINCT ref FROM {SqlIdentifier.Quote(TableNames.History(row))} WHERE field = $1", [field], found => found.GetInt64(0), cancellation);

    private static string Table(RowType row) => SqlIdentifier.Quote(TableNames.Table(row));

    private static string Entity(EntityKind of) => of == EntityKind.Account ? "account" : "contact";

    /// <summary>The current chunk of a result.</summary>
    private sealed class ResultChunk(DuckDbResult result) : RowChunk
    {
        public override int Count => result.RowCount;

        public override bool IsAllKnown(int column) => result.Column(column).IsAllValid;

        public override bool IsKnown(int column, int row) => !result.Column(column).IsNull(row);

        public override ReadOnlySpan<long> Longs(int column) => result.Column(column).Values<long>();

        public override ReadOnlySpan<bool> Booleans(int column) => result.Column(column).Values<bool>();

        public override ReadOnlySpan<byte> Text(int column, int row) => result.Column(column).Utf8(row);

        public override int ListLength(int column, int row) => result.Column(column).ListRange(row).Length;

        public override ReadOnlySpan<byte> ListText(int column, int row, int item)
        {
            DuckDbColumn list = result.Column(column);
            return list.Items().Utf8(list.ListRange(row).Start + item);
        }
    }
}
