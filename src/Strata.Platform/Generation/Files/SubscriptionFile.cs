using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Output;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Files;

/// <summary>What customers subscribe to, as a billing system exports it: one row for each won deal that was no renewal.</summary>
internal sealed class SubscriptionFile() : RowFile(
    "subscriptions", UniverseFiles.Subscriptions, "Account ID,Product,Plan,Seats,ARR,Started At,Renews At,Status")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        foreach (var deal in scope.Deals)
        {
            if (!deal.IsWon || deal.Type == DealType.Renewal)
            {
                continue;
            }

            var universe = scope.Universe;
            var random = new CounterRandom(universe.Seed, RandomStream.Subscription, (scope.Account.Index << 3) + deal.Number);
            var plan = deal.Amount < 20_000 ? 0 : deal.Amount < 60_000 ? 1 : 2;
            RecordIdText.Account(row, scope.Account.Index);
            row.At(1).Raw(WebContent.Products[deal.Product]);
            row.At(2).Raw(WebContent.Plans[plan]);
            row.At(3).Number(Math.Max(3, deal.Amount / (500 + (100 * random.Below(6)))));
            row.At(4).Number(deal.Amount);
            universe.Instants.Date(row.At(5), deal.Closes / 86_400);
            universe.Instants.Date(row.At(6), scope.RenewalDay);
            row.At(7).Raw(scope.HasLeft ? "Cancelled"u8 : "Active"u8);
            row.EndRow(Columns);
        }
    }
}

/// <summary>What some accounts spend on software and the like, as a market-intelligence provider estimates it.</summary>
internal sealed class SpendFile() : RowFile("spend", UniverseFiles.Spend, "Account ID,Category,Amount,Year")
{
    public override void Write(AccountScope scope, CsvBuffer row)
    {
        var universe = scope.Universe;
        var account = scope.Account;
        var random = new CounterRandom(universe.Seed, RandomStream.Spend, account.Index);
        if (!random.Chance(0.3))
        {
            return;
        }

        var lastYear = universe.Options.AsOf.UtcDateTime.Year - 1;
        var level = account.Employees * 180.0 * DeterministicMath.Exp(0.6 * random.Normal());
        for (var category = 0; category < WebContent.SpendCategories.Length; category++)
        {
            if (!random.Chance(0.45))
            {
                continue;
            }

            for (var year = lastYear - 1; year <= lastYear; year++)
            {
                RecordIdText.Account(row, account.Index);
                row.At(1).Raw(WebContent.SpendCategories[category]);
                row.At(2).Number((long)(level * (0.7 + (0.6 * random.Unit())) / 100) * 100);
                row.At(3).Number(year);
                row.EndRow(Columns);
            }
        }
    }
}
