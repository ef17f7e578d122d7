using Strata.Platform.Generation.Randomness;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Scoring.Scores;

/// <summary>A workspace of accounts with a deal each; software companies are likelier to buy.</summary>
public sealed class DealMarket : IDisposable
{
    private const long Day = 86_400_000_000L;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes one.</summary>
    /// <param name="accounts">How many accounts there are.</param>
    /// <param name="won">Whether the deal of an account is won; null for an account without a closed deal. By default as the law says.</param>
    /// <param name="more">Further fields of the account.</param>
    public DealMarket(int accounts, Func<int, bool?>? won = null, Action<int, Dictionary<string, object?>>? more = null)
    {
        Workspace = Workspace.Open(new DataDirectory(_folder.Root), TimeProvider.System);
        long now = Workspace.Now.Instant;
        var companies = new List<Dictionary<string, object?>>();
        var deals = new List<Dictionary<string, object?>>();
        for (int account = 0; account < accounts; account++)
        {
            var company = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["id"] = $"a{account:00000}",
                ["name"] = $"Company {account}",
                ["industry"] = IsSoftware(account) ? "SaaS" : "Retail Trade",
                ["employees"] = 10 + (int)(CounterRandom.Mix((ulong)account) % 1000),
            };
            more?.Invoke(account, company);
            companies.Add(company);
            bool? outcome = won is null ? ByLaw(account) : won(account);
            if (outcome is { } isWon)
            {
                long closed = now - (Day * 2) - (Day * 500 * (accounts - account) / accounts);
                deals.Add(new(StringComparer.Ordinal)
                {
                    ["account"] = company["id"],
                    ["id"] = $"d{account}",
                    ["name"] = $"Deal {account}",
                    ["stage"] = isWon ? "Closed Won" : "Closed Lost",
                    ["is_closed"] = true,
                    ["is_won"] = isWon,
                    ["created_at"] = closed - (Day * 30),
                    ["closed_at"] = closed,
                    ["type"] = "New",
                });
            }
        }

        var loader = new RowLoader(Workspace.Connection, Workspace.Catalog);
        loader.Upsert(Workspace.Catalog.Account, [.. companies], now - (Day * 700));
        if (deals.Count > 0)
        {
            loader.Upsert(Workspace.Catalog.Collections["opportunities"], [.. deals], now - Day);
        }
    }

    /// <summary>The workspace.</summary>
    public Workspace Workspace { get; }

    /// <summary>The companies that are likelier to buy.</summary>
    public static bool IsSoftware(int account) => account % 3 == 0;

    /// <summary>70 % of software companies buy, and 20 % of others.</summary>
    public static bool ByLaw(int account) => CounterRandom.Mix((ulong)account + 77) % 100 < (IsSoftware(account) ? 70UL : 20UL);

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }
}
