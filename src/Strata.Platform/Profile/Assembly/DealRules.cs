using System.Globalization;
using Strata.Language;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Refuses deals that no profile can be learned from, each case with what to do.</summary>
internal static class DealRules
{
    public static void Check(DealSet deals, int months)
    {
        long closed = deals.Closed.Count, won = deals.Closed.Count(deal => deal.IsWon);
        string window = string.Create(CultureInfo.InvariantCulture, $"in the last {months} months");
        if (closed == 0)
        {
            throw Refuse($"No deal was won or lost {window}.{LeftOut(deals)}", Earlier(deals) ?? "Import opportunities with an account, a date of creation, a close date and whether they were won.");
        }

        if (won == 0)
        {
            throw Refuse($"None of the {closed} deals closed {window} was won, so nothing tells what wins.{LeftOut(deals)}", Earlier(deals) ?? "See that the import knows which stages are won: `strata catalog opportunities`.");
        }

        if (won == closed)
        {
            throw Refuse($"All {closed} deals closed {window} were won, so nothing tells them from lost ones.{LeftOut(deals)}", "Import the deals that were lost too: many exports leave them out.");
        }

        if (closed < ProfileFinder.LeastDeals || won < ProfileFinder.LeastOfEach || closed - won < ProfileFinder.LeastOfEach)
        {
            throw Refuse(
                $"{closed} deals were closed {window}, {won} of them won: too few to tell anything from chance.{LeftOut(deals)}",
                Earlier(deals) ?? $"It takes at least {ProfileFinder.LeastDeals} closed deals, and {ProfileFinder.LeastOfEach} won and {ProfileFinder.LeastOfEach} lost ones.");
        }
    }

    /// <summary>What is held out may take all won or lost deals with it.</summary>
    public static void CheckTaught(TrainingSet set)
    {
        int won = set.Won.Take(set.Training).Count(isWon => isWon);
        if (won < ProfileFinder.LeastOfEach || set.Training - won < ProfileFinder.LeastOfEach)
        {
            throw Refuse(
                $"Of the {set.Training} deals left when the latest are held out, {won} were won: too few to tell anything from chance.",
                "Look further back with --months, or hold out less with --holdout.");
        }
    }

    private static UserErrorException Refuse(string message, string fix) => new("deals", message, fix: fix);

    private static string? Earlier(DealSet deals) => deals.Earlier > 0 ? $"{deals.Earlier} deals were closed earlier: look further back with --months." : null;

    private static string LeftOut(DealSet deals) => deals.Unusable.Count == 0
        ? ""
        : $" Left out: {string.Join("; ", deals.Unusable.Select(unusable => string.Create(CultureInfo.InvariantCulture, $"{unusable.Count:N0} that {unusable.Reason}")))}.";
}
