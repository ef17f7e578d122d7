
namespace Strata.Platform.Scoring.Calibration;

/// <summary>Chooses how a model is calibrated: what foretells best rows that it was not fitted to.</summary>
internal static class CalibrationChoice
{
    private const int Folds = 5;

    /// <summary>Steps need so many rows of the rarer outcome to be more than noise.</summary>
    private const int IsotonicRows = 100;

    /// <summary>Something more complicated has to be better by this much log loss, in nats a row.</summary>
    private const double Worth = 1e-4;

    /// <summary>The calibrator, fitted to all rows.</summary>
    /// <param name="logOdds">Log-odds of rows that the model did not learn from.</param>
    /// <param name="labels">How they ended.</param>
    /// <param name="seed">Decides what is held out in turn.</param>
    public static Calibrator Choose(double[] logOdds, bool[] labels, ulong seed) => Fit(logOdds, labels, seed).Calibrator;

    /// <summary>
    /// As <see cref="Choose"/>, with probabilities of the rows themselves, each by a calibrator of the chosen kind that did not see it: what
    /// an honest comparison of models reads.
    /// </summary>
    public static (Calibrator Calibrator, double[] Probabilities) Fit(double[] logOdds, bool[] labels, ulong seed)
    {
        int rarer = Math.Min(labels.Count(label => label), labels.Count(label => !label));
        List<Func<double[], bool[], Calibrator?>> methods = [(_, _) => new NoCalibration(), CalibratorFit.Platt, CalibratorFit.Beta];
        if (rarer >= IsotonicRows)
        {
            methods.Add(CalibratorFit.Isotonic);
        }

        int[] folds = Data.Folds.Assign(labels, Folds, seed);
        (Func<double[], bool[], Calibrator?> Method, double[] Probabilities) chosen = (methods[0], []);
        double best = double.PositiveInfinity;
        foreach (Func<double[], bool[], Calibrator?> method in methods)
        {
            if (HeldOut(method, logOdds, labels, folds) is { } probabilities && Loss(probabilities, labels) is var loss && loss < best - Worth)
            {
                (chosen, best) = ((method, probabilities), loss);
            }
        }

        return (chosen.Method(logOdds, labels) ?? new NoCalibration(), chosen.Probabilities);
    }

    private static double[]? HeldOut(Func<double[], bool[], Calibrator?> method, double[] logOdds, bool[] labels, int[] folds)
    {
        var probabilities = new double[labels.Length];
        for (int fold = 0; fold < Folds; fold++)
        {
            (int[] inside, int[] outside) = Part(folds, fold);
            if (method([.. inside.Select(row => logOdds[row])], [.. inside.Select(row => labels[row])]) is not { } calibrator)
            {
                return null;
            }

            foreach (int row in outside)
            {
                probabilities[row] = calibrator.ToProbability(logOdds[row]);
            }
        }

        return probabilities;
    }

    private static double Loss(double[] probabilities, bool[] labels) =>
        probabilities.Select((probability, row) => -Math.Log(Math.Max(LogOdds.Certainty, labels[row] ? probability : 1 - probability))).Average();

    private static (int[] Inside, int[] Outside) Part(int[] folds, int fold) => (
        [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)],
        [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold)]);
}
