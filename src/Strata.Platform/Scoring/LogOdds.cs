namespace Strata.Platform.Scoring;

/// <summary>Probabilities as log-odds and back.</summary>
internal static class LogOdds
{
    /// <summary>No probability is told as surer than this, so that no loss is infinite.</summary>
    public const double Certainty = 1e-9;

    /// <summary>The log-odds of a probability.</summary>
    public static double Of(double probability)
    {
        double bounded = Math.Clamp(probability, Certainty, 1 - Certainty);
        return Math.Log(bounded / (1 - bounded));
    }

    /// <summary>The probability of log-odds.</summary>
    public static double ToProbability(double logOdds)
    {
        if (logOdds >= 0)
        {
            return 1 / (1 + Math.Exp(-logOdds));
        }

        double odds = Math.Exp(logOdds);
        return odds / (1 + odds);
    }

    /// <summary>The mean log loss of log-odds, in nats; NaN for no rows.</summary>
    public static double Loss(ReadOnlySpan<double> logOdds, ReadOnlySpan<bool> labels)
    {
        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            double against = labels[row] ? -logOdds[row] : logOdds[row];
            sum += Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }

        return sum / labels.Length;
    }
}
