using Strata.Index;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Audiences;

/// <summary>
/// The one index of a process that serves many sessions. Every question sees what is committed when it is asked, all of it as of one
/// instant. Thread-safe; questions take turns.
/// </summary>
/// <param name="warehouse">The data.</param>
/// <param name="options">How the index works, asked for when it is made.</param>
public sealed class SharedAudienceIndex(WarehouseStore warehouse, Func<IndexOptions> options) : IDisposable
{
    private readonly Lock _turn = new();
    private Parts? _parts;
    private bool _isHeld;

    /// <summary>The index as an engine asks it. Disposing what is given leaves the shared index as it is.</summary>
    public IAudienceIndex Use() => new View(this);

    /// <summary>
    /// Lets the calling thread ask several questions of the same data, until it disposes the result: all of them as of one instant of the
    /// warehouse. Others wait meanwhile.
    /// </summary>
    public IDisposable Hold()
    {
        _turn.Enter();
        try
        {
            if (_isHeld)
            {
                throw new InvalidOperationException("The index is held already.");
            }

            DuckDbTransaction snapshot = Current().Begin();
            _isHeld = true;
            return new Held(this, snapshot);
        }
        catch
        {
            _turn.Exit();
            throw;
        }
    }

    /// <summary>Keeps what was built since the last time for the next process.</summary>
    public void Checkpoint(CancellationToken cancellation)
    {
        lock (_turn)
        {
            _parts?.Index.Checkpoint(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _parts?.Dispose();
            _parts = null;
        }
    }

    private T Ask<T>(Func<AudienceIndex, T> question)
    {
        lock (_turn)
        {
            if (_isHeld)
            {
                return question(_parts!.Index);
            }

            Parts parts = Current();
            using DuckDbTransaction snapshot = parts.Begin();
            return question(parts.Index);
        }
    }

    /// <summary>What stands on the catalog of now.</summary>
    private Parts Current()
    {
        if (_parts is { } parts && !ReferenceEquals(parts.Catalog, warehouse.Catalog))
        {
            parts.Dispose();
            _parts = null;
        }

        return _parts ??= new Parts(warehouse, options());
    }

    private sealed class Held(SharedAudienceIndex shared, DuckDbTransaction snapshot) : IDisposable
    {
        public void Dispose()
        {
            shared._isHeld = false;
            snapshot.Dispose();
            shared._turn.Exit();
        }
    }

    private sealed class View(SharedAudienceIndex shared) : IAudienceIndex
    {
        public long? Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => shared.Ask(index => index.Count(plan, asOf, cancellation));

        public Bitmap? Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => shared.Ask(index => index.Members(plan, asOf, cancellation));

        public void Dispose()
        {
        }
    }

    /// <summary>What stands on one catalog.</summary>
    private sealed class Parts : IDisposable
    {
        private readonly DuckDbConnection _connection;
        private readonly SegmentReader _reader;
        private readonly WarehouseIndexSource _source;

        public Parts(WarehouseStore warehouse, IndexOptions options)
        {
            Catalog = warehouse.Catalog;
            _connection = warehouse.Connect();
            _reader = new SegmentReader(_connection, Catalog);
            _source = new WarehouseIndexSource(_connection, _reader);
            Index = new AudienceIndex(_source, Catalog, options);
        }

        public DataCatalog Catalog { get; }

        public AudienceIndex Index { get; }

        /// <summary>Begins a question: from here on the connection sees what is committed now, and nothing later.</summary>
        public DuckDbTransaction Begin()
        {
            DuckDbTransaction snapshot = _connection.BeginTransaction();

            // Reading how far back fields changed costs much more than seeing that nothing was written since.
            if (_source.RefreshVersions())
            {
                _reader.Refresh();
            }

            return snapshot;
        }

        public void Dispose()
        {
            Index.Dispose();
            _connection.Dispose();
        }
    }
}
