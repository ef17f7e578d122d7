using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Model;

/// <summary>Recomputes accounts, and how much of everything belongs to them.</summary>
internal sealed class AccountModel(ulong seed, int asOfYear)
{
    // Every 33rd account on average repeats an earlier one: about 3 %.
    private const int DuplicateStride = 33;

    /// <summary>How much more happens at a customer than at others.</summary>
    public const double CustomerActivity = 4;

    private const int DuplicatePlace = 17;

    public Account Create(long index)
    {
        var original = OriginalOf(index);
        var account = Describe(original);
        account.Index = index;
        account.Original = original;
        return account;
    }

    /// <summary>The account that this one repeats, always a few rows before it and no duplicate itself; or the index itself.</summary>
    public long OriginalOf(long index)
    {
        if (index % DuplicateStride != DuplicatePlace)
        {
            return index;
        }

        var random = new CounterRandom(seed, RandomStream.AccountText, index);
        return index - 1 - random.Below(DuplicatePlace - 1);
    }

    /// <summary>
    /// How large a share of all contacts an account has, in thousandths of a usual small company's. Whole numbers, so that shares
    /// add up alike everywhere.
    /// </summary>
    public static long ContactWeight(Account account)
    {
        if (account.IsDuplicate)
        {
            return 300;
        }

        // Grows with the logarithm of the size: 2 people known at a company of 5, 10 at one of 50,000.
        return 800 + (long)(DeterministicMath.Log(account.Employees + 1) * 400);
    }

    /// <summary>How large a share of the background events an account has: few accounts make most of the traffic.</summary>
    public long EventWeight(Account account, double customerTime, bool isInMarket)
    {
        var random = new CounterRandom(seed, RandomStream.AccountWeight, account.Index);
        var pareto = DeterministicMath.Exp(-DeterministicMath.Log(1.0 - random.Unit()) / 1.2);
        var weight = Math.Min(pareto, 200) * (0.5 + (ContactWeight(account) / 2500.0));
        weight *= customerTime > 0 ? 1 + ((CustomerActivity - 1) * customerTime) : isInMarket ? 2.5 : 1;
        return (long)(weight * (account.IsDuplicate ? 30 : 100));
    }

    private Account Describe(long index)
    {
        var random = new CounterRandom(seed, RandomStream.Account, index);
        var account = new Account { Industry = Industries.Pick.Pick(ref random), Country = Places.Pick.Pick(ref random) };
        var industry = Industries.All[account.Industry];
        account.City = random.Below(Places.Countries[account.Country].Cities.Length);
        account.Employees = Rounded(Math.Clamp(DeterministicMath.Exp(industry.LogEmployees + (industry.Spread * random.Normal())), 2, 350_000));
        var perHead = industry.RevenuePerEmployee * DeterministicMath.Exp(0.35 * random.Normal());
        account.Revenue = (long)(account.Employees * perHead / 10_000) * 10_000;
        var age = (int)((asOfYear - industry.YoungFrom) * random.Unit() * (0.3 + (0.7 * random.Unit())));
        account.FoundedDay = FirstDayOf(asOfYear - 1 - Math.Max(age, 0)) + random.Below(365);
        account.Ownership = PickOwnership(industry, account.Employees, ref random);
        account.GrowthStage = PickGrowth(age, ref random);
        account.Stack = PickStack(industry, account.Employees, ref random);
        account.Attitude = random.Below(WebContent.AttitudeTags.Length);
        account.Owner = random.Below(WebContent.Owners.Length);
        account.Satisfaction = random.Unit();
        return account;
    }

    // Companies report round numbers: exact below 100, then two or three figures.
    private static int Rounded(double employees)
    {
        var whole = (int)employees;
        var step = whole < 100 ? 1 : whole < 1000 ? 5 : whole < 10_000 ? 50 : 500;
        return whole / step * step;
    }

    private static long FirstDayOf(int year) => DateOnly.FromDateTime(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc)).DayNumber - 719_162L;

    private static int PickOwnership(Industry industry, int employees, ref CounterRandom random)
    {
        if (industry.IsPublicService)
        {
            return random.Chance(0.5) ? 4 : 3;
        }

        var listed = employees > 5000 ? 0.45 : employees > 1000 ? 0.18 : 0.02;
        return random.Chance(listed) ? 0 : random.Chance(0.15) ? 2 : 1;
    }

    private static int PickGrowth(int age, ref CounterRandom random)
    {
        var draw = random.Unit();
        return age switch
        {
            < 4 => draw < 0.7 ? 0 : 1,
            < 10 => draw < 0.2 ? 0 : draw < 0.65 ? 1 : draw < 0.95 ? 2 : 3,
            < 25 => draw < 0.25 ? 1 : draw < 0.5 ? 2 : draw < 0.92 ? 3 : 4,
            _ => draw < 0.1 ? 1 : draw < 0.16 ? 2 : draw < 0.86 ? 3 : 4,
        };
    }

    private static TechnologyStack PickStack(Industry industry, int employees, ref CounterRandom random)
    {
        var draw = random.Unit();
        if (industry.OwnsItsTechnology)
        {
            return draw < 0.38 ? TechnologyStack.SalesforceShop : draw < 0.48 ? TechnologyStack.MicrosoftShop : TechnologyStack.Modern;
        }

        return employees >= 200
            ? draw < 0.36 ? TechnologyStack.SalesforceShop : draw < 0.72 ? TechnologyStack.MicrosoftShop : TechnologyStack.Traditional
            : draw < 0.14 ? TechnologyStack.SalesforceShop : draw < 0.4 ? TechnologyStack.MicrosoftShop : draw < 0.55 ? TechnologyStack.Modern : TechnologyStack.Traditional;
    }
}
