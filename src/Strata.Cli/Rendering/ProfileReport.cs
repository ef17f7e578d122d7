using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Platform.Profile;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Cli.Rendering;

/// <summary>Shows an ideal customer profile to a person.</summary>
internal static class ProfileReport
{
    private const int MostRoles = 8;
    private const int MostAssociations = 10;

    public static void Write(CliContext context, IdealCustomerProfile profile)
    {
        DealBasis deals = profile.Deals;
        context.Output.WriteLine(profile.Sentence);
        context.Output.WriteLine();
        context.Output.WriteLine($"{Phrases.Count(deals.Closed.Deals, "deal")} of {Phrases.Count(deals.Accounts, "account")} closed from {Day(deals.From)} to {Day(deals.At)}, {Rate(deals.Closed)}; {Phrases.Count(profile.Tested, "thing")} tried.");
        if (profile.Definition is not null)
        {
            context.Output.WriteLine();
            context.Output.WriteLine("Profile");
            Indented(context, profile.Definition);
        }

        if (profile.Disqualifiers is not null)
        {
            context.Output.WriteLine("Disqualifiers");
            Indented(context, profile.Disqualifiers);
        }

        WriteHoldout(context, profile);
        WriteDrivers(context, profile.Drivers);
        WriteOutcomes(context, profile.Drivers);
        WritePairs(context, profile.Pairs);
        WriteAssociations(context, "Comes with these, and says nothing more by itself", profile.Associations);
        WriteAssociations(context, "What comes nearest, not to be told from chance", profile.Leads);
        WriteDifferences(context, profile.Outcomes);
        WriteRoles(context, profile.Roles);
        if (profile.Refused.Count > 0)
        {
            context.Output.WriteLine();
            WriteRefused(context, profile.Refused);
        }

        foreach (string note in profile.Notes)
        {
            context.Output.WriteLine($"Note: {note}");
        }
    }

    /// <summary>What was refused as a feature, a line a reason; what the data itself gave away comes last in the list and is told first.</summary>
    public static void WriteRefused(CliContext context, IReadOnlyList<RefusedFeature> refused)
    {
        foreach (IGrouping<string, RefusedFeature> reason in refused.GroupBy(one => one.Reason, StringComparer.Ordinal).Reverse())
        {
            context.Output.WriteLine($"Refused: {string.Join(", ", reason.Select(one => one.Name))}. {reason.Key}");
        }
    }

    private static void WriteHoldout(CliContext context, IdealCustomerProfile profile)
    {
        if (profile.Holdout is not { } holdout)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine($"Held out: {Phrases.Count(holdout.All.Deals, "deal")} closed after {Day(holdout.From)}");
        Tables.Write(context.Console, ["", "deals#", "won#", "win rate#", "95 %"],
        [
            Row("fit the profile", holdout.Fitting), Row("do not fit", holdout.Rest), Row("of these disqualified", holdout.Disqualified), Row("all", holdout.All),
        ]);
        if (holdout.Lift is { } lift && holdout.LiftInterval is { } interval)
        {
            context.Output.WriteLine(Text($"Lift {lift:0.00} ({interval.Low:0.00} to {interval.High:0.00}); {holdout.CoverageOfDeals * 100:0.0} % of the deals and {holdout.CoverageOfWins * 100:0.0} % of the wins fit."));
        }

        context.Output.WriteLine(holdout.Verdict);
        if (profile.Market is { } market)
        {
            context.Output.WriteLine($"Today {Phrases.Number(market.Fitting)} of {Phrases.Count(market.Accounts, "account")} fit.");
        }
    }

    private static string[] Row(string name, WinRate rate) =>
        [name, Phrases.Number(rate.Deals), Phrases.Number(rate.Won), Phrases.Share(rate.Rate), rate.Interval is { } interval ? Shares(interval) : ""];

    private static void WriteDrivers(CliContext context, IReadOnlyList<Driver> drivers)
    {
        if (drivers.Count == 0)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine("Drivers, each beyond what the others say");
        Tables.Write(
            context.Console,
            ["", "driver", "deals#", "won#", "the rest#", "expect#", "95 %", "odds ×#", "95 %", "q#", "held out#"],
            drivers.Select(driver => new[]
            {
                driver.SpeaksFor ? driver.InDefinition ? "✓" : "+" : "−",
                driver.Label,
                Phrases.Number(driver.With.Deals),
                Phrases.Share(driver.With.Rate),
                Phrases.Share(driver.Without.Rate),
                Phrases.Share(driver.Shrunk),
                Shares(driver.Credible),
                Text($"{driver.OddsRatio:0.00}"),
                Text($"{driver.OddsRatioInterval.Low:0.00} to {driver.OddsRatioInterval.High:0.00}"),
                Chance(driver.Q),
                $"{Phrases.Share(driver.HeldOut.Rate)} / {Phrases.Share(driver.HeldOutRest.Rate)}",
            }));
    }

    private static void WriteOutcomes(CliContext context, IReadOnlyList<Driver> drivers)
    {
        Driver[] measured = [.. drivers.Where(driver => driver.DealSize is not null || driver.CycleDays is not null || driver.Retention is not null)];
        if (measured.Length == 0)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine("With it / without it (* more than chance explains)");
        Tables.Write(
            context.Console,
            ["driver", "median deal#", "median days to win#", "still customers#", "bought more#"],
            measured.Select(driver => new[]
            {
                driver.Label,
                Both(driver.DealSize, value => Text($"{value:#,##0}")),
                Both(driver.CycleDays, value => Text($"{value:0}")),
                Both(driver.Retention, value => Phrases.Share(value)),
                Both(driver.Expansion, value => Phrases.Share(value)),
            }));
    }

    private static void WriteDifferences(CliContext context, IReadOnlyList<OutcomeDifference> outcomes)
    {
        foreach (IGrouping<string, OutcomeDifference> outcome in outcomes.GroupBy(one => one.Outcome, StringComparer.Ordinal))
        {
            (string title, Func<double, string> show) = outcome.Key switch
            {
                "dealSize" => ("Median size of won deals", value => Text($"{value:#,##0}")),
                "cycleDays" => ("Median days to win", value => Text($"{value:0.#}")),
                "retention" => ("Customers that stayed", value => Phrases.Share(value)),
                _ => ("Customers that bought more", (Func<double, string>)(value => Phrases.Share(value))),
            };
            context.Output.WriteLine();
            context.Output.WriteLine(title);
            Tables.Write(
                context.Console,
                ["", "with it#", "without#", "of#", "q#"],
                outcome.Select(one => new[] { one.Label, show(one.Values.With), show(one.Values.Without), $"{Phrases.Number(one.Values.CountWith)} / {Phrases.Number(one.Values.CountWithout)}", Chance(one.Q) }));
        }
    }

    private static void WritePairs(CliContext context, IReadOnlyList<PairEffect> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine("Together they say more, or less, than each");
        Tables.Write(
            context.Console,
            ["pair", "deals#", "won#", "parts promise#", "q#"],
            pairs.Select(pair => new[] { pair.Label, Phrases.Number(pair.With.Deals), Phrases.Share(pair.With.Rate), Phrases.Share(pair.Expected), Chance(pair.Q) }));
    }

    private static void WriteAssociations(CliContext context, string title, IReadOnlyList<Association> associations)
    {
        if (associations.Count == 0)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine(title);
        Tables.Write(
            context.Console,
            ["", "deals#", "won#", "the rest#", "95 %", "q#", "comes with"],
            associations.Take(MostAssociations).Select(one => new[]
            {
                one.Label, Phrases.Number(one.With.Deals), Phrases.Share(one.With.Rate), Phrases.Share(one.Without.Rate), Shares(one.Credible), Chance(one.Q), one.Accompanies ?? "",
            }));
    }

    private static void WriteRoles(CliContext context, IReadOnlyList<RoleTaking> roles)
    {
        RoleTaking[] shown = [.. roles.Where(role => role.Q <= 0.05 && role.ShareOfWon > role.ShareOfLost).Take(MostRoles)];
        if (shown.Length == 0)
        {
            return;
        }

        context.Output.WriteLine();
        context.Output.WriteLine("Who took part in won deals more often than in lost ones");
        Tables.Write(
            context.Console,
            ["role", "won deals#", "lost deals#", "difference 95 %", "q#"],
            shown.Select(role => new[] { role.Role, Phrases.Share(role.ShareOfWon), Phrases.Share(role.ShareOfLost), Shares(role.Difference), Chance(role.Q) }));
    }

    private static string Both(Contrast? contrast, Func<double, string> show) =>
        contrast is null ? "" : $"{show(contrast.With)} / {show(contrast.Without)}{(contrast.P <= 0.01 ? " *" : "")}";

    private static string Rate(WinRate rate) => $"{Phrases.Number(rate.Won)} won ({Phrases.Share(rate.Rate)})";

    private static string Shares(Interval interval) => Text($"{interval.Low * 100:0.0} to {interval.High * 100:0.0} %");

    private static string Chance(double q) => q < 0.0001 ? "<0.0001" : Text($"{q:0.0000}");

    private static string Day(string instant) => instant[..10];

    private static void Indented(CliContext context, string text) => context.Output.WriteLine("  " + text.Replace("\n", "\n  ", StringComparison.Ordinal));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
