using NodaTime;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;

namespace Strata.Bench.Peers;

/// <summary>DuckDB in the same process: the definition as the printer writes it, over the warehouse itself.</summary>
internal sealed class DuckDbPeer(SegmentReader reader) : ICountPeer
{
    private static readonly AsOf Now = new(Microseconds.FromInstant(CountTime.Now), DateTimeZone.Utc);

    /// <inheritdoc/>
    public string Key => "duckdb";

    /// <inheritdoc/>
    public string Name => "DuckDB";

    /// <inheritdoc/>
    public string Version => DuckDbDatabase.EngineVersion;

    /// <inheritdoc/>
    public void Load(DuckDbConnection source, IReadOnlyList<CountTable> tables, CancellationToken cancellation)
    {
        // The rows are where they were made.
    }

    /// <inheritdoc/>
    public long Count(CountAsk asked, CancellationToken cancellation) => reader.Count(asked.Plan, Now, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reader and its connection belong to the caller.
    }
}
