using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;

namespace Strata.Platform.Tests.Scoring.Training;

public sealed class ModelTrainerTests
{
    [Fact]
    public void Both_models_come_close_to_the_truth_and_are_calibrated()
    {
        (LabelledRows all, double[] truth) = ScoringData.Make(6000, seed: 21);
        LabelledRows train = all.Slice(0, 4000), test = all.Slice(4000, 6000);
        TrainedModels models = ModelTrainer.Train(train, seed: 1, progress: null, CancellationToken.None);
        double best = RocArea.Of(truth[4000..], test.Labels)!.Area;
        foreach (Candidate candidate in (Candidate[])[models.Logistic, models.Trees])
        {
            ScoreMetrics metrics = ScoreMetrics.Of(candidate.Model.Predict(test.Matrix, CancellationToken.None), test.Labels);
            metrics.Auc!.Area.ShouldBeGreaterThan(best - 0.015);
            metrics.CalibrationError.ShouldBeLessThan(0.05);
        }
    }

    [Fact]
    public void Trees_are_taken_where_columns_act_together_and_not_where_they_do_not()
    {
        (LabelledRows additive, _) = ScoringData.Make(3000, seed: 22);
        ModelTrainer.Train(additive, 1, null, CancellationToken.None).TreesAreBetter.ShouldBeFalse();

        double[] size = additive.Matrix.Find("size")!.Numbers!, noise = additive.Matrix.Find("noise")!.Numbers!;
        bool[] crossed = [.. size.Select((value, row) => value > 5 != noise[row] > 0.5)];
        ModelTrainer.Train(additive with { Labels = crossed }, 1, null, CancellationToken.None).TreesAreBetter.ShouldBeTrue();
    }

    [Fact]
    public void Labels_of_chance_give_no_skill()
    {
        (LabelledRows rows, _) = ScoringData.Make(1000, seed: 23);
        bool[] chance = [.. Enumerable.Range(0, 1000).Select(row => row * 7919 % 13 < 5)];
        TrainedModels models = ModelTrainer.Train(rows with { Labels = chance }, 1, null, CancellationToken.None);
        double[] said = models.Better.Model.Predict(rows.Matrix, CancellationToken.None);
        (said.Max() - said.Min()).ShouldBeLessThan(0.3);
    }
}
