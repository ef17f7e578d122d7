using Strata.Index;
using Strata.Language;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>The engines over one warehouse, by name. Used by one thread at a time.</summary>
public sealed class AudienceEngines : IDisposable
{
    /// <summary>The index in memory, which is the default.</summary>
    public const string Index = "index";

    /// <summary>The warehouse.</summary>
    public const string DuckDb = "duckdb";

    /// <summary>Every engine, compared.</summary>
    public const string All = "all";

    private readonly SegmentReader _reader;
    private readonly Func<IAudienceIndex> _index;
    private readonly WarehouseIndexSource _source;
    private readonly Dictionary<string, IAudienceEngine> _engines = new(StringComparer.Ordinal);

    /// <summary>Creates the engines; each comes into being when it is first asked for.</summary>
    /// <param name="connection">The connection that they read with.</param>
    /// <param name="reader">The reader over that connection.</param>
    /// <param name="index">How the index works; null for its defaults.</param>
    /// <param name="shared">The index to ask; null for one of their own.</param>
    public AudienceEngines(DuckDbConnection connection, SegmentReader reader, IndexOptions? index = null, SharedAudienceIndex? shared = null)
    {
        _reader = reader;
        _source = new WarehouseIndexSource(connection, reader);
        _index = shared is null ? () => new OwnAudienceIndex(new AudienceIndex(_source, _reader.Catalog, index)) : shared.Use;
        Members = new MemberReader(connection, reader);
    }

    /// <summary>What <c>--engine</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Index, DuckDb, All];

    /// <summary>Reads the values of members.</summary>
    public MemberReader Members { get; }

    /// <summary>The engine of that name.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is none.</exception>
    public IAudienceEngine Find(string name)
    {
        if (!_engines.TryGetValue(name, out IAudienceEngine? engine))
        {
            _engines[name] = engine = Create(name);
        }

        return engine;
    }

    /// <summary>Makes every engine see what was loaded since; call it after data was loaded.</summary>
    public void Refresh()
    {
        _reader.Refresh();
        _source.Refresh();
    }

    /// <summary>Frees what the engines hold; they come into being again when they are asked for.</summary>
    public void Dispose()
    {
        foreach (IDisposable engine in _engines.Values.OfType<IDisposable>())
        {
            engine.Dispose();
        }

        _engines.Clear();
    }

    private IAudienceEngine Create(string name) => name switch
    {
        Index => new IndexAudienceEngine(_index(), Find(DuckDb), Members),
        DuckDb => new DuckDbAudienceEngine(_reader),
        All => new ComparedAudienceEngine([Find(Index), Find(DuckDb)], Members),
        _ => throw new UserErrorException("argument", $"There is no engine '{name}'.", fix: $"Take one of: {string.Join(", ", Names)}."),
    };
}
