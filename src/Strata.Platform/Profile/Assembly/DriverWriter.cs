using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Writes what was found with everything that is known of it.</summary>
internal sealed class DriverWriter(TrainingSet set, DriverFindings found, DealMeasures measures, CustomerMeasures? customers, ProfileShape shape)
{
    /// <summary>So closely must a thing go with a driver, as the correlation of the two, for the driver to be named as what explains it.</summary>
    private const double Company = 0.15;

    /// <summary>A pair whose win rate is closer to what its parts promise is nothing to act on.</summary>
    private const double LeastSurprise = 0.03;

    private readonly Priors _priors = new(found);
    private readonly Dictionary<Leaf, RowBits> _rows = found.Leaves.ToDictionary(leaf => leaf, leaf => leaf.Of.Rows(leaf.From, leaf.To, set.Rows));

    /// <summary>The drivers, those that speak for winning first, the strongest of each first.</summary>
    public IReadOnlyList<Driver> Drivers() =>
        [.. Enumerable.Range(0, found.Leaves.Count).Select(Write).OrderByDescending(driver => driver.SpeaksFor).ThenByDescending(driver => Math.Abs(Math.Log(driver.OddsRatio)))];

    /// <summary>The pairs.</summary>
    public IReadOnlyList<PairEffect> Pairs(IReadOnlyList<PairFinding> pairs) => [.. pairs.Select(Write).Where(pair => Math.Abs((pair.With.Rate ?? 0) - pair.Expected) >= LeastSurprise)];

    private PairEffect Write(PairFinding pair)
    {
        RowBits rows = RowsOf(pair.First).And(RowsOf(pair.Second));
        int[] both = [.. rows.Between(0, set.Training)];
        double expected = both.Average(row => found.Model.Expected[found.Model.PatternOf[row]]);
        return new PairEffect(
            $"{pair.First.Clause} and {pair.Second.Clause}", $"{pair.First.Label} with {pair.Second.Label}", measures.Taught(rows).With, expected, pair.Q);
    }

    /// <summary>What goes with winning by itself and is no driver, the surest first.</summary>
    /// <param name="explained">True for what is told from chance, false for all.</param>
    public IEnumerable<Association> Associations(bool explained)
    {
        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. found.Alone.Select(question => Math.Min(1, question.P * found.Prices.Of(question.Best.Leaf) / found.Alone.Count))]);
        return found.Alone
            .Select((question, at) => (question.Best.Leaf, question.P, Q: adjusted[at]))
            .Where(pair => !found.Leaves.Contains(pair.Leaf) && (!explained || pair.Q <= DriverSearch.FalseDiscoveryRate))
            .OrderBy(pair => pair.P)
            .Select(pair => Describe(pair.Leaf, pair.Q));
    }

    private Association Describe(Leaf leaf, double q)
    {
        RowBits rows = RowsOf(leaf);
        (WinRate with, WinRate without) = measures.Taught(rows);
        BetaPrior prior = _priors.Of(leaf);
        double deals = with.Deals / found.Model.Dependence, won = with.Won / found.Model.Dependence;
        return new Association(leaf.Clause, leaf.Label, with, without, prior.Shrink(won, deals), prior.Credible(won, deals), q, Explanation(leaf, rows));
    }

    private Driver Write(int at)
    {
        Leaf leaf = found.Leaves[at];
        RowBits rows = _rows[leaf];
        (WinRate with, WinRate without) = measures.Taught(rows);
        (WinRate heldOut, WinRate heldOutRest) = measures.HeldOut(rows);
        double effect = found.Effect(at), error = found.Error(at), scale = found.Model.Dependence;
        BetaPrior prior = _priors.Of(leaf);
        return new Driver(
            leaf.Clause,
            leaf.Label,
            leaf.Of.Feature.Name,
            leaf.Of.Feature.Family,
            effect > 0,
            with,
            without,
            prior.Shrink(with.Won / scale, with.Deals / scale),
            prior.Credible(with.Won / scale, with.Deals / scale),
            (with.Rate ?? 0) - (without.Rate ?? 0),
            Proportions.Difference(with.Won / scale, with.Deals / scale, without.Won / scale, without.Deals / scale),
            Math.Exp(effect),
            new Interval(Math.Exp(effect - (Normal.Quantile975 * error)), Math.Exp(effect + (Normal.Quantile975 * error))),
            Math.Min(1, Normal.TwoSided(effect / error) * found.Prices.Of(leaf) / found.Leaves.Count),
            heldOut,
            heldOutRest,
            shape.Parts.Any(part => part.Leaves.Contains(leaf)))
        {
            DealSize = measures.DealSize(rows),
            CycleDays = measures.CycleDays(rows),
            Retention = customers?.Retention(leaf),
            Expansion = customers?.Expansion(leaf),
        };
    }

    private RowBits RowsOf(Leaf leaf) => _rows.TryGetValue(leaf, out RowBits? rows) ? rows : _rows[leaf] = leaf.Of.Rows(leaf.From, leaf.To, set.Rows);

    /// <summary>The driver that goes with it most closely.</summary>
    private string? Explanation(Leaf leaf, RowBits rows)
    {
        if (found.Leaves.Count == 0)
        {
            return null;
        }

        (Leaf driver, double correlation) = found.Leaves.Select(other => (other, Math.Abs(Correlation(rows, _rows[other])))).MaxBy(pair => pair.Item2);
        return correlation >= Company || driver.Of == leaf.Of ? driver.Label : null;
    }

    private double Correlation(RowBits first, RowBits second)
    {
        double n = set.Training, inFirst = first.CountBefore(set.Training), inSecond = second.CountBefore(set.Training);
        double both = first.CountBefore(second, set.Training), variance = inFirst * (n - inFirst) * inSecond * (n - inSecond);
        return variance <= 0 ? 0 : ((n * both) - (inFirst * inSecond)) / Math.Sqrt(variance);
    }
}

/// <summary>What win rates of values of the same kind look like, for each family of features.</summary>
internal sealed class Priors
{
    private readonly Dictionary<FeatureFamily, BetaPrior> _byFamily;

    public Priors(DriverFindings found) => _byFamily = found.Alone
        .GroupBy(question => question.Best.Leaf.Of.Feature.Family)
        .ToDictionary(group => group.Key, group => BetaPrior.Fit(
            [.. group.Select(question => question.Best.Wins / found.Dependence)], [.. group.Select(question => question.Best.Deals / found.Dependence)]));

    public BetaPrior Of(Leaf leaf) => _byFamily[leaf.Of.Feature.Family];
}
