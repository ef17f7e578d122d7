namespace Strata.Platform.Profile.Drivers;

/// <summary>
/// One question to the data: does this flag, this value of a category, or this number at all, tell won deals from lost ones? Of a number
/// the best band speaks, and pays for having been chosen among others.
/// </summary>
/// <param name="Best">The leaf that speaks.</param>
/// <param name="Tries">Among how many leaves it was chosen.</param>
internal readonly record struct Hypothesis(LeafScore Best, int Tries)
{
    /// <summary>The two-sided p-value, the choice accounted for.</summary>
    public double P => Math.Min(1, Best.P * Tries);

    /// <summary>How much better a band that speaks against must be than one that speaks for: its other side says the same, and sells.</summary>
    private const double PriceOfNegation = 1.1;

    /// <summary>By how much a band with two ends must be better than one with an open side: about what a further number buys by chance.</summary>
    private const double PriceOfSecondEnd = 6;

    /// <summary>The questions that the scores of one feature answer.</summary>
    public static IEnumerable<Hypothesis> Of(BinnedFeature feature, IReadOnlyList<LeafScore> scores)
    {
        if (!feature.HasBands)
        {
            return scores.Select(score => new Hypothesis(score, 1));
        }

        return scores.Count == 0 ? [] : [new Hypothesis(scores.MaxBy(score => (score.Z * score.Z / (score.Z > 0 ? 1 : PriceOfNegation)) - (feature.IsOneSided(score.Leaf) ? 0 : PriceOfSecondEnd)), scores.Count)];
    }
}
