using MathNet.Numerics.LinearAlgebra;
using BitOperations = System.Numerics.BitOperations;

namespace Strata.Platform.Profile.Drivers;

/// <summary>
/// A logistic regression of winning on a few leaves. Deals that agree on all of them are one pattern, so that fitting costs what the
/// patterns cost. A slight ridge keeps a leaf without wins finite.
/// </summary>
internal sealed class OutcomeModel
{
    /// <summary>The most leaves: a bit of a word each.</summary>
    public const int MostLeaves = 40;

    private const double Ridge = 0.05;
    private const int MostSteps = 50;

    private readonly ulong[] _patterns;
    private readonly double[] _trials;
    private readonly double[] _wins;

    private OutcomeModel(int leaves, ulong[] patterns, int[] patternOf, double[] trials, double[] wins)
    {
        Size = leaves + 1;
        _patterns = patterns;
        PatternOf = patternOf;
        _trials = trials;
        _wins = wins;
        Coefficients = Vector<double>.Build.Dense(Size);
        Expected = new double[patterns.Length];
        Weight = new double[patterns.Length];
        Inverse = Matrix<double>.Build.Dense(Size, Size);
    }

    /// <summary>How many coefficients, that of the constant included.</summary>
    public int Size { get; }

    /// <summary>The coefficients: the constant, then the leaves.</summary>
    public Vector<double> Coefficients { get; private set; }

    /// <summary>The inverse of the information: the variances of the coefficients where deals are independent.</summary>
    public Matrix<double> Inverse { get; private set; }

    /// <summary>The pattern of each deal that teaches.</summary>
    public int[] PatternOf { get; }

    /// <summary>The probability of winning of each pattern.</summary>
    public double[] Expected { get; }

    /// <summary>The variance of the outcome of each pattern.</summary>
    public double[] Weight { get; }

    /// <summary>
    /// How much larger variances are because deals of an account resemble each other: from 1. So many deals count as one.
    /// </summary>
    public double Dependence { get; private set; } = 1;

    /// <summary>The leaves of a pattern, a bit each from the first on.</summary>
    public ulong LeavesOf(int pattern) => _patterns[pattern];

    /// <summary>Fits the model to the deals that teach.</summary>
    public static OutcomeModel Fit(TrainingSet set, IReadOnlyList<RowBits> leaves)
    {
        var masks = new ulong[set.Training];
        for (int leaf = 0; leaf < leaves.Count; leaf++)
        {
            foreach (int row in leaves[leaf].Between(0, set.Training))
            {
                masks[row] |= 1UL << leaf;
            }
        }

        var places = new Dictionary<ulong, int>();
        var patternOf = new int[set.Training];
        for (int row = 0; row < masks.Length; row++)
        {
            if (!places.TryGetValue(masks[row], out int place))
            {
                places[masks[row]] = place = places.Count;
            }

            patternOf[row] = place;
        }

        var trials = new double[places.Count];
        var wins = new double[places.Count];
        for (int row = 0; row < masks.Length; row++)
        {
            trials[patternOf[row]]++;
            wins[patternOf[row]] += set.Won[row] ? 1 : 0;
        }

        var model = new OutcomeModel(leaves.Count, [.. places.OrderBy(pair => pair.Value).Select(pair => pair.Key)], patternOf, trials, wins);
        model.Solve();
        model.MeasureDependence(set);
        return model;
    }

    /// <summary>The probability of winning of a deal with the given leaves.</summary>
    public double Predict(ulong leaves)
    {
        double logit = Coefficients[0];
        for (ulong left = leaves; left != 0; left &= left - 1)
        {
            logit += Coefficients[BitOperations.TrailingZeroCount(left) + 1];
        }

        return 1 / (1 + Math.Exp(-logit));
    }

    /// <summary>Newton's method; a step that does not help is halved.</summary>
    private void Solve()
    {
        double mean = Math.Clamp(_wins.Sum() / _trials.Sum(), 1e-6, 1 - 1e-6);
        Coefficients[0] = Math.Log(mean / (1 - mean));
        double before = Likelihood(Coefficients);
        for (int step = 0; step < MostSteps; step++)
        {
            (Vector<double> gradient, Matrix<double> information) = Derivatives();
            Vector<double> change = information.Cholesky().Solve(gradient);
            Vector<double> moved = Coefficients + change;
            double after = Likelihood(moved);
            for (int halving = 0; halving < 20 && after < before; halving++)
            {
                change /= 2;
                moved = Coefficients + change;
                after = Likelihood(moved);
            }

            Coefficients = moved;
            bool isDone = after - before < 1e-9 * (1 + Math.Abs(after));
            before = after;
            if (isDone)
            {
                break;
            }
        }

        Inverse = Derivatives().Information.Cholesky().Solve(Matrix<double>.Build.DenseIdentity(Size));
    }

    private double Likelihood(Vector<double> coefficients)
    {
        Coefficients = coefficients;
        double sum = 0;
        for (int leaf = 1; leaf < Size; leaf++)
        {
            sum -= Ridge / 2 * coefficients[leaf] * coefficients[leaf];
        }

        for (int pattern = 0; pattern < _patterns.Length; pattern++)
        {
            double chance = Math.Clamp(Predict(_patterns[pattern]), 1e-12, 1 - 1e-12);
            sum += (_wins[pattern] * Math.Log(chance)) + ((_trials[pattern] - _wins[pattern]) * Math.Log(1 - chance));
        }

        return sum;
    }

    private (Vector<double> Gradient, Matrix<double> Information) Derivatives()
    {
        Vector<double> gradient = Vector<double>.Build.Dense(Size);
        Matrix<double> information = Matrix<double>.Build.Dense(Size, Size);
        Span<int> present = stackalloc int[MostLeaves + 1];
        for (int pattern = 0; pattern < _patterns.Length; pattern++)
        {
            Expected[pattern] = Predict(_patterns[pattern]);
            Weight[pattern] = Math.Max(Expected[pattern] * (1 - Expected[pattern]), 1e-12);
            double residual = _wins[pattern] - (_trials[pattern] * Expected[pattern]), weight = _trials[pattern] * Weight[pattern];
            int count = 0;
            present[count++] = 0;
            for (ulong left = _patterns[pattern]; left != 0; left &= left - 1)
            {
                present[count++] = BitOperations.TrailingZeroCount(left) + 1;
            }

            for (int row = 0; row < count; row++)
            {
                gradient[present[row]] += residual;
                for (int column = 0; column < count; column++)
                {
                    information[present[row], present[column]] += weight;
                }
            }
        }

        for (int leaf = 1; leaf < Size; leaf++)
        {
            gradient[leaf] -= Ridge * Coefficients[leaf];
            information[leaf, leaf] += Ridge;
        }

        return (gradient, information);
    }

    private void MeasureDependence(TrainingSet set)
    {
        var residuals = new double[set.Accounts];
        double expected = 0;
        for (int row = 0; row < set.Training; row++)
        {
            residuals[set.Account[row]] += (set.Won[row] ? 1 : 0) - Expected[PatternOf[row]];
            expected += Weight[PatternOf[row]];
        }

        Dependence = Math.Max(1, residuals.Sum(residual => residual * residual) / expected);
    }
}
