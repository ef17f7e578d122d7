using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Drivers;

/// <summary>What a search found.</summary>
/// <param name="Leaves">The drivers in the order found, each with a say of its own beside the others.</param>
/// <param name="Model">The model of all of them.</param>
/// <param name="Alone">Every hypothesis by itself, before any driver was taken.</param>
/// <param name="Dependence">How many deals count as one, with no driver taken into account.</param>
/// <param name="Prices">What p-values are multiplied by because of everything that was asked.</param>
/// <param name="Periods">How many coefficients of the model, after the constant, are those of periods.</param>
internal sealed record DriverFindings(IReadOnlyList<Leaf> Leaves, OutcomeModel Model, IReadOnlyList<Hypothesis> Alone, QuestionPrices Prices, double Dependence, int Periods)
{
    /// <summary>What a driver adds to the log-odds.</summary>
    public double Effect(int driver) => Model.Coefficients[1 + Periods + driver];

    /// <summary>The standard error of that.</summary>
    public double Error(int driver) => Math.Sqrt(Model.Inverse[1 + Periods + driver, 1 + Periods + driver] * Model.Dependence);
}

/// <summary>
/// Finds the leaves that tell won deals from lost ones, each beyond what those found before say. Of things that go together only the one
/// that says most is a driver; the others merely keep it company. The k-th driver is accepted where its p-value, times its price
/// (<see cref="QuestionPrices"/>), divided by k, is at most half the false-discovery rate: the weighted step-up rule of Benjamini and
/// Hochberg along the path.
/// </summary>
internal sealed class DriverSearch
{
    /// <summary>The rate of false finds that is promised.</summary>
    public const double FalseDiscoveryRate = 0.05;

    /// <summary>The rate that the path works with: half, because what it tests is not independent, for which the rule is proven.</summary>
    private const double PathRate = FalseDiscoveryRate / 2;

    /// <summary>A smaller effect on the log-odds (about 15 % of the odds) decides nothing, however sure many deals make it.</summary>
    public const double LeastEffect = 0.15;

    private const int MostDrivers = 24;

    /// <summary>Squares of z that lie so close are alike but for luck.</summary>
    private const double AsGood = 6;

    private readonly TrainingSet _set;
    private readonly IReadOnlyList<BinnedFeature> _features;
    private readonly int _least;
    private readonly Dictionary<Leaf, RowBits> _rows = [];
    private readonly CancellationToken _cancellation;

    private DriverSearch(TrainingSet set, IReadOnlyList<BinnedFeature> features, int least, CancellationToken cancellation)
    {
        _set = set;
        _features = features;
        _least = least;
        _cancellation = cancellation;
    }

    /// <summary>How many deals must have a leaf, and how many must not, for it to be looked at.</summary>
    public static int LeastDeals(int training) => Math.Clamp(training / 200, 5, 50);

    /// <summary>Searches.</summary>
    public static DriverFindings Run(TrainingSet set, IReadOnlyList<BinnedFeature> features, IProgress<double>? progress, CancellationToken cancellation) =>
        new DriverSearch(set, features, LeastDeals(set.Training), cancellation).Run(progress);

    private DriverFindings Run(IProgress<double>? progress)
    {
        var chosen = new List<Leaf>();
        OutcomeModel model = Fit(chosen);
        double dependence = model.Dependence;
        List<Hypothesis> alone = Questions(model, _features);
        var prices = new QuestionPrices(alone);
        List<Hypothesis> questions = alone;
        while (chosen.Count < MostDrivers && questions.Count > 0)
        {
            Hypothesis best = Plainest(questions, prices);
            if (best.P * prices.Of(best.Best.Leaf) / (chosen.Count + 1) > PathRate)
            {
                break;
            }

            chosen.Add(best.Best.Leaf);
            progress?.Report((double)chosen.Count / MostDrivers);
            model = Fit(chosen);
            questions = Questions(model, [.. _features.Where(feature => !feature.HasBands || chosen.All(leaf => leaf.Of != feature))]);
        }

        Refine(chosen);
        model = Prune(chosen, prices);
        return new DriverFindings(chosen, model, alone, prices, dependence, _set.Periods.Count);
    }

    /// <summary>
    /// The surest question; of those that are as sure but for luck, because they say nearly the same, the one that a person would name:
    /// the product rather than its vendor, the country rather than its states, of two values the rarer and,
    /// where both are as frequent, the one that wins.
    /// </summary>
    private static Hypothesis Plainest(List<Hypothesis> questions, QuestionPrices prices)
    {
        Hypothesis surest = questions.MinBy(question => (question.P * prices.Of(question.Best.Leaf), -Math.Abs(question.Best.Z)));
        double square = surest.Best.Z * surest.Best.Z, enough = square - Math.Max(AsGood, square / 20);
        return questions
            .Where(question => question.Best.Z * question.Best.Z >= enough && question.P * prices.Of(question.Best.Leaf) * 10 <= FalseDiscoveryRate)
            .Append(surest)
            .MinBy(question => (question.Best.Leaf.Of.Feature.Detour, Math.Round(-Math.Abs(question.Best.Z), 6), question.Best.Deals, question.Best.Z < 0));
    }

    private List<Hypothesis> Questions(OutcomeModel model, IReadOnlyList<BinnedFeature> features)
    {
        var test = new ScoreTest(_set, model, _least);
        var found = new Hypothesis[features.Count][];
        var options = new ParallelOptions { CancellationToken = _cancellation };
        Parallel.For(0, found.Length, options, place => found[place] = [.. Hypothesis.Of(features[place], [.. test.Scores(features[place])])]);
        return [.. found.SelectMany(hypotheses => hypotheses)];
    }

    /// <summary>A band was chosen when fewer drivers were known; with all of them known another may say more.</summary>
    private void Refine(List<Leaf> chosen)
    {
        for (int at = 0; at < chosen.Count; at++)
        {
            if (!chosen[at].Of.HasBands)
            {
                continue;
            }

            OutcomeModel without = Fit([.. chosen.Where((_, place) => place != at)]);
            if (Questions(without, [chosen[at].Of]) is [{ } again])
            {
                chosen[at] = again.Best.Leaf;
            }
        }
    }

    /// <summary>What was taken early may have merely kept a later one company: it goes, the weakest first.</summary>
    private OutcomeModel Prune(List<Leaf> chosen, QuestionPrices prices)
    {
        OutcomeModel model = Fit(chosen);
        while (chosen.Count > 0)
        {
            double[] values = [.. chosen.Select((leaf, at) => P(model, 1 + _set.Periods.Count + at) * prices.Of(leaf))];
            int weakest = Array.IndexOf(values, values.Max());
            if (values[weakest] / chosen.Count <= PathRate)
            {
                break;
            }

            chosen.RemoveAt(weakest);
            model = Fit(chosen);
        }

        return model;
    }

    /// <summary>The p-value of a coefficient; 1 where it is too small to matter.</summary>
    private static double P(OutcomeModel model, int at) =>
        Math.Abs(model.Coefficients[at]) < LeastEffect ? 1 : Normal.TwoSided(model.Coefficients[at] / Math.Sqrt(model.Inverse[at, at] * model.Dependence));

    private OutcomeModel Fit(IReadOnlyList<Leaf> leaves) => OutcomeModel.Fit(_set, [.. _set.Periods, .. leaves.Select(Rows)]);

    private RowBits Rows(Leaf leaf) => _rows.TryGetValue(leaf, out RowBits? rows) ? rows : _rows[leaf] = leaf.Of.Rows(leaf.From, leaf.To, _set.Rows);
}
