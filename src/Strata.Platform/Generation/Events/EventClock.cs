using Strata.Platform.Generation.Model;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Generation.Vocabulary;

namespace Strata.Platform.Generation.Events;

/// <summary>When things happen: on weekdays, in the working hours of where the account is.</summary>
internal sealed class EventClock(Universe universe)
{
    private const double WeekendShare = 0.15;

    // By hour of the day where the account is.
    private static readonly PickTable Hours = new(
        0.5, 0.3, 0.2, 0.2, 0.3, 0.6, 1.5, 3, 6, 9, 10, 9.5, 7, 8, 9.5, 9.5, 8.5, 6.5, 3.5, 2.2, 1.8, 1.5, 1.2, 0.8);

    private readonly int _days = universe.Options.Days;
    private readonly long _firstDay = universe.WindowStart / 86_400;

    /// <summary>The last instant at which something may happen; seconds since 1970.</summary>
    public long Last => universe.AsOf - 1;

    /// <summary>An instant of the window; seconds since 1970.</summary>
    public long Any(Account account, ref CounterRandom random) => At(0, _days, account, ref random);

    /// <summary>An instant of the window from a second on.</summary>
    public long Since(long second, Account account, ref CounterRandom random) => At(DayOf(second), _days, account, ref random);

    /// <summary>An instant of the window up to a second.</summary>
    public long Until(long second, Account account, ref CounterRandom random) => At(0, DayOf(second) + 1, account, ref random);

    /// <summary>An instant from a second on that is the likelier the earlier it is: of somebody who is losing interest.</summary>
    public long Fading(long second, Account account, ref CounterRandom random)
    {
        var early = random.Unit();
        var from = DayOf(second);
        return At(from, Math.Min(_days, from + (int)((_days - from) * early) + 1), account, ref random);
    }

    /// <summary>An instant of the last days of the window, or of all of a shorter one.</summary>
    public long Recent(int days, Account account, ref CounterRandom random) => At(Math.Max(0, _days - days), _days, account, ref random);

    // The day of the window that a second falls on: the first for an earlier one.
    private int DayOf(long second) => (int)Math.Clamp((second / 86_400) - _firstDay, 0, _days - 1);

    private long At(int from, int to, Account account, ref CounterRandom random)
    {
        var day = _firstDay + from + random.Below(to - from);
        if ((day + 3) % 7 >= 5 && !random.Chance(WeekendShare))
        {
            day = _firstDay + from + random.Below(to - from);
        }

        var bits = random.NextBits();
        var second = (Hours.Pick(ref random) * 3600L) + (long)(bits % 3600) - (Places.Countries[account.Country].UtcOffsetHours * 3600L);
        var instant = (day * 86_400) + second;
        return Math.Clamp(instant, universe.WindowStart + (long)(bits >> 50), Last - (long)(bits >> 52));
    }
}
