using FsCheck;
using FsCheck.Fluent;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring;
using Strata.Platform.Scoring.Calibration;
using Strata.Platform.Scoring.Metrics;

namespace Strata.Platform.Tests.Scoring.Calibration;

public sealed class CalibrationTests
{
    [Fact]
    public void A_model_that_is_too_sure_is_calmed()
    {
        (double[] logOdds, bool[] labels) = Draw(20_000, told => 0.5 * told);
        PlattCalibration platt = CalibratorFit.Platt(logOdds, labels)!;
        platt.Slope.ShouldBe(0.5, 0.05);
        platt.Intercept.ShouldBe(0, 0.1);
        ScoreMetrics.Of(platt.ToProbabilities(logOdds), labels).CalibrationError.ShouldBeLessThan(0.02);
    }

    [Fact]
    public void A_model_that_is_right_is_left_alone()
    {
        (double[] logOdds, bool[] labels) = Draw(5000, told => told);
        CalibrationChoice.Choose(logOdds, labels, seed: 1).ShouldBeOfType<NoCalibration>();
    }

    [Fact]
    public void Steps_pool_what_goes_down()
    {
        IsotonicCalibration steps = CalibratorFit.Isotonic([1, 2, 3, 4, 5, 6], [false, true, false, true, true, true]);
        steps.Probabilities.ShouldBe([.. steps.Probabilities.Order()]);

        // 2 and 3 are pooled: one of two.
        steps.At.ShouldContain(2.5);
    }

    [Fact]
    public void Equal_log_odds_get_one_probability()
    {
        IsotonicCalibration steps = CalibratorFit.Isotonic([0, 0, 0, 0], [true, false, false, true]);
        steps.At.Length.ShouldBe(1);
        steps.ToProbability(0).ShouldBe(0.5, 1e-9);
    }

    [Fact]
    public void No_calibrator_turns_an_order_round()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), seed =>
        {
            var random = new CounterRandom(seed, RandomStream.CrossFit, 1);
            double[] logOdds = [.. Enumerable.Range(0, 300).Select(_ => (random.Unit() * 8) - 4)];
            bool[] labels = [.. logOdds.Select(value => random.Chance(LogOdds.ToProbability(value * ((random.Unit() * 2) - 0.5))))];
            foreach (Calibrator? calibrator in (Calibrator?[])[CalibratorFit.Platt(logOdds, labels), CalibratorFit.Beta(logOdds, labels), CalibratorFit.Isotonic(logOdds, labels)])
            {
                if (calibrator is not null)
                {
                    double[] probabilities = [.. logOdds.Order().Select(calibrator.ToProbability)];
                    probabilities.Zip(probabilities.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second + 1e-12);
                    probabilities.ShouldAllBe(probability => probability > 0 && probability < 1);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    private static (double[] LogOdds, bool[] Labels) Draw(int rows, Func<double, double> truth)
    {
        var random = new CounterRandom(42, RandomStream.CrossFit, rows);
        double[] logOdds = [.. Enumerable.Range(0, rows).Select(_ => (random.Unit() * 8) - 4)];
        return (logOdds, [.. logOdds.Select(told => random.Chance(LogOdds.ToProbability(truth(told))))]);
    }
}
