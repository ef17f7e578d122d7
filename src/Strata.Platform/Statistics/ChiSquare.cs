namespace Strata.Platform.Statistics;

/// <summary>A test whose statistic follows the chi-square distribution where its hypothesis holds.</summary>
/// <param name="Statistic">From 0.</param>
/// <param name="DegreesOfFreedom">From 1; 0 where nothing can be told.</param>
/// <param name="P">How likely a statistic as large is where the hypothesis holds.</param>
public readonly record struct ChiSquareTest(double Statistic, int DegreesOfFreedom, double P);

/// <summary>Tests of counts.</summary>
public static class ChiSquare
{
    /// <summary>How likely a value above the statistic is.</summary>
    public static double UpperTail(double statistic, int degreesOfFreedom) =>
        statistic <= 0 || degreesOfFreedom < 1 ? 1 : MathNet.Numerics.SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2.0, statistic / 2);

    /// <summary>Pearson's test that several shares are one.</summary>
    /// <param name="successes">For each group.</param>
    /// <param name="trials">For each group; groups without trials are left out.</param>
    public static ChiSquareTest SameShare(IReadOnlyList<double> successes, IReadOnlyList<double> trials)
    {
        ArgumentNullException.ThrowIfNull(successes);
        ArgumentNullException.ThrowIfNull(trials);
        double all = trials.Sum();
        return Test(successes, trials, all > 0 ? successes.Sum() / all : 0, estimated: 1);
    }

    /// <summary>Pearson's test that several shares are a given one.</summary>
    public static ChiSquareTest GivenShare(IReadOnlyList<double> successes, IReadOnlyList<double> trials, double given)
    {
        ArgumentNullException.ThrowIfNull(successes);
        ArgumentNullException.ThrowIfNull(trials);
        return Test(successes, trials, given, estimated: 0);
    }

    private static ChiSquareTest Test(IReadOnlyList<double> successes, IReadOnlyList<double> trials, double share, int estimated)
    {
        double statistic = 0;
        int groups = 0;
        for (int at = 0; at < trials.Count; at++)
        {
            if (trials[at] > 0)
            {
                groups++;
                double difference = successes[at] - (trials[at] * share);
                statistic += difference * difference / (trials[at] * share * (1 - share));
            }
        }

        int degrees = groups - estimated;
        return degrees < 1 || double.IsNaN(statistic) ? new ChiSquareTest(0, 0, 1) : new ChiSquareTest(statistic, degrees, UpperTail(statistic, degrees));
    }
}
