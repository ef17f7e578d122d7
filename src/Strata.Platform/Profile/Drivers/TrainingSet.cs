using Strata.Platform.Profile.Features;

namespace Strata.Platform.Profile.Drivers;

/// <summary>
/// Closed deals in the order in which they were closed. Those of the beginning teach; those of the end are held out, and nothing is
/// chosen by them.
/// </summary>
internal sealed class TrainingSet
{
    private const int MostPeriods = 8;
    private const int DealsOfPeriod = 100;

    public TrainingSet(IReadOnlyList<Deal> deals, int training)
    {
        Rows = deals.Count;
        Training = training;
        Won = [.. deals.Select(deal => deal.IsWon)];
        WonRows = new RowBits(Rows);
        for (int row = 0; row < Rows; row++)
        {
            if (Won[row])
            {
                WonRows.Add(row);
            }
        }

        var places = new Dictionary<long, int>();
        Account = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            if (!places.TryGetValue(deals[row].AccountRef, out int place))
            {
                places[deals[row].AccountRef] = place = places.Count;
            }

            Account[row] = place;
        }

        Accounts = places.Count;
        PeriodOf = new int[Rows];
        Periods = PeriodsOf(deals);
    }

    /// <summary>How many deals.</summary>
    public int Rows { get; }

    /// <summary>How many of them, from the first on, teach.</summary>
    public int Training { get; }

    /// <summary>Which were won.</summary>
    public bool[] Won { get; }

    /// <summary>The same as a set.</summary>
    public RowBits WonRows { get; }

    /// <summary>The account of each, numbered from 0: deals of one account resemble each other.</summary>
    public int[] Account { get; }

    /// <summary>How many accounts.</summary>
    public int Accounts { get; }

    /// <summary>
    /// The deals created in each of some periods but the first. Win rates change with the seasons and with the team, and what is counted
    /// grows with time: a driver must tell deals of the same period apart.
    /// </summary>
    public IReadOnlyList<RowBits> Periods { get; }

    /// <summary>The period of each deal, from 0.</summary>
    public int[] PeriodOf { get; }

    private List<RowBits> PeriodsOf(IReadOnlyList<Deal> deals)
    {
        int count = Math.Clamp(Training / DealsOfPeriod, 1, MostPeriods);
        long[] created = [.. deals.Take(Training).Select(deal => deal.CreatedAt).Order()];
        long[] starts = [.. Enumerable.Range(1, count - 1).Select(period => created[period * created.Length / count]).Distinct().Where(start => start > created[0])];
        List<RowBits> periods = [.. starts.Select(_ => new RowBits(Rows))];
        for (int row = 0; row < Rows; row++)
        {
            int period = PeriodOf[row] = starts.Count(start => start <= deals[row].CreatedAt);
            if (period > 0)
            {
                periods[period - 1].Add(row);
            }
        }

        return periods;
    }
}
