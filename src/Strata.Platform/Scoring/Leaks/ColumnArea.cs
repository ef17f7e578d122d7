using Strata.Platform.Scoring.Data;
using Strata.Platform.Statistics;

namespace Strata.Platform.Scoring.Leaks;

/// <summary>How well a single column tells outcomes apart by itself.</summary>
internal static class ColumnArea
{
    /// <summary>
    /// The area under the ROC curve of a column, from 0.5. What is not known counts as less than every number or as more than every one,
    /// whichever says more; categories are ranked by the rate of every other row and judged on the rest.
    /// </summary>
    public static double Of(ModelColumn column, bool[] labels)
    {
        if (column.IsCategory)
        {
            return OfCategory(column, labels);
        }

        double[] numbers = column.ToNumbers();
        double low = Area([.. numbers.Select(number => double.IsNaN(number) ? double.MinValue : number)], labels);
        if (!Array.Exists(numbers, double.IsNaN))
        {
            return Math.Max(low, 1 - low);
        }

        double high = Area([.. numbers.Select(number => double.IsNaN(number) ? double.MaxValue : number)], labels);
        return Math.Max(Math.Max(low, 1 - low), Math.Max(high, 1 - high));
    }

    /// <summary>The areas of all columns.</summary>
    public static double[] OfAll(LabelledRows rows)
    {
        var areas = new double[rows.Matrix.Columns.Count];
        Parallel.For(0, areas.Length, column => areas[column] = Of(rows.Matrix.Columns[column], rows.Labels));
        return areas;
    }

    private static double OfCategory(ModelColumn column, bool[] labels)
    {
        int values = column.Dictionary!.Count + 1;
        double[] rows = new double[values], positives = new double[values];
        for (int row = 0; row < labels.Length; row += 2)
        {
            rows[column.Codes![row] + 1]++;
            positives[column.Codes[row] + 1] += labels[row] ? 1 : 0;
        }

        int[] judged = [.. Enumerable.Range(0, labels.Length).Where(row => row % 2 == 1)];
        double rate = labels.Count(label => label) / (double)labels.Length;
        return Area(
            [.. judged.Select(row => (positives[column.Codes![row] + 1] + rate) / (rows[column.Codes[row] + 1] + 1))],
            [.. judged.Select(row => labels[row])]);
    }

    private static double Area(double[] scores, bool[] labels) =>
        RankStatistics.AreaUnderCurve(scores, labels) is var area && double.IsNaN(area) ? 0.5 : area;
}
