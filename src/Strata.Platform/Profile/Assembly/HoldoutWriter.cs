using Strata.Language.Time;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Judges a profile by the deals that were held out.</summary>
internal static class HoldoutWriter
{
    private const int LeastFitting = 30;

    public static Holdout Write(DealSet deals, TrainingSet set, DealMeasures measures, ProfileShape shape, double dependence)
    {
        (WinRate fitting, WinRate rest) = measures.HeldOut(shape.Fitting);
        WinRate disqualified = measures.HeldOut(shape.Disqualified).With;
        var all = WinRate.Of(fitting.Deals + rest.Deals, fitting.Won + rest.Won, dependence);
        double? lift = fitting.Rate / all.Rate;
        Interval? interval = lift is null || fitting.Interval is not { } rate || all.Won == 0 ? null : new Interval(rate.Low / all.Rate!.Value, rate.High / all.Rate.Value);
        double p = fitting.Deals == 0 || rest.Deals == 0 ? 1 : measures.P(fitting, rest);
        return new Holdout(
            Microseconds.ToText(deals.Closed[set.Training - 1].ClosedAt!.Value),
            all,
            fitting,
            rest,
            disqualified,
            all.Won == 0 ? null : lift,
            interval,
            (double)fitting.Deals / all.Deals,
            all.Won == 0 ? 0 : (double)fitting.Won / all.Won,
            p,
            Verdict(fitting, rest, p));
    }

    private static string Verdict(WinRate fitting, WinRate rest, double p) => (fitting, rest) switch
    {
        _ when fitting.Deals == 0 => "No later deal fits the profile, so it is not known whether it holds.",
        _ when p <= 0.05 && fitting.Rate > rest.Rate => "It held on later deals: those that fit were won more often, by more than chance explains.",
        _ when p <= 0.05 => "It did not hold: later deals that fit were won less often than the others.",
        _ when fitting.Deals < LeastFitting => $"Only {fitting.Deals} later deals fit: too few to say whether it holds.",
        _ => "On later deals those that fit were not won more often than chance explains: do not rely on it yet.",
    };
}
