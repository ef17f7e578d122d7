using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Strata.Platform.Statistics;

/// <summary>
/// Shares of trials that succeeded. Counts are real numbers, because trials that depend on each other count as fewer than there are; the
/// exact tests take whole ones.
/// </summary>
public static class Proportions
{
    private const double TieTolerance = 1 + 1e-7;

    /// <summary>Wilson's score interval; 0 to 1 without trials.</summary>
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">From 0.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval Wilson(double successes, double trials, double confidence = 0.95)
    {
        if (trials <= 0)
        {
            return new Interval(0, 1);
        }

        double z = Quantile(confidence), share = successes / trials, scale = 1 + (z * z / trials);
        double centre = (share + (z * z / (2 * trials))) / scale;
        double half = z / scale * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4 * trials * trials)));
        return new Interval(successes <= 0 ? 0 : Math.Max(0, centre - half), successes >= trials ? 1 : Math.Min(1, centre + half));
    }

    /// <summary>The exact interval of Clopper and Pearson: never too narrow.</summary>
    public static Interval ClopperPearson(long successes, long trials, double confidence = 0.95)
    {
        double tail = (1 - confidence) / 2;
        return new Interval(
            successes <= 0 ? 0 : Beta.InvCDF(successes, trials - successes + 1, tail),
            successes >= trials ? 1 : Beta.InvCDF(successes + 1, trials - successes, 1 - tail));
    }

    /// <summary>Newcombe's interval (his method 10, from Wilson's) for the first share less the second.</summary>
    public static Interval Difference(double successes, double trials, double otherSuccesses, double otherTrials, double confidence = 0.95)
    {
        if (trials <= 0 || otherTrials <= 0)
        {
            return new Interval(-1, 1);
        }

        double first = successes / trials, second = otherSuccesses / otherTrials, difference = first - second;
        Interval ofFirst = Wilson(successes, trials, confidence), ofSecond = Wilson(otherSuccesses, otherTrials, confidence);
        return new Interval(
            difference - Length(first - ofFirst.Low, ofSecond.High - second),
            difference + Length(ofFirst.High - first, second - ofSecond.Low));
    }

    /// <summary>The z of two shares under the hypothesis that they are one; 0 where that cannot be told.</summary>
    public static double TwoSampleZ(double successes, double trials, double otherSuccesses, double otherTrials)
    {
        if (trials <= 0 || otherTrials <= 0)
        {
            return 0;
        }

        double pooled = (successes + otherSuccesses) / (trials + otherTrials);
        double variance = pooled * (1 - pooled) * ((1 / trials) + (1 / otherTrials));
        return variance <= 0 ? 0 : ((successes / trials) - (otherSuccesses / otherTrials)) / Math.Sqrt(variance);
    }

    /// <summary>The z of a share against a given one, its variance taken from the share itself; 0 where that cannot be told.</summary>
    public static double OneSampleZ(double successes, double trials, double given)
    {
        double share = trials > 0 ? successes / trials : 0, variance = share * (1 - share);
        return variance <= 0 ? 0 : (share - given) / Math.Sqrt(variance / trials);
    }

    /// <summary>The exact two-sided binomial test: how likely as few or as many successes, or less likely numbers of them, are.</summary>
    public static double BinomialTwoSided(long successes, long trials, double given)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        double here = Binomial.PMF(given, (int)trials, (int)successes) * TieTolerance, sum = 0;
        for (int count = 0; count <= trials; count++)
        {
            double probability = Binomial.PMF(given, (int)trials, count);
            sum += probability <= here ? probability : 0;
        }

        return Math.Min(1, sum);
    }

    /// <summary>The exact probability of at most that many successes.</summary>
    public static double BinomialAtMost(long successes, long trials, double given) => Binomial.CDF(given, (int)trials, successes);

    /// <summary>
    /// Fisher's exact two-sided test that two shares are one, given both margins: the sum of the tables that are no more likely.
    /// </summary>
    public static double Fisher(long successes, long trials, long otherSuccesses, long otherTrials)
    {
        long wins = successes + otherSuccesses, all = trials + otherTrials;
        double total = LogChoose(all, wins);
        double LogOf(long count) => LogChoose(trials, count) + LogChoose(otherTrials, wins - count) - total;
        double here = LogOf(successes) + Math.Log(TieTolerance), sum = 0;
        for (long count = Math.Max(0, wins - otherTrials); count <= Math.Min(trials, wins); count++)
        {
            double probability = LogOf(count);
            sum += probability <= here ? Math.Exp(probability) : 0;
        }

        return Math.Min(1, sum);
    }

    /// <summary>Cohen's h: the difference of two shares on the scale on which their variance is the same everywhere.</summary>
    public static double EffectSize(double first, double second) => 2 * (Math.Asin(Math.Sqrt(first)) - Math.Asin(Math.Sqrt(second)));

    private static double LogChoose(long of, long chosen) => SpecialFunctions.BinomialLn((int)of, (int)chosen);

    private static double Quantile(double confidence) => Normal.Quantile(1 - ((1 - confidence) / 2));

    private static double Length(double first, double second) => Math.Sqrt((first * first) + (second * second));
}
