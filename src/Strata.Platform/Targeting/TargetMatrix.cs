using System.Globalization;

namespace Strata.Platform.Targeting;

/// <summary>
/// Fit against timing. Those who fit best and are in the market now are worth a person each; best fit without a sign, good fit with one, and
/// whoever is hot, are worth a small group; the rest that fits or stirs is reached by programme; who neither fits nor stirs is not on the list.
/// </summary>
/// <param name="fit">The bands of fit.</param>
/// <param name="timing">The bands of timing.</param>
internal sealed class TargetMatrix(TargetBands fit, TargetBands timing)
{
    /// <summary>Grades of fit, the best first.</summary>
    public static readonly string[] FitGrades = ["A", "B", "C"];

    /// <summary>Grades of timing, the best first.</summary>
    public static readonly string[] TimingGrades = ["Hot", "Warm", "Cold"];

    /// <summary>Who may be worked one by one, in the language.</summary>
    public string OneToOne => $"{fit.Value} >= {Text(fit.Upper)} and {timing.Value} > 0 or {fit.Value} >= {Text(fit.Lower)} and {timing.Value} >= {Text(timing.Upper)}";

    /// <summary>Who may be worked in small groups or one by one.</summary>
    public string UpToFew => $"{fit.Value} >= {Text(fit.Upper)} or {fit.Value} >= {Text(fit.Lower)} and {timing.Value} > 0 or {timing.Value} >= {Text(timing.Upper)}";

    /// <summary>Who is on the list.</summary>
    public string OnTheList => $"{fit.Value} >= {Text(fit.Lower)} or {timing.Value} > 0";

    /// <summary>Chooses bands: the best fifth of fit is A and the better half B; the best fifth of those with any timing is hot.</summary>
    /// <param name="fitValue">What fit is, in the language.</param>
    /// <param name="fits">The fits that are known.</param>
    /// <param name="timingValue">What timing is, in the language.</param>
    /// <param name="timings">The timings that are known.</param>
    public static TargetMatrix Choose(string fitValue, IEnumerable<double> fits, string timingValue, IEnumerable<double> timings)
    {
        double[] sortedFits = [.. fits.Order()], stirring = [.. timings.Where(value => value > 0).Order()];
        return new TargetMatrix(
            new TargetBands(fitValue, Round(Quantile(sortedFits, 0.8)), Round(Quantile(sortedFits, 0.5))),
            new TargetBands(timingValue, stirring.Length == 0 ? 1 : Round(Quantile(stirring, 0.8)), 0));
    }

    /// <summary>The bands of fit.</summary>
    public TargetBands Fit => fit;

    /// <summary>The bands of timing.</summary>
    public TargetBands Timing => timing;

    /// <summary>The grade of a fit; what is not known is C.</summary>
    public string GradeOfFit(double? value) => value >= fit.Upper ? "A" : value >= fit.Lower ? "B" : "C";

    /// <summary>The grade of a timing; what is not known is cold.</summary>
    public string GradeOfTiming(double? value) => value >= timing.Upper && value > 0 ? "Hot" : value > 0 ? "Warm" : "Cold";

    /// <summary>The best tier of a cell; null where it is not on the list.</summary>
    public static string? TierOf(string fitGrade, string timingGrade) => (fitGrade, timingGrade) switch
    {
        ("A", "Hot" or "Warm") or ("B", "Hot") => TierNames.OneToOne,
        ("A", _) or ("B", "Warm") or (_, "Hot") => TierNames.OneToFew,
        ("B", _) or (_, "Warm") => TierNames.OneToMany,
        _ => null,
    };

    /// <summary>A number as the language writes it.</summary>
    public static string Text(double value) => ((decimal)value).ToString("0.####", CultureInfo.InvariantCulture);

    private static double Quantile(double[] sorted, double share) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    /// <summary>To two digits, downwards: a bound that a person can keep in mind, at which nobody above the quantile is lost.</summary>
    private static double Round(double value)
    {
        if (value <= 0 || !double.IsFinite(value))
        {
            return Math.Max(value, 0);
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return Math.Max(Math.Floor(value / unit * (1 + 1e-12)) * unit, 0.0001);
    }
}
