namespace Strata.Platform.Scoring.Data;

/// <summary>Rows of which it is known how they ended, the earliest first.</summary>
/// <param name="Matrix">What was known of each before it ended.</param>
/// <param name="Labels">Whether it ended as the score foretells.</param>
internal sealed record LabelledRows(ModelMatrix Matrix, bool[] Labels)
{
    /// <summary>How many rows there are.</summary>
    public int Count => Labels.Length;

    /// <summary>How many rows ended as the score foretells.</summary>
    public int Positives => Labels.Count(label => label);

    /// <summary>The share of them; NaN where there are no rows.</summary>
    public double BaseRate => (double)Positives / Count;

    /// <summary>The rows that are named, in that order.</summary>
    public LabelledRows Take(int[] rows) => new(Matrix.Take(rows), [.. rows.Select(row => Labels[row])]);

    /// <summary>The rows from a place up to another, which is not included.</summary>
    public LabelledRows Slice(int from, int to) => Take([.. Enumerable.Range(from, to - from)]);
}
