namespace Strata.Platform.Scoring.Data;

/// <summary>Rows to learn from or to score, column by column.</summary>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Columns">The columns, each of that many rows, with names of their own.</param>
internal sealed record ModelMatrix(int Rows, IReadOnlyList<ModelColumn> Columns)
{
    /// <summary>The rows that are named, in that order.</summary>
    public ModelMatrix Take(int[] rows)
    {
        var taken = new ModelColumn[Columns.Count];
        Parallel.For(0, taken.Length, column => taken[column] = Columns[column].Take(rows));
        return new(rows.Length, taken);
    }

    /// <summary>The columns of these names that are there.</summary>
    public ModelMatrix Only(IReadOnlySet<string> names) => new(Rows, [.. Columns.Where(column => names.Contains(column.Name))]);

    /// <summary>The column of a name, or null.</summary>
    public ModelColumn? Find(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}
