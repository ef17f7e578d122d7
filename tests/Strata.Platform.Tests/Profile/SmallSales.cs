using Strata.Language.Time;
using Strata.Platform.Profile;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Profile;

/// <summary>A workspace with accounts and deals that a test makes up, and a clock that stands at 2026-11-22.</summary>
internal sealed class SmallSales : IDisposable
{
    public const long Day = 86_400_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly List<Dictionary<string, object?>> _accounts = [];
    private readonly List<Dictionary<string, object?>> _deals = [];

    public SmallSales() => Workspace = Workspace.Open(new DataDirectory(_folder.PathOf("data")), new StoppedClock());

    public Workspace Workspace { get; }

    public AsOf Now => Workspace.Now;

    /// <summary>Adds accounts with a deal each; fields of the account and of the deal by its number.</summary>
    public SmallSales Add(int count, Func<int, bool> won, Func<int, (string, object?)[]> account, Func<int, (string, object?)[]>? deal = null)
    {
        for (int number = 0; number < count; number++)
        {
            string id = $"a{_accounts.Count:00000}";
            var described = account(number).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
            described["id"] = id;
            _accounts.Add(described);
            long closed = Now.Instant - ((1 + ((number * 7919L) % 600)) * Day);
            var made = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = $"d{_deals.Count:00000}",
                ["account"] = id,
                ["created_at"] = closed - (40 * Day),
                ["closed_at"] = closed,
                ["is_closed"] = true,
                ["is_won"] = won(number),
                ["amount"] = 1000m + number,
            };
            foreach ((string name, object? value) in deal?.Invoke(number) ?? [])
            {
                made[name] = value;
            }

            _deals.Add(made);
        }

        return this;
    }

    /// <summary>Writes everything that was added.</summary>
    public SmallSales Load()
    {
        var loader = new RowLoader(Workspace.Connection, Workspace.Catalog);
        loader.Upsert(Workspace.Catalog.Account, _accounts, Now.Instant - (2000 * Day));
        loader.Upsert(Workspace.Catalog.Collections["opportunities"], _deals, Now.Instant - Day);
        return this;
    }

    public IdealCustomerProfile Find(ProfileOptions? options = null, AsOf? at = null) => ProfileFinder.Find(Workspace, options ?? new ProfileOptions(), at ?? Now);

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    }
}
