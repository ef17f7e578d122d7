using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Trees;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Tests.Scoring.Trees;

public sealed class TreeShapTests
{
    [Fact]
    public void Values_are_those_of_the_definition()
    {
        (LabelledRows rows, _) = ScoringData.Make(3000, seed: 7);
        ColumnBins[] bins = [.. rows.Matrix.Columns.Select(column => BinBuilder.Build(column, 32, 1))];
        BinnedRows binned = BinnedRows.Of(bins, rows.Matrix);
        BoostedTrees model = BoostedTreesTrainer.Train(
            binned, rows.Labels, null, [], new BoostingOptions { MostTrees = 8, Leaves = 12, Depth = 8, ColumnShare = 1 }, CancellationToken.None).Model;
        for (int row = 0; row < 20; row++)
        {
            byte[] at = [.. binned.Bins.Select(column => column[row])];
            var values = new double[at.Length];
            foreach (Tree tree in model.Trees)
            {
                TreeShap.Add(tree, at, values);
            }

            double[] expected = ByDefinition(model.Trees, at);
            for (int feature = 0; feature < values.Length; feature++)
            {
                values[feature].ShouldBe(expected[feature], 1e-9);
            }
        }
    }

    [Fact]
    public void Values_add_up_to_the_prediction()
    {
        (LabelledRows rows, _) = ScoringData.Make(2000, seed: 3);
        ColumnBins[] bins = [.. rows.Matrix.Columns.Select(column => BinBuilder.Build(column, 256, 1))];
        BoostedTrees model = BoostedTreesTrainer.Train(
            BinnedRows.Of(bins, rows.Matrix), rows.Labels, null, [], new BoostingOptions { MostTrees = 30 }, CancellationToken.None).Model;
        double[] predictions = model.Predict(rows.Matrix, CancellationToken.None);
        for (int row = 0; row < 50; row++)
        {
            ModelMatrix one = rows.Matrix.Take([row]);
            (model.Expected() + model.Contributions(one).Sum()).ShouldBe(predictions[row], 1e-9);
        }
    }

    /// <summary>Shapley's sum over every set of columns; a column outside of the set is averaged over by the rows that came by.</summary>
    private static double[] ByDefinition(IReadOnlyList<Tree> trees, byte[] bins)
    {
        int count = bins.Length;
        double Value(int set) => trees.Sum(tree => Descend(tree, 0, bins, set));
        var values = new double[count];
        for (int feature = 0; feature < count; feature++)
        {
            for (int set = 0; set < 1 << count; set++)
            {
                if ((set >> feature & 1) == 0)
                {
                    int size = int.PopCount(set);
                    double weight = Factorial(size) * Factorial(count - size - 1) / Factorial(count);
                    values[feature] += weight * (Value(set | 1 << feature) - Value(set));
                }
            }
        }

        return values;
    }

    private static double Descend(Tree tree, int node, byte[] bins, int set)
    {
        int feature = tree.Feature[node];
        if (feature < 0)
        {
            return tree.Value[node];
        }

        (int left, int right) = (tree.Left[node], tree.Right[node]);
        return (set >> feature & 1) != 0
            ? Descend(tree, tree.GoesLeft(node, bins[feature]) ? left : right, bins, set)
            : ((tree.Cover[left] * Descend(tree, left, bins, set)) + (tree.Cover[right] * Descend(tree, right, bins, set))) / tree.Cover[node];
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
