using System.Runtime.Intrinsics;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Trees;

/// <summary>Grows boosted trees for the log loss, each where the ones before it leave most to gain (Friedman 2001; XGBoost's second-order form).</summary>
internal static class BoostedTreesTrainer
{
    private const int BlockRows = 8192;

    /// <summary>Grows trees as long as they make the rows held out better; of what was grown past the best, nothing is kept.</summary>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="labels">How they ended.</param>
    /// <param name="heldOut">Rows that decide when to stop; null to grow as many trees as the options say.</param>
    /// <param name="heldOutLabels">How those ended.</param>
    /// <param name="options">How to grow.</param>
    /// <param name="cancellation">Stops.</param>
    public static BoostingResult Train(
        BinnedRows rows, bool[] labels, BinnedRows? heldOut, bool[] heldOutLabels, BoostingOptions options, CancellationToken cancellation)
    {
        double bias = LogOdds.Of((labels.Count(label => label) + 0.5) / (labels.Length + 1.0));
        var grower = new TreeGrower(rows, options);
        var draw = new Draw(rows, options);
        var derivatives = new Vector128<double>[rows.Rows];
        double[] predictions = Filled(rows.Rows, bias), heldOutPredictions = Filled(heldOut?.Rows ?? 0, bias);
        double[] bestPredictions = heldOutPredictions;
        double best = double.PositiveInfinity;
        var trees = new List<Tree>();
        int kept = 0;
        while (trees.Count < options.MostTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            Differentiate(predictions, labels, derivatives);
            (int[] seen, int[] unseen, int[] features) = draw.Next();
            Tree tree = grower.Grow(derivatives, seen, features, predictions);
            InBlocks(unseen.Length, place => predictions[unseen[place]] += tree.Predict(rows.Bins, unseen[place]));

            trees.Add(tree);
            if (heldOut is null)
            {
                kept = trees.Count;
                continue;
            }

            Follow(heldOut, tree, heldOutPredictions);
            double loss = LogOdds.Loss(heldOutPredictions, heldOutLabels);
            if (loss < best)
            {
                (best, kept, bestPredictions) = (loss, trees.Count, (double[])heldOutPredictions.Clone());
            }
            else if (trees.Count - kept >= options.Patience)
            {
                break;
            }
        }

        return new(new BoostedTrees(rows.Columns, bias, trees[..kept]), bestPredictions);
    }

    private static void Differentiate(double[] predictions, bool[] labels, Vector128<double>[] derivatives)
    {
        InBlocks(predictions.Length, row =>
        {
            double probability = LogOdds.ToProbability(predictions[row]);
            derivatives[row] = Vector128.Create(probability - (labels[row] ? 1 : 0), Math.Max(probability * (1 - probability), 1e-16));
        });
    }

    private static void Follow(BinnedRows rows, Tree tree, double[] predictions)
    {
        InBlocks(predictions.Length, row => predictions[row] += tree.Predict(rows.Bins, row));
    }

    /// <summary>Acts on every row, on several processors where there are many.</summary>
    private static void InBlocks(int rows, Action<int> act) => Parallel.For(0, (rows + BlockRows - 1) / BlockRows, block =>
    {
        for (int row = block * BlockRows; row < Math.Min(rows, (block + 1) * BlockRows); row++)
        {
            act(row);
        }
    });

    private static double[] Filled(int length, double value)
    {
        var values = new double[length];
        Array.Fill(values, value);
        return values;
    }

    /// <summary>Which rows and columns each tree sees.</summary>
    private sealed class Draw(BinnedRows rows, BoostingOptions options)
    {
        private CounterRandom _random = new(options.Seed, RandomStream.BoostedTrees, 0);

        public (int[] Seen, int[] Unseen, int[] Features) Next()
        {
            var seen = new List<int>(rows.Rows);
            var unseen = new List<int>();
            for (int row = 0; row < rows.Rows; row++)
            {
                (options.RowShare >= 1 || _random.Chance(options.RowShare) ? seen : unseen).Add(row);
            }

            int[] features = [.. Enumerable.Range(0, rows.Columns.Count)];
            int wanted = Math.Max(1, (int)Math.Ceiling(options.ColumnShare * features.Length));
            for (int place = 0; place < wanted; place++)
            {
                int other = place + _random.Below(features.Length - place);
                (features[place], features[other]) = (features[other], features[place]);
            }

            int[] chosen = features[..wanted];
            Array.Sort(chosen);
            return ([.. seen], [.. unseen], chosen);
        }
    }
}

/// <summary>What growing gave.</summary>
/// <param name="Model">The trees that were kept.</param>
/// <param name="HeldOut">Their log-odds of the rows held out; empty where there were none.</param>
internal sealed record BoostingResult(BoostedTrees Model, double[] HeldOut);
