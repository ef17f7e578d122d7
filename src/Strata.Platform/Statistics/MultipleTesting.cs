namespace Strata.Platform.Statistics;

/// <summary>What is left of small p-values when many hypotheses are tested.</summary>
public static class MultipleTesting
{
    /// <summary>
    /// The p-values adjusted by Benjamini and Hochberg (q-values): calling everything at most q a find, at most a share q of the finds is
    /// expected to be false.
    /// </summary>
    /// <param name="pValues">Each from 0 to 1.</param>
    /// <param name="tests">How many hypotheses there were, where those not given had p = 1; null for as many as given.</param>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> pValues, int? tests = null)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = Order(pValues);
        var adjusted = new double[order.Length];
        double least = 1;
        for (int rank = order.Length; rank >= 1; rank--)
        {
            least = Math.Min(least, pValues[order[rank - 1]] * (tests ?? order.Length) / rank);
            adjusted[order[rank - 1]] = least;
        }

        return adjusted;
    }

    /// <summary>The p-values adjusted by Holm: calling everything at most α a find, there is a false one with probability α at the most.</summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        int[] order = Order(pValues);
        var adjusted = new double[order.Length];
        double greatest = 0;
        for (int rank = 0; rank < order.Length; rank++)
        {
            greatest = Math.Max(greatest, Math.Min(1, pValues[order[rank]] * (order.Length - rank)));
            adjusted[order[rank]] = greatest;
        }

        return adjusted;
    }

    private static int[] Order(IReadOnlyList<double> pValues)
    {
        int[] order = [.. Enumerable.Range(0, pValues.Count)];
        Array.Sort(order, (left, right) => pValues[left].CompareTo(pValues[right]));
        return order;
    }
}
