using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring.Metrics;

namespace Strata.Platform.Tests.Scoring.Metrics;

public sealed class ScoreMetricsTests
{
    [Fact]
    public void The_area_is_the_share_of_pairs_in_order()
    {
        (double[] scores, bool[] labels) = Draw(200);
        double pairs = 0, inOrder = 0;
        for (int one = 0; one < scores.Length; one++)
        {
            for (int other = 0; other < scores.Length; other++)
            {
                if (labels[one] && !labels[other])
                {
                    pairs++;
                    inOrder += scores[one] > scores[other] ? 1 : scores[one].Equals(scores[other]) ? 0.5 : 0;
                }
            }
        }

        RocArea.Of(scores, labels)!.Area.ShouldBe(inOrder / pairs, 1e-12);
    }

    [Fact]
    public void The_interval_holds_the_area_of_everybody_in_nineteen_of_twenty_samples()
    {
        (double[] all, bool[] allLabels) = Draw(100_000);
        double truth = RocArea.Of(all, allLabels)!.Area;
        int held = 0;
        for (int sample = 0; sample < 400; sample++)
        {
            RocArea area = RocArea.Of(all[(sample * 250)..((sample + 1) * 250)], allLabels[(sample * 250)..((sample + 1) * 250)])!;
            held += area.Low <= truth && truth <= area.High ? 1 : 0;
        }

        (held / 400.0).ShouldBeInRange(0.92, 0.98);
    }

    [Fact]
    public void One_outcome_alone_has_no_area() => RocArea.Of([0.1, 0.2], [true, true]).ShouldBeNull();

    [Fact]
    public void Perfect_order_has_an_interval_all_the_same()
    {
        RocArea area = RocArea.Of([0.1, 0.2, 0.3, 0.4], [false, false, true, true])!;
        area.Area.ShouldBe(1);
        area.Low.ShouldBeLessThan(1);
    }

    [Fact]
    public void Groups_capture_everybody_and_lift_what_they_should()
    {
        (double[] scores, bool[] labels) = Draw(1003);
        ScoreMetrics metrics = ScoreMetrics.Of(scores, labels);
        metrics.Groups.Count.ShouldBe(10);
        metrics.Groups.Sum(group => group.Rows).ShouldBe(1003);
        metrics.Groups[^1].Captured!.Value.ShouldBe(1, 1e-12);
        metrics.Groups.Sum(group => group.Lift!.Value * group.Rows).ShouldBe(1003, 1e-6);
        metrics.LogLoss.ShouldBeLessThan(metrics.BaseLogLoss);
    }

    [Fact]
    public void Stability_is_nothing_for_the_same_and_large_for_others()
    {
        (double[] scores, _) = Draw(5000);
        double[] edges = PopulationStability.Edges(scores), before = PopulationStability.Shares(scores, edges);
        PopulationStability.Index(before, before).ShouldBe(0);
        PopulationStability.Index(before, PopulationStability.Shares([.. scores.Select(Math.Sqrt)], edges)).ShouldBeGreaterThan(0.25);
    }

    /// <summary>Probabilities that come true as often as they say, some of them equal.</summary>
    private static (double[] Scores, bool[] Labels) Draw(int rows)
    {
        var random = new CounterRandom(1, RandomStream.CrossFit, rows);
        double[] scores = [.. Enumerable.Range(0, rows).Select(_ => (random.Below(100) + 0.5) / 100)];
        return (scores, [.. scores.Select(score => random.Chance(score))]);
    }
}
