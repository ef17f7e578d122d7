using Strata.Platform.Generation.Randomness;

namespace Strata.Platform.Scoring.Data;

/// <summary>Rows to learn from, and rows that are held out meanwhile.</summary>
/// <param name="Inside">The rows to learn from.</param>
/// <param name="Outside">The rows held out.</param>
internal sealed record Fold(int[] Inside, int[] Outside);

/// <summary>Parts rows into those to learn from and those to judge by.</summary>
internal static class Folds
{
    /// <summary>From so many rows on, the last quarter of them by time says enough; fewer take turns.</summary>
    public const int ByTimeFrom = 20_000;

    /// <summary>How many turns fewer rows take.</summary>
    private const int Turns = 5;

    /// <summary>The folds of rows in the order of time.</summary>
    public static IReadOnlyList<Fold> Of(bool[] labels, ulong seed)
    {
        if (labels.Length >= ByTimeFrom)
        {
            int cut = labels.Length - (labels.Length / 4);
            return [new Fold([.. Enumerable.Range(0, cut)], [.. Enumerable.Range(cut, labels.Length - cut)])];
        }

        int[] folds = Assign(labels, Turns, seed);
        return
        [
            .. Enumerable.Range(0, Turns).Select(fold => new Fold(
                [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)],
                [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] == fold)])),
        ];
    }

    /// <summary>A fold for each row, by chance, with as many of each outcome in each fold as can be.</summary>
    public static int[] Assign(bool[] labels, int folds, ulong seed)
    {
        var random = new CounterRandom(seed, RandomStream.CrossFit, labels.Length);
        var assigned = new int[labels.Length];
        foreach (bool outcome in (bool[])[true, false])
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == outcome)];
            for (int place = 0; place < rows.Length; place++)
            {
                int other = place + random.Below(rows.Length - place);
                (rows[place], rows[other]) = (rows[other], rows[place]);
                assigned[rows[place]] = place % folds;
            }
        }

        return assigned;
    }
}
