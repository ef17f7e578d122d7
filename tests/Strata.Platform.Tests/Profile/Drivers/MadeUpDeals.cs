using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Tests.Profile.Drivers;

/// <summary>Deals of made-up accounts whose outcomes follow a known law, as features and outcomes without a warehouse.</summary>
internal sealed class MadeUpDeals
{
    private const long Day = 86_400_000_000;
    private readonly Random _random;
    private readonly List<(Feature Feature, Func<int, double> Value)> _numbers = [];
    private readonly List<(Feature Feature, string[] Names)> _categories = [];
    private readonly Dictionary<string, double[]> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _codes = new(StringComparer.Ordinal);

    public MadeUpDeals(int seed, int count, int dealsOfAccount = 1)
    {
        _random = new Random(seed);
        Count = count;
        AccountOf = [.. Enumerable.Range(0, count).Select(row => row / dealsOfAccount)];
    }

    public int Count { get; }

    public int[] AccountOf { get; }

    /// <summary>Adds a flag that a share of the accounts has.</summary>
    public double[] AddFlag(string name, double share)
    {
        var feature = new Feature(name, FeatureFamily.Technographic, FeatureKind.Flag, name) { Clause = $"any(technologies where product = \"{name}\")" };
        double[] ofAccount = [.. Enumerable.Range(0, Count).Select(_ => _random.NextDouble() < share ? 1.0 : 0)];
        _values[name] = [.. AccountOf.Select(account => ofAccount[account])];
        _numbers.Add((feature, row => _values[name][row]));
        return _values[name];
    }

    /// <summary>Adds a number spread evenly over the powers of ten from 10 to 100,000.</summary>
    public double[] AddNumber(string name)
    {
        var feature = new Feature(name, FeatureFamily.Firmographic, FeatureKind.Number, name) { Path = name };
        double[] ofAccount = [.. Enumerable.Range(0, Count).Select(_ => Math.Round(Math.Pow(10, 1 + (4 * _random.NextDouble()))))];
        _values[name] = [.. AccountOf.Select(account => ofAccount[account])];
        _numbers.Add((feature, row => _values[name][row]));
        return _values[name];
    }

    /// <summary>Adds a category of values alike frequent.</summary>
    public int[] AddCategory(string name, params string[] names)
    {
        var feature = new Feature(name, FeatureFamily.Firmographic, FeatureKind.Category, name) { Path = name };
        int[] ofAccount = [.. Enumerable.Range(0, Count).Select(_ => _random.Next(names.Length))];
        _codes[name] = [.. AccountOf.Select(account => ofAccount[account])];
        _categories.Add((feature, names));
        return _codes[name];
    }

    /// <summary>Draws the outcomes and searches.</summary>
    /// <param name="logOdds">The log-odds of winning of each row.</param>
    /// <param name="accountNoise">The standard deviation of what all deals of an account share.</param>
    public (DriverFindings Found, TrainingSet Set) Search(Func<int, double> logOdds, double accountNoise = 0)
    {
        double[] noise = [.. Enumerable.Range(0, Count).Select(_ => accountNoise * MathNet.Numerics.Distributions.Normal.Sample(_random, 0, 1))];
        Deal[] deals = [.. Enumerable.Range(0, Count).Select(row =>
        {
            long created = _random.Next(0, 700) * Day;
            bool won = _random.NextDouble() < 1 / (1 + Math.Exp(-logOdds(row) - noise[AccountOf[row]]));
            return new Deal($"d{row}", AccountOf[row], created, created + (30 * Day), won, null, null, null);
        })];
        var set = new TrainingSet(deals, Count);
        FeatureTable table = Table();
        int least = DriverSearch.LeastDeals(Count);
        BinnedFeature[] features = [.. Enumerable.Range(0, table.Features.Count).Select(place => BinnedFeature.Of(table, place, Count, least)).OfType<BinnedFeature>()];
        return (DriverSearch.Run(set, features, null, CancellationToken.None), set);
    }

    private FeatureTable Table()
    {
        Feature[] features = [.. _numbers.Select(number => number.Feature), .. _categories.Select(category => category.Feature)];
        FeatureColumn[] columns =
        [
            .. _numbers.Select(number => number.Feature.Kind == FeatureKind.Flag ? Sparse(number.Value) : (FeatureColumn)new DenseColumn([.. Enumerable.Range(0, Count).Select(number.Value)])),
            .. _categories.Select(category => new CategoryColumn(_codes[category.Feature.Name], category.Names)),
        ];
        return new FeatureTable(Count, features, columns);
    }

    private SparseColumn Sparse(Func<int, double> value)
    {
        int[] at = [.. Enumerable.Range(0, Count).Where(row => value(row) > 0)];
        return new SparseColumn(at, [.. at.Select(_ => 1f)]);
    }
}
