using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>The deals of an account over three years, and their outcomes, which follow the planted drivers.</summary>
internal sealed class DealModel(ulong seed, PlantedTruth truth, TechnologyModel technologies, ContactModel contacts, long asOf)
{
    /// <summary>The most deals that one account has.</summary>
    public const int Most = 5;

    /// <summary>How long before a deal's creation the behaviour counts that its outcome depends on: 30 days, in seconds.</summary>
    public const long Run = 30 * 86_400L;

    private const long Day = 86_400;
    private const int HistoryDays = 1095;

    /// <summary>Fills the deals in order of creation and returns how many there are.</summary>
    public int Fill(Account account, int contactCount, Span<Deal> deals)
    {
        var random = new CounterRandom(seed, RandomStream.Deal, account.Index);
        var staticFits = StaticFits(account);
        if (account.IsDuplicate || !random.Chance(staticFits >= 3 ? 0.6 : staticFits == 2 ? 0.36 : 0.24))
        {
            return 0;
        }

        var executive = -2;
        var count = 0;
        var isCustomer = false;
        var since = Math.Max(asOf - (HistoryDays * Day), (account.FoundedDay + 60) * Day);
        var created = since + random.Below(asOf + Run - since);
        while (count < Most && created < asOf + Run)
        {
            var deal = new Deal { Number = count, Created = BusinessHour(created, account, ref random), Product = random.Below(WebContent.Products.Length) };
            deal.Type = !isCustomer ? DealType.New : random.Chance(0.6) ? DealType.Expansion : DealType.Renewal;
            deal.Amount = AmountOf(deal, account, ref random);
            deal.Closes = deal.Created + ((20 + random.Below(130)) * Day) + (random.Below(9) * 3600L);
            var visits = random.Unit();
            deal.PricingVisits = visits < 0.45 ? 0 : visits < 0.6 ? 1 : visits < 0.7 ? 2 : 3 + random.Below(5);
            if (random.Chance(0.4))
            {
                executive = executive == -2 ? contacts.FirstExecutive(account, contactCount) : executive;
                deal.MetExecutive = executive >= 0;
            }

            Conclude(deal, account);
            isCustomer |= deal.IsWon;
            deals[count++] = deal;
            if (!random.Chance(isCustomer ? 0.75 : 0.45))
            {
                break;
            }

            created = Math.Max(created + (90 * Day), deal.Closes) + random.Below(240 * Day);
        }

        return count;
    }

    private void Conclude(Deal deal, Account account)
    {
        var random = new CounterRandom(seed, RandomStream.DealOutcome, (account.Index << 3) + deal.Number);
        var logOdds = PlantedTruth.BaselineLogOdds + (PlantedTruth.Noise * random.Normal());
        var createdDay = deal.Created / Day;
        logOdds += truth.IsFittingIndustry(account.Industry) ? truth.Fit.LogOdds : 0;
        logOdds += truth.IsFittingSize(account.Employees) ? truth.Size.LogOdds : 0;
        logOdds += account.Country == truth.Country ? truth.Place.LogOdds : 0;
        logOdds += account.GrowthStage == truth.GrowthStage ? truth.Growth.LogOdds : 0;
        logOdds += HasBy(account, truth.InstalledTechnology, createdDay) ? truth.Installed.LogOdds : 0;
        logOdds += HasBy(account, truth.CompetingTechnology, createdDay) ? truth.Competing.LogOdds : 0;
        logOdds += deal.PricingVisits >= 3 ? truth.Pricing.LogOdds : 0;
        logOdds += deal.MetExecutive ? truth.Executive.LogOdds : 0;
        var wins = random.Chance(DeterministicMath.Logistic(logOdds));
        deal.IsClosed = deal.Closes <= asOf;
        deal.IsWon = wins && deal.IsClosed;
        deal.LostFrom = (DealStage)random.Below((int)DealStage.Closed);
        deal.LossReason = WebContent.PickLoss.Pick(ref random);
    }

    private int StaticFits(Account account)
    {
        var fits = truth.IsFittingIndustry(account.Industry) ? 1 : 0;
        fits += truth.IsFittingSize(account.Employees) ? 1 : 0;
        fits += account.Country == truth.Country ? 1 : 0;
        return fits + (technologies.Has(account, truth.InstalledTechnology, out _, out _) ? 1 : 0);
    }

    private bool HasBy(Account account, int technology, long day) => technologies.Has(account, technology, out var first, out _) && first < day;

    private static long AmountOf(Deal deal, Account account, ref CounterRandom random)
    {
        var size = DeterministicMath.Exp(0.38 * DeterministicMath.Log(account.Employees / 150.0));
        var share = deal.Type == DealType.Expansion ? 0.45 : 1.0;
        var amount = WebContent.ProductPrice[deal.Product] * size * share * DeterministicMath.Exp(0.3 * random.Normal());
        return Math.Max(1, (long)(amount / 500)) * 500;
    }

    // Somebody at work created it: a weekday between 8 and 18 o'clock where the account is.
    private static long BusinessHour(long instant, Account account, ref CounterRandom random)
    {
        var day = instant / Day;
        var weekday = (day + 3) % 7; // 0 is Monday
        day += weekday >= 5 ? 7 - weekday : 0;
        return (day * Day) + random.Between(8 * 3600, 18 * 3600) - (Places.Countries[account.Country].UtcOffsetHours * 3600L);
    }
}
