using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Generation.Model;

/// <summary>The kinds of event that are planned before a deal.</summary>
internal enum PlannedKind
{
    PricingView,
    DemoFormStart,
    DemoFormSubmit,
    Intent,
    EmailClick,
    Download,
    ExecutiveMeeting,
    OtherMeeting,
}

/// <summary>Something that a buyer did before a deal was created.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Instant">Seconds since 1970.</param>
/// <param name="Who">A number to choose the contact by.</param>
internal readonly record struct PlannedEvent(PlannedKind Kind, long Instant, int Who);

/// <summary>What a buying committee does in the 30 days before a deal is created; more before those that win.</summary>
internal static class PlannedEvents
{
    /// <summary>The most events of one deal.</summary>
    public const int MostOfOneDeal = 24;

    /// <summary>Fills the events of a deal that fall within the event window; returns how many.</summary>
    public static int Fill(Universe universe, Account account, Deal deal, Span<PlannedEvent> events)
    {
        if (deal.Created <= universe.WindowStart)
        {
            return 0;
        }

        var random = new CounterRandom(universe.Seed, RandomStream.PlannedEvent, (account.Index << 3) + deal.Number);
        var count = 0;
        for (var visit = 0; visit < deal.PricingVisits; visit++)
        {
            Add(PlannedKind.PricingView, universe, deal, events, ref count, ref random);
        }

        if (deal.PricingVisits > 0)
        {
            var instant = Add(PlannedKind.DemoFormStart, universe, deal, events, ref count, ref random);
            if (instant > 0 && random.Chance(0.7))
            {
                var sent = instant + random.Between(40, 900);
                if (sent < universe.AsOf)
                {
                    events[count] = new PlannedEvent(PlannedKind.DemoFormSubmit, sent, events[count - 1].Who);
                    count++;
                }
            }
        }

        Repeat(PlannedKind.Intent, random.Between(1, 4), universe, deal, events, ref count, ref random);
        Repeat(PlannedKind.EmailClick, random.Between(0, 3), universe, deal, events, ref count, ref random);
        Repeat(PlannedKind.Download, random.Between(0, 1), universe, deal, events, ref count, ref random);
        if (deal.MetExecutive)
        {
            Add(PlannedKind.ExecutiveMeeting, universe, deal, events, ref count, ref random);
        }
        else if (random.Chance(0.5))
        {
            Add(PlannedKind.OtherMeeting, universe, deal, events, ref count, ref random);
        }

        return count;
    }

    private static void Repeat(
        PlannedKind kind, int times, Universe universe, Deal deal, Span<PlannedEvent> events, ref int count, ref CounterRandom random)
    {
        for (var time = 0; time < times; time++)
        {
            Add(kind, universe, deal, events, ref count, ref random);
        }
    }

    // Returns the instant, or 0 where it falls outside the window.
    private static long Add(PlannedKind kind, Universe universe, Deal deal, Span<PlannedEvent> events, ref int count, ref CounterRandom random)
    {
        var instant = deal.Created - 3600 - random.Below(DealModel.Run - 7200);
        var who = random.Below(1 << 16);
        if (instant < universe.WindowStart || instant >= universe.AsOf)
        {
            return 0;
        }

        events[count++] = new PlannedEvent(kind, instant, who);
        return instant;
    }
}
