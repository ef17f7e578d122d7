using Strata.Platform.Scoring.Calibration;

namespace Strata.Platform.Scoring.Training;

/// <summary>A model that was trained, with what it said of rows while they were held out of it.</summary>
/// <param name="Model">The model, of all rows, calibrated.</param>
/// <param name="HeldOut">The rows that were held out in turn, in order.</param>
/// <param name="Probabilities">What was said of each, by a model and a calibrator that had not seen it.</param>
internal sealed record Candidate(ScoreModel Model, int[] HeldOut, double[] Probabilities)
{
    /// <summary>Calibrates a model by what it said of rows held out.</summary>
    /// <param name="model">Gives the model a calibrator.</param>
    /// <param name="heldOut">The rows held out.</param>
    /// <param name="logOdds">What was said of each.</param>
    /// <param name="labels">How each ended.</param>
    /// <param name="seed">Decides which rows calibrate each other.</param>
    public static Candidate Of(Func<Calibrator, ScoreModel> model, int[] heldOut, double[] logOdds, bool[] labels, ulong seed)
    {
        (Calibrator calibrator, double[] probabilities) = CalibrationChoice.Fit(logOdds, labels, seed);
        return new(model(calibrator), heldOut, probabilities);
    }
}
