namespace Strata.Platform.Scoring.Data;

/// <summary>
/// A column that models learn from: numbers, numbers that are mostly 0, or categories as codes of a dictionary. Shares the arrays that it
/// is given.
/// </summary>
internal sealed class ModelColumn
{
    private ModelColumn(string name, int rows)
    {
        Name = name;
        Rows = rows;
    }

    /// <summary>What models know the column by.</summary>
    public string Name { get; }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>A value a row, NaN where it is not known; null for other columns.</summary>
    public double[]? Numbers { get; private init; }

    /// <summary>The rows that are not 0, ascending; null for other columns.</summary>
    public int[]? At { get; private init; }

    /// <summary>The values of <see cref="At"/>.</summary>
    public float[]? Values { get; private init; }

    /// <summary>A code a row, -1 where it is not known; null for other columns.</summary>
    public int[]? Codes { get; private init; }

    /// <summary>What the codes stand for.</summary>
    public IReadOnlyList<string>? Dictionary { get; private init; }

    /// <summary>Whether the values are categories.</summary>
    public bool IsCategory => Codes is not null;

    /// <summary>A column of numbers.</summary>
    public static ModelColumn OfNumbers(string name, double[] numbers) => new(name, numbers.Length) { Numbers = numbers };

    /// <summary>A column of numbers that are 0 but for a few rows.</summary>
    public static ModelColumn OfSparse(string name, int rows, int[] at, float[] values) => new(name, rows) { At = at, Values = values };

    /// <summary>A column of categories.</summary>
    public static ModelColumn OfCodes(string name, int[] codes, IReadOnlyList<string> dictionary) => new(name, codes.Length) { Codes = codes, Dictionary = dictionary };

    /// <summary>The values as numbers, NaN where they are not known.</summary>
    /// <exception cref="InvalidOperationException">They are categories.</exception>
    public double[] ToNumbers()
    {
        if (Numbers is not null)
        {
            return Numbers;
        }

        var numbers = new double[At is null ? throw new InvalidOperationException("The column is one of categories.") : Rows];
        for (int place = 0; place < At.Length; place++)
        {
            numbers[At[place]] = Values![place];
        }

        return numbers;
    }

    /// <summary>The rows that are named, in that order.</summary>
    public ModelColumn Take(ReadOnlySpan<int> rows)
    {
        if (IsCategory)
        {
            var codes = new int[rows.Length];
            for (int row = 0; row < rows.Length; row++)
            {
                codes[row] = Codes![rows[row]];
            }

            return OfCodes(Name, codes, Dictionary!);
        }

        if (At is not null && IsAscending(rows))
        {
            return TakeSparse(rows);
        }

        var taken = new double[rows.Length];
        double[] numbers = ToNumbers();
        for (int row = 0; row < rows.Length; row++)
        {
            taken[row] = numbers[rows[row]];
        }

        return OfNumbers(Name, taken);
    }

    private static bool IsAscending(ReadOnlySpan<int> rows)
    {
        for (int row = 1; row < rows.Length; row++)
        {
            if (rows[row] <= rows[row - 1])
            {
                return false;
            }
        }

        return true;
    }

    private ModelColumn TakeSparse(ReadOnlySpan<int> rows)
    {
        var at = new List<int>();
        var values = new List<float>();
        int place = rows.Length == 0 ? 0 : Array.BinarySearch(At!, rows[0]);
        place = place < 0 ? ~place : place;
        for (int row = 0; row < rows.Length; row++)
        {
            while (place < At!.Length && At[place] < rows[row])
            {
                place++;
            }

            if (place == At.Length)
            {
                break;
            }

            if (At[place] == rows[row])
            {
                at.Add(row);
                values.Add(Values![place]);
            }
        }

        return OfSparse(Name, rows.Length, [.. at], [.. values]);
    }
}
