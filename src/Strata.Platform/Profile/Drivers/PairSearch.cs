using MathNet.Numerics.LinearAlgebra;
using Strata.Platform.Statistics;

namespace Strata.Platform.Profile.Drivers;

/// <summary>Two leaves that together say more, or less, than the two of them do.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
/// <param name="Z">The score statistic of having both, beside having each.</param>
/// <param name="P">Two-sided.</param>
/// <param name="Q">The p-value adjusted for all pairs that were looked at.</param>
internal sealed record PairFinding(Leaf First, Leaf Second, double Z, double P, double Q);

/// <summary>
/// Tests pairs of leaves beyond their parts: the score test of having both, with each by itself and every driver in the model.
/// </summary>
internal sealed class PairSearch(TrainingSet set, OutcomeModel model, int least)
{
    /// <summary>So many leaves at the most are paired: drivers, then the strongest by themselves.</summary>
    public const int MostLeaves = 40;

    private const int MostFound = 10;

    /// <summary>Where so large a share of a part has the other too, the pair is the part.</summary>
    private const double Contained = 0.9;

    /// <summary>The pairs that add to their parts at the false-discovery rate.</summary>
    public IReadOnlyList<PairFinding> Find(IReadOnlyList<Leaf> leaves, CancellationToken cancellation)
    {
        RowBits[] rows = [.. leaves.Select(leaf => leaf.Of.Rows(leaf.From, leaf.To, set.Rows))];
        BinSums[] sums = [.. rows.Select(Sum)];
        (int First, int Second)[] pairs =
        [
            .. Enumerable.Range(0, leaves.Count).SelectMany(first => Enumerable.Range(first + 1, leaves.Count - first - 1)
                .Where(second => leaves[first].Of != leaves[second].Of)
                .Select(second => (first, second))),
        ];
        var results = new (double Effect, double Z)?[pairs.Length];
        Parallel.For(0, pairs.Length, new ParallelOptions { CancellationToken = cancellation }, place =>
            results[place] = Test(sums[pairs[place].First], sums[pairs[place].Second], Sum(rows[pairs[place].First].And(rows[pairs[place].Second]))));
        var tested = new List<(PairFinding Pair, double Effect)>();
        for (int place = 0; place < pairs.Length; place++)
        {
            if (results[place] is var (effect, z))
            {
                tested.Add((new PairFinding(leaves[pairs[place].First], leaves[pairs[place].Second], z, Normal.TwoSided(z), 1), effect));
            }
        }

        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. tested.Select(one => one.Pair.P)]);
        return [.. tested
            .Select((one, at) => (Pair: one.Pair with { Q = adjusted[at] }, one.Effect))
            .Where(one => one.Pair.Q <= DriverSearch.FalseDiscoveryRate && Math.Abs(one.Effect) >= DriverSearch.LeastEffect)
            .Select(one => one.Pair)
            .OrderBy(pair => pair.P)
            .Take(MostFound)];
    }

    private BinSums Sum(RowBits rows)
    {
        var sums = new BinSums(model.Size);
        foreach (int row in rows.Between(0, set.Training))
        {
            sums.Add(model, model.PatternOf[row], set.Won[row]);
        }

        return sums;
    }

    /// <summary>About what having both adds to the log-odds, and the statistic; null where too few deals have both, or nearly all of either.</summary>
    private (double Effect, double Z)? Test(BinSums first, BinSums second, BinSums both)
    {
        if (both.Deals < 2 * least || both.Deals > Contained * Math.Min(first.Deals, second.Deals))
        {
            return null;
        }

        BinSums[] all = [first, second, both];
        double[,] shared = { { first.Weights[0], both.Weights[0], both.Weights[0] }, { both.Weights[0], second.Weights[0], both.Weights[0] }, { both.Weights[0], both.Weights[0], both.Weights[0] } };
        Matrix<double> information = Matrix<double>.Build.DenseOfArray(shared);
        Vector<double>[] loads = [.. all.Select(sums => model.Inverse * Vector<double>.Build.Dense(sums.Weights))];
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                information[row, column] -= Vector<double>.Build.Dense(all[row].Weights) * loads[column];
            }
        }

        // A part that is a driver already has nothing left to say; its row would be 0.
        int[] parts = [.. new[] { 0, 1 }.Where(part => information[part, part] > 1e-4 * all[part].Weights[0])];
        double residual = both.Residual, variance = information[2, 2];
        if (parts.Length > 0)
        {
            Matrix<double> inner = Matrix<double>.Build.Dense(parts.Length, parts.Length, (row, column) => information[parts[row], parts[column]]);
            Vector<double> cross = Vector<double>.Build.Dense(parts.Length, part => information[2, parts[part]]);
            Vector<double> weights = inner.Solve(cross);
            residual -= weights * Vector<double>.Build.Dense(parts.Length, part => all[parts[part]].Residual);
            variance -= weights * cross;
        }

        return variance > 1e-4 * both.Weights[0] ? (residual / variance, residual / Math.Sqrt(variance * model.Dependence)) : null;
    }
}
