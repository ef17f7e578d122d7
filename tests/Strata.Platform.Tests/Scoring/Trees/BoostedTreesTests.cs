using System.Text.Json;
using Strata.Platform.Scoring;
using Strata.Platform.Scoring.Binning;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;
using Strata.Platform.Scoring.Trees;
using Strata.Platform.Scoring.Calibration;

namespace Strata.Platform.Tests.Scoring.Trees;

public sealed class BoostedTreesTests
{
    [Fact]
    public void What_only_two_columns_together_say_is_learnt()
    {
        double[] left = new double[4000], right = new double[4000];
        var labels = new bool[4000];
        for (int row = 0; row < labels.Length; row++)
        {
            left[row] = row % 2;
            right[row] = row / 2 % 2;
            labels[row] = left[row] != right[row];
        }

        // Were both exactly even, no first split would gain anything.
        labels[0] = !labels[0];
        var matrix = new ModelMatrix(labels.Length, [ModelColumn.OfNumbers("left", left), ModelColumn.OfNumbers("right", right)]);
        BoostedTrees model = Train(matrix, labels, new BoostingOptions { MostTrees = 100, ColumnShare = 1 });
        RocArea.Of(model.Predict(matrix, CancellationToken.None), labels)!.Area.ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void The_side_of_what_is_not_known_is_learnt()
    {
        double[] values = [.. Enumerable.Range(0, 2000).Select(row => row % 3 == 0 ? double.NaN : row % 10)];
        bool[] labels = [.. values.Select(value => double.IsNaN(value) || value >= 5)];
        var matrix = new ModelMatrix(values.Length, [ModelColumn.OfNumbers("value", values)]);
        double[] predictions = Train(matrix, labels, new BoostingOptions { MostTrees = 50 }).Predict(matrix, CancellationToken.None);
        RocArea.Of(predictions, labels)!.Area.ShouldBe(1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trees_and_another_gives_others()
    {
        (LabelledRows rows, _) = ScoringData.Make(20_000, seed: 5);
        string Json(ulong seed) => JsonSerializer.Serialize(Train(rows.Matrix, rows.Labels, new BoostingOptions { MostTrees = 5, Seed = seed }));
        Json(1).ShouldBe(Json(1));
        Json(1).ShouldNotBe(Json(2));
    }

    [Fact]
    public void Growing_stops_when_rows_held_out_gain_nothing_more()
    {
        (LabelledRows rows, _) = ScoringData.Make(3000, seed: 9);
        ColumnBins[] bins = [.. rows.Matrix.Columns.Select(column => BinBuilder.Build(column, 256, 1))];
        BinnedRows binned = BinnedRows.Of(bins, rows.Matrix);
        int[] inside = [.. Enumerable.Range(0, 2000)], outside = [.. Enumerable.Range(2000, 1000)];
        BoostingResult result = BoostedTreesTrainer.Train(
            binned.Take(inside), rows.Labels[..2000], binned.Take(outside), rows.Labels[2000..], new BoostingOptions { Patience = 10 }, CancellationToken.None);
        result.Model.Trees.Count.ShouldBeInRange(10, 500);
        double[] again = result.Model.Predict(rows.Matrix.Take(outside), CancellationToken.None);
        LogOdds.Loss(again, rows.Labels.AsSpan(2000)).ShouldBe(LogOdds.Loss(result.HeldOut, rows.Labels.AsSpan(2000)), 1e-12);
    }

    [Fact]
    public void Sparse_numbers_give_what_dense_ones_do()
    {
        (LabelledRows rows, _) = ScoringData.Make(5000, seed: 4, sparse: 0.9);
        double[] noise = rows.Matrix.Find("noise")!.Numbers!;
        int[] at = [.. Enumerable.Range(0, noise.Length).Where(row => noise[row] != 0)];
        float[] values = [.. at.Select(row => (float)noise[row])];
        ModelMatrix sparse = rows.Matrix with
        {
            Columns = [.. rows.Matrix.Columns.Take(2), ModelColumn.OfSparse("noise", noise.Length, at, values)],
        };
        ModelMatrix dense = rows.Matrix with { Columns = [.. rows.Matrix.Columns.Take(2), ModelColumn.OfNumbers("noise", [.. noise.Select(value => (double)(float)value)])] };
        BoostedTrees model = Train(sparse, rows.Labels, new BoostingOptions { MostTrees = 20 });
        model.Predict(sparse, CancellationToken.None).ShouldBe(model.Predict(dense, CancellationToken.None));
    }

    [Fact]
    public void A_stored_model_says_what_it_said()
    {
        (LabelledRows rows, _) = ScoringData.Make(2000, seed: 6);
        var model = new ScoreModel { Trees = Train(rows.Matrix, rows.Labels, new BoostingOptions { MostTrees = 20 }), Calibrator = new BetaCalibration(0.1, 0.9, 1.1) };
        ScoreModel.FromJson(model.ToJson()).Predict(rows.Matrix, CancellationToken.None).ShouldBe(model.Predict(rows.Matrix, CancellationToken.None));
    }

    private static BoostedTrees Train(ModelMatrix matrix, bool[] labels, BoostingOptions options)
    {
        ColumnBins[] bins = [.. matrix.Columns.Select(column => BinBuilder.Build(column, 256, 1))];
        return BoostedTreesTrainer.Train(BinnedRows.Of(bins, matrix), labels, null, [], options, CancellationToken.None).Model;
    }
}
