namespace Strata.Platform.Statistics;

/// <summary>
/// What shares look like before any is seen, as a beta distribution that many of them taught (empirical Bayes). A share seen in few trials
/// is drawn towards its mean, one seen in many stays what it is.
/// </summary>
/// <param name="Alpha">Above 0.</param>
/// <param name="Beta">Above 0.</param>
public readonly record struct BetaPrior(double Alpha, double Beta)
{
    /// <summary>So many trials the prior is worth at the most, where shares differ no more than chance lets them.</summary>
    private const double MostStrength = 10_000;

    private const double LeastStrength = 2;

    /// <summary>The mean share.</summary>
    public double Mean => Alpha / (Alpha + Beta);

    /// <summary>How many trials the prior is worth.</summary>
    public double Strength => Alpha + Beta;

    /// <summary>
    /// Learns the prior from shares by moments: the mean is that of all trials, the spread what is left of the variance between shares
    /// when that of chance is taken away.
    /// </summary>
    public static BetaPrior Fit(IReadOnlyList<double> successes, IReadOnlyList<double> trials)
    {
        ArgumentNullException.ThrowIfNull(successes);
        ArgumentNullException.ThrowIfNull(trials);
        double all = trials.Sum(), mean = all > 0 ? Math.Clamp(successes.Sum() / all, 1e-6, 1 - 1e-6) : 0.5;
        double squares = 0, weight = 0;
        int groups = 0;
        for (int at = 0; at < trials.Count; at++)
        {
            if (trials[at] > 0)
            {
                double difference = (successes[at] / trials[at]) - mean;
                squares += trials[at] * difference * difference;
                weight += trials[at] * trials[at];
                groups++;
            }
        }

        // DerSimonian and Laird: E[squares] = chance × (groups − 1) + between × (all − Σ trials² / all).
        double chance = mean * (1 - mean), scale = all - (all > 0 ? weight / all : 0);
        double between = groups < 2 || scale <= 0 ? 0 : (squares - (chance * (groups - 1))) / scale;
        double strength = between <= 0 ? MostStrength : Math.Clamp((chance / between) - 1, LeastStrength, MostStrength);
        return new BetaPrior(mean * strength, (1 - mean) * strength);
    }

    /// <summary>The share after trials.</summary>
    public double Shrink(double successes, double trials) => (Alpha + successes) / (Strength + trials);

    /// <summary>The interval in which the share lies with the given probability after trials, as much of the rest on each side.</summary>
    public Interval Credible(double successes, double trials, double probability = 0.95)
    {
        double tail = (1 - probability) / 2, alpha = Alpha + successes, beta = Beta + Math.Max(0, trials - successes);
        return new Interval(MathNet.Numerics.Distributions.Beta.InvCDF(alpha, beta, tail), MathNet.Numerics.Distributions.Beta.InvCDF(alpha, beta, 1 - tail));
    }
}
