using System.Globalization;
using Strata.Language.Catalog;
using Strata.Testing;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Identity;

/// <summary>
/// A warehouse of accounts and contacts that are easily taken for each other: names, domains and addresses from small pools, rows that
/// name them in every way, several sources, changes over time.
/// </summary>
internal sealed class RandomDuplicates : IDisposable
{
    private const long Day = 86_400_000_000;
    private static readonly string[] Sources = ["crm", "vendor", "guess"];
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory(
        RandomCatalog.Catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });

    private readonly RandomSource _random;
    private readonly RowLoader _loader;

    public RandomDuplicates(int seed)
    {
        _random = new RandomSource(seed);
        Connection = _store.Connect();
        _loader = new RowLoader(Connection, RandomCatalog.Catalog);
        Warehouse.Load.Sources.Declare(Connection, "vendor", SourceKind.Enrichment);
        Warehouse.Load.Sources.Declare(Connection, "guess", SourceKind.Inference);
        for (int round = 0; round < 3; round++)
        {
            Load(RandomCatalog.Catalog.Account, 5, _ => Account());
            Load(RandomCatalog.Catalog.Contact, 6, _ => Contact());
            Load(RandomCatalog.Catalog.Collections["technologies"], 8, _ => Technology());
            Load(RandomCatalog.Catalog.Collections["opportunities"], 4, _ => Opportunity());
            LoadEvents(8, $"r{round}");
        }
    }

    public DuckDbConnection Connection { get; }

    public RandomSource Random => _random;

    public void Dispose()
    {
        Connection.Dispose();
        _store.Dispose();
    }

    /// <summary>Every row of every table of the catalog, as sorted text.</summary>
    public List<string> Dump() => [.. RandomCatalog.Catalog.RowTypes
        .SelectMany(type => type.Kind == RowKind.Event ? new[] { $"event_{type.Name}" } : [type.Name, type.Name + "_history"])
        .Distinct(StringComparer.Ordinal)
        .SelectMany(Rows)];

    /// <summary>The numbers of the accounts, or contacts, that there are.</summary>
    public List<long> Refs(EntityKind kind) =>
        Connection.Query($"SELECT ref FROM {(kind == EntityKind.Account ? "account" : "contact")} ORDER BY ref", [], row => row.GetInt64(0));

    /// <summary>Events of one type that name accounts and contacts in every way.</summary>
    public void LoadEvents(int count, string prefix) => Load(RandomCatalog.Catalog.Events["page_view"], count, number => new()
    {
        ["id"] = prefix + Text(number),
        ["ts"] = _random.Instant(),
        ["account"] = _random.OneIn(3) ? null : AccountReference(),
        ["contact"] = _random.OneIn(3) ? null : ContactReference(),
        ["page"] = "pricing",
    });

    private IEnumerable<string> Rows(string table) =>
        Connection.Query($"SELECT CAST(t AS VARCHAR) FROM \"{table}\" t ORDER BY 1", [], row => $"{table} {row.GetText(0)}");

    private void Load(RowType type, int count, Func<int, Dictionary<string, object?>> row) =>
        _loader.Upsert(type, [.. Enumerable.Range(0, count).Select(row)], RandomSource.Center + (_random.Below(6) * Day), _random.Of(Sources));

    private Dictionary<string, object?> Account() => new()
    {
        ["id"] = "A" + Text(_random.Below(6)),
        ["name"] = Maybe(Name()),
        ["domain"] = Maybe(Domain()),
        ["industry"] = Maybe(_random.Of(RandomSource.Texts)),
        ["employees"] = Maybe(_random.Of(RandomSource.Numbers)),
        ["active"] = Maybe(_random.OneIn(2)),
        ["renewal"] = Maybe(_random.Instant()),
        ["tags"] = Maybe(new[] { _random.Of(RandomSource.Texts), _random.Of(RandomSource.Texts) }),
    };

    private Dictionary<string, object?> Contact() => new()
    {
        ["id"] = "C" + Text(_random.Below(6)),
        ["account"] = Maybe(AccountReference()),
        ["email"] = Maybe(Email()),
        ["title"] = Maybe(_random.Of(RandomSource.Texts)),
        ["score"] = Maybe(_random.Of(RandomSource.Numbers)),
    };

    private Dictionary<string, object?> Technology() => new()
    {
        ["account"] = AccountReference(),
        ["product"] = _random.Pick("alpha", "beta"),
        ["seats"] = Maybe(_random.Of(RandomSource.Numbers)),
        ["first_seen"] = Maybe(_random.Instant()),
        ["labels"] = Maybe(new[] { _random.Of(RandomSource.Texts) }),
    };

    private Dictionary<string, object?> Opportunity() => new()
    {
        ["id"] = "O" + Text(_random.Below(6)),
        ["account"] = AccountReference(),
        ["stage"] = Maybe(_random.Pick("open", "won")),
        ["amount"] = Maybe(_random.Of(RandomSource.Numbers)),
    };

    private string AccountReference() => _random.Below(4) switch
    {
        0 => Name(),
        1 => Domain(),
        _ => "A" + Text(_random.Below(8)),
    };

    private string ContactReference() => _random.OneIn(2) ? Email() : "C" + Text(_random.Below(8));

    private string Name() => _random.Pick("Acme", "ACME ", "Globex", "Initech");

    private string Domain() => _random.Pick("acme.com", "acme.io", "globex.com");

    private string Email() => _random.Pick("ann@acme.com", "Ann@acme.com", "bob@acme.io", "eve@globex.com", "joe@gmail.com");

    private object? Maybe(object value) => _random.OneIn(3) ? null : value;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
