namespace Strata.Platform.Profile.Drivers;

/// <summary>
/// What a question's p-value is multiplied by because of everything that was asked. A subject with many questions (a hundred products) pays
/// more for each than one with a single question (the number of employees), by the square root of their number: half way between one say
/// for every question and one for every subject. The weights are set before any outcome is looked at, and their mean is 1, so that the
/// false-discovery rate is the one without them.
/// </summary>
internal sealed class QuestionPrices
{
    private readonly Dictionary<string, double> _roots;
    private readonly double _sum;

    /// <summary>Prices of the questions that were asked.</summary>
    public QuestionPrices(IEnumerable<Hypothesis> asked)
    {
        _roots = asked
            .GroupBy(question => question.Best.Leaf.Of.Feature.Subject, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Math.Sqrt(group.Count()), StringComparer.Ordinal);
        _sum = _roots.Values.Sum();
    }

    /// <summary>The price of a question about a leaf's feature.</summary>
    public double Of(Leaf leaf) => _sum * _roots.GetValueOrDefault(leaf.Of.Feature.Subject, 1);
}
