namespace Strata.Platform.Targeting;

/// <summary>A cell of the map of fit and timing.</summary>
/// <param name="Fit">Its place along fit, from 0.</param>
/// <param name="Timing">Its place along timing, from 0.</param>
/// <param name="Count">How many accounts are in it.</param>
public sealed record TargetMapCell(int Fit, int Timing, long Count);

/// <summary>
/// Where the accounts of the target market, without those not to approach, lie by fit and timing. A cell holds values from its lower edge
/// to below the next; the last also that edge.
/// </summary>
/// <param name="Fit">The bands of fit that a target account list would have.</param>
/// <param name="Timing">The bands of timing.</param>
/// <param name="FitEdges">The edges along fit, ascending: one more than there are cells.</param>
/// <param name="TimingEdges">The edges along timing.</param>
/// <param name="Cells">The cells that somebody is in.</param>
/// <param name="Accounts">How many accounts there are on the map.</param>
/// <param name="Unknown">How many more have no fit; a timing that is not known is 0.</param>
/// <param name="Matrix">The nine cells of grades, by fit and then timing.</param>
/// <param name="Steps">From the market to those who are on the map.</param>
/// <param name="Market">Whom the map shows, as text of the language.</param>
/// <param name="Notes">What a person should know about how it was made.</param>
public sealed record TargetMap(
    TargetBands Fit,
    TargetBands Timing,
    IReadOnlyList<double> FitEdges,
    IReadOnlyList<double> TimingEdges,
    IReadOnlyList<TargetMapCell> Cells,
    long Accounts,
    long Unknown,
    IReadOnlyList<TargetCell> Matrix,
    IReadOnlyList<TargetStep> Steps,
    string Market,
    IReadOnlyList<string> Notes)
{
    /// <summary>Edges at round numbers that hold all values.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The largest value.</param>
    /// <param name="most">How many cells there are at the most.</param>
    internal static double[] Edges(double low, double high, int most)
    {
        if (!(high > low))
        {
            return [Math.Floor(low), Math.Floor(low) + 1];
        }

        double rough = (high - low) / most, unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { unit, 2 * unit, 2.5 * unit, 5 * unit, 10 * unit }.First(width => width >= rough * (1 - 1e-9));
        double first = Math.Floor(low / step) * step;
        int cells = Math.Max(1, (int)Math.Ceiling(((high - first) / step) - 1e-9));
        return [.. Enumerable.Range(0, cells + 1).Select(at => Math.Round(first + (at * step), 6))];
    }

    /// <summary>The cell that a value lies in.</summary>
    internal static int CellOf(double[] edges, double value)
    {
        int place = Array.BinarySearch(edges, value);
        return Math.Clamp(place >= 0 ? place : ~place - 1, 0, edges.Length - 2);
    }
}
