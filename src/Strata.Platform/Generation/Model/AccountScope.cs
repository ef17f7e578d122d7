using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Model;

/// <summary>
/// One account at a time with its contacts' range, its deals and what follows from them. One for each worker; loading another
/// account reuses the buffers.
/// </summary>
internal sealed class AccountScope(Universe universe)
{
    private readonly Deal[] _deals = new Deal[DealModel.Most];
    private readonly PlannedEvent[] _planned = new PlannedEvent[DealModel.Most * PlannedEvents.MostOfOneDeal];
    private Account _account = new();
    private int _dealCount;

    public Universe Universe => universe;

    public Account Account => _account;

    /// <summary>The number of its first contact among all contacts.</summary>
    public long FirstContact { get; private set; }

    public int ContactCount { get; private set; }

    /// <summary>Its deals in order of creation, those only coming included.</summary>
    public ReadOnlySpan<Deal> Deals => _deals.AsSpan(0, _dealCount);

    /// <summary>True after a first win, unless the customer has left since.</summary>
    public bool IsCustomer { get; private set; }

    /// <summary>True where a won customer has left.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>True where a deal is open, or its buyers are already looking.</summary>
    public bool IsInMarket { get; private set; }

    /// <summary>US dollars a year from all won deals; 0 where it is no customer.</summary>
    public long AnnualRecurringRevenue { get; private set; }

    /// <summary>The first win; seconds since 1970, 0 for none. Before it nobody there knew that they would buy.</summary>
    public long FirstWon { get; private set; }

    /// <summary>The last win; seconds since 1970, 0 for none.</summary>
    public long LastWon { get; private set; }

    /// <summary>When the contract is up; days since 1970. Only for customers.</summary>
    public long RenewalDay { get; private set; }

    public void Load(Account account, long firstContact, int contactCount)
    {
        _account = account;
        FirstContact = firstContact;
        ContactCount = contactCount;
        _dealCount = universe.Deals.Fill(_account, contactCount, _deals);
        SettleCustomer();
    }

    /// <summary>What the buyers did before each deal, within the event window.</summary>
    public ReadOnlySpan<PlannedEvent> Planned()
    {
        var count = 0;
        foreach (var deal in Deals)
        {
            count += PlannedEvents.Fill(universe, _account, deal, _planned.AsSpan(count));
        }

        return _planned.AsSpan(0, count);
    }

    /// <summary>The share of the event window in which it was a customer, 0 to 1.</summary>
    public double CustomerTime => !IsCustomer ? 0 : (universe.AsOf - Math.Max(FirstWon, universe.WindowStart)) / (double)(universe.AsOf - universe.WindowStart);

    public long EventWeight() => universe.Accounts.EventWeight(_account, CustomerTime, IsInMarket);

    /// <summary>True in the run before a deal's creation, where only the planned behaviour may show.</summary>
    public bool IsRunUp(long instant)
    {
        foreach (var deal in Deals)
        {
            if (instant <= deal.Created && instant > deal.Created - DealModel.Run - 60)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The day on which its record was created: some time after its founding and before its first deal.</summary>
    public long CreatedDay(ref CounterRandom random)
    {
        var day = _dealCount > 0
            ? (Math.Min(_deals[0].Created, universe.AsOf) / 86_400) - 5 - random.Below(400)
            : universe.AsOfDay - 10 - random.Below(2000);
        return Math.Max(day, _account.FoundedDay + 10);
    }

    private void SettleCustomer()
    {
        AnnualRecurringRevenue = 0;
        FirstWon = 0;
        LastWon = 0;
        IsInMarket = false;
        foreach (var deal in Deals)
        {
            IsInMarket |= !deal.IsClosed;
            if (deal.IsWon)
            {
                AnnualRecurringRevenue = deal.Type == DealType.Renewal ? Math.Max(AnnualRecurringRevenue, deal.Amount) : AnnualRecurringRevenue + deal.Amount;
                FirstWon = FirstWon == 0 ? deal.Closes : FirstWon;
                LastWon = deal.Closes;
            }
        }

        var yearsSince = (universe.AsOf - LastWon) / (366L * 86_400);
        HasLeft = LastWon > 0 && yearsSince >= 1 && _account.Satisfaction < 0.12;
        IsCustomer = LastWon > 0 && !HasLeft;
        RenewalDay = (LastWon / 86_400) + (365 * (yearsSince + 1));
        if (!IsCustomer)
        {
            AnnualRecurringRevenue = 0;
        }
    }
}
