using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Tests.Scoring;

/// <summary>Rows whose outcome follows a law that is known.</summary>
internal static class ScoringData
{
    /// <summary>A number, a category and a number that says nothing; the outcome depends on the first two, and on whether the number is known.</summary>
    public static (LabelledRows Rows, double[] Truth) Make(int rows, ulong seed, double sparse = 0)
    {
        var random = new CounterRandom(seed, RandomStream.CrossFit, 0);
        double[] size = new double[rows], noise = new double[rows], truth = new double[rows];
        var industry = new int[rows];
        var labels = new bool[rows];
        for (int row = 0; row < rows; row++)
        {
            size[row] = random.Chance(0.1) ? double.NaN : random.Unit() * 10;
            noise[row] = random.Unit() < sparse ? 0 : random.Unit();
            industry[row] = random.Below(4) - 1;
            double logOdds = (double.IsNaN(size[row]) ? -1 : (0.4 * size[row]) - 2) + (industry[row] == 1 ? 1 : industry[row] == 2 ? -1 : 0);
            truth[row] = LogOdds.ToProbability(logOdds);
            labels[row] = random.Chance(truth[row]);
        }

        return (new LabelledRows(
            new ModelMatrix(rows, [ModelColumn.OfNumbers("size", size), ModelColumn.OfCodes("industry", industry, ["Bank", "Software", "Farm"]), ModelColumn.OfNumbers("noise", noise)]),
            labels), truth);
    }
}
