namespace Strata.Platform.Profile.Features;

/// <summary>Collects the values of a count or flag in any order; what is added to a row twice is added up.</summary>
/// <param name="isFlag">True where 1 is the most.</param>
internal sealed class SparseBuilder(bool isFlag)
{
    private readonly List<int> _rows = [];
    private readonly List<float> _values = [];

    public void Add(int row, double value)
    {
        if (isFlag)
        {
            if (_rows.Count == 0 || _rows[^1] != row)
            {
                _rows.Add(row);
            }

            return;
        }

        _rows.Add(row);
        _values.Add((float)value);
    }

    public SparseColumn Build() => isFlag ? Flags() : Counts();

    private SparseColumn Flags()
    {
        int[] rows = [.. _rows];
        Array.Sort(rows);
        int kept = 0;
        foreach (int row in rows)
        {
            if (kept == 0 || rows[kept - 1] != row)
            {
                rows[kept++] = row;
            }
        }

        Array.Resize(ref rows, kept);
        var values = new float[kept];
        Array.Fill(values, 1);
        return new SparseColumn(rows, values);
    }

    private SparseColumn Counts()
    {
        int[] rows = [.. _rows];
        float[] values = [.. _values];
        Array.Sort(rows, values);
        int kept = 0;
        for (int at = 0; at < rows.Length; at++)
        {
            if (kept > 0 && rows[kept - 1] == rows[at])
            {
                values[kept - 1] += values[at];
                continue;
            }

            rows[kept] = rows[at];
            values[kept++] = values[at];
        }

        Array.Resize(ref rows, kept);
        Array.Resize(ref values, kept);
        return new SparseColumn(rows, values);
    }
}
