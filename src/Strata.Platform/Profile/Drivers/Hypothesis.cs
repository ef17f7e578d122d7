namespace Strata.Platform.Profile.Drivers;

/// <summary>
/// One question to the data: does this flag, this value of a category, or this number at all, tell won deals from lost ones? Of a number
/// the best band speaks, and pays for having been chosen among others.
/// </summary>
/// <param name="Best">The leaf that speaks: of bands that say nearly the same, the one that a person would name.</param>
/// <param name="P">The two-sided p-value of the surest leaf, times the number of leaves among which it was chosen.</param>
internal readonly record struct Hypothesis(LeafScore Best, double P)
{
    /// <summary>How much better a band that speaks against must be than one that speaks for.</summary>
    private const double PriceOfNegation = 1.1;

    /// <summary>The same where one side is open: the other side then says the same, and sells. They differ only by what is not known.</summary>
    private const double PriceOfOpenNegation = 1.5;

    /// <summary>By how much a band with two ends must be better than one with an open side: about what a further number buys by chance.</summary>
    private const double PriceOfSecondEnd = 6;

    /// <summary>The questions that the scores of one feature answer.</summary>
    public static IEnumerable<Hypothesis> Of(BinnedFeature feature, IReadOnlyList<LeafScore> scores)
    {
        if (!feature.HasBands)
        {
            return scores.Select(score => new Hypothesis(score, score.P));
        }

        return scores.Count == 0 ? [] : [new Hypothesis(scores.MaxBy(score => Worth(feature, score)), Math.Min(1, scores.Min(score => score.P) * scores.Count))];
    }

    private static double Worth(BinnedFeature feature, LeafScore score)
    {
        bool isOpen = feature.IsOneSided(score.Leaf);
        double price = (score.Z > 0, isOpen) switch
        {
            (true, _) => 1,
            (_, true) => PriceOfOpenNegation,
            _ => PriceOfNegation,
        };
        return (score.Z * score.Z / price) - (isOpen ? 0 : PriceOfSecondEnd);
    }
}
