using System.Globalization;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Training;
using Strata.Platform.Statistics;

namespace Strata.Platform.Scoring.Leaks;

/// <summary>A column that by itself says more than everything else.</summary>
/// <param name="Name">The column.</param>
/// <param name="Area">Its own area under the ROC curve.</param>
/// <param name="Others">That of all other columns together, on rows held out.</param>
internal sealed record DominantColumn(string Name, double Area, double Others)
{
    /// <summary>Why it is refused.</summary>
    public string Reason => string.Create(
        CultureInfo.InvariantCulture,
        $"By itself it tells the outcomes apart better (area under the curve {Area:0.00}) than everything else together ({Others:0.00}), and nothing shows that it was known before the outcome: it may have been measured with it or after it.");
}

/// <summary>
/// Finds columns that are likely to be the outcome in disguise: one of which it is not proven that it was known before the outcome, and
/// that by itself tells the outcomes apart at least as well as all others together. The length of the call in which somebody bought is
/// one; the size of a company is none, because what else is known of a company says as much or more.
/// </summary>
internal static class DominantColumns
{
    /// <summary>From which area under the curve on a single column is looked at. Who a company is seldom reaches it.</summary>
    public const double Strong = 0.78;

    /// <summary>Where everything else says less than this, there is nothing to compare with, and nothing is refused.</summary>
    private const double LeastOfOthers = 0.6;

    private const int MostRows = 10_000;
    private const int FewestOfEach = 50;
    private const ulong Seed = 1;

    /// <summary>Finds them.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="isDated">Whether the values of a column are known to be from before the outcome: those of events, and of fields with a history.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The columns; none where there are too few rows to say, or where everything else says next to nothing.</returns>
    public static IReadOnlyList<DominantColumn> Find(LabelledRows rows, Func<string, bool> isDated, CancellationToken cancellation)
    {
        LabelledRows some = Some(rows);
        if (Math.Min(some.Positives, some.Count - some.Positives) < FewestOfEach)
        {
            return [];
        }

        double[] areas = ColumnArea.OfAll(some);
        int[] strong = [.. Enumerable.Range(0, areas.Length).Where(column => areas[column] >= Strong && !isDated(some.Matrix.Columns[column].Name))];
        if (strong.Length == 0)
        {
            return [];
        }

        // Two copies of the outcome must not vouch for each other.
        double others = Together(some with { Matrix = new ModelMatrix(some.Count, [.. some.Matrix.Columns.Where((_, column) => !strong.Contains(column))]) }, cancellation);
        return others < LeastOfOthers ? [] : [.. strong.Where(column => areas[column] >= others).Select(column => new DominantColumn(some.Matrix.Columns[column].Name, areas[column], others))];
    }

    private static LabelledRows Some(LabelledRows rows)
    {
        int step = Math.Max(1, rows.Count / MostRows);
        return step == 1 ? rows : rows.Take([.. Enumerable.Range(0, rows.Count / step).Select(place => place * step)]);
    }

    /// <summary>The area of a scorecard of all columns, each row judged by one that did not learn from it.</summary>
    private static double Together(LabelledRows rows, CancellationToken cancellation)
    {
        if (rows.Matrix.Columns.Count == 0)
        {
            return 0.5;
        }

        Candidate all = LogisticTrainer.Train(rows, Folds.Of(rows.Labels, Seed), Seed, cancellation);
        return RankStatistics.AreaUnderCurve(all.Probabilities, [.. all.HeldOut.Select(row => rows.Labels[row])]);
    }
}
