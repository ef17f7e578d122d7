namespace Strata.Platform.Profile.Features;

/// <summary>Features of accounts, each at an instant of its own: a column a feature. Immutable; counts are kept sparsely.</summary>
public sealed class FeatureTable
{
    private readonly FeatureColumn[] _columns;
    private readonly Dictionary<string, int> _ordinals;

    internal FeatureTable(int rows, IReadOnlyList<Feature> features, FeatureColumn[] columns)
    {
        Rows = rows;
        Features = features;
        _columns = columns;
        _ordinals = features.Select((feature, at) => (feature.Name, at)).ToDictionary(pair => pair.Name, pair => pair.at, StringComparer.Ordinal);
    }

    /// <summary>How many rows.</summary>
    public int Rows { get; }

    /// <summary>The features in the order of the columns.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>The column of that feature, or −1.</summary>
    public int IndexOf(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <summary>The values of a number (NaN where not known) or a flag (0 or 1). Of a count or flag each call makes them anew: take them once.</summary>
    /// <exception cref="InvalidOperationException">It is a category.</exception>
    public double[] Numbers(int feature) => _columns[feature].Numbers(Rows);

    /// <summary>The values of a category as places in <see cref="Dictionary"/>; −1 where not known.</summary>
    /// <exception cref="InvalidOperationException">It is no category.</exception>
    public int[] Codes(int feature) => _columns[feature].Codes;

    /// <summary>The names of a category's values.</summary>
    /// <exception cref="InvalidOperationException">It is no category.</exception>
    public IReadOnlyList<string> Dictionary(int feature) => _columns[feature].Dictionary;

    /// <summary>The rows where a count or flag is not 0, ascending, with the values; null of other columns.</summary>
    internal SparseColumn? Sparse(int feature) => _columns[feature] as SparseColumn;
}

/// <summary>The values of a feature.</summary>
internal abstract class FeatureColumn
{
    public virtual int[] Codes => throw new InvalidOperationException("The feature is no category.");

    public virtual IReadOnlyList<string> Dictionary => throw new InvalidOperationException("The feature is no category.");

    public virtual double[] Numbers(int rows) => throw new InvalidOperationException("The feature is a category.");
}

/// <summary>Codes of names.</summary>
internal sealed class CategoryColumn(int[] codes, IReadOnlyList<string> dictionary) : FeatureColumn
{
    public override int[] Codes => codes;

    public override IReadOnlyList<string> Dictionary => dictionary;
}

/// <summary>A number for every row.</summary>
internal sealed class DenseColumn(double[] numbers) : FeatureColumn
{
    public override double[] Numbers(int rows) => numbers;
}

/// <summary>The rows that are not 0.</summary>
/// <param name="at">Their places, ascending.</param>
/// <param name="values">Their values.</param>
internal sealed class SparseColumn(int[] at, float[] values) : FeatureColumn
{
    public ReadOnlySpan<int> At => at;

    /// <summary>The places themselves, for those who keep them: not to be written to.</summary>
    public int[] AllPlaces => at;

    /// <summary>The values themselves, alike.</summary>
    public float[] AllValues => values;

    public ReadOnlySpan<float> Values => values;

    public override double[] Numbers(int rows)
    {
        var numbers = new double[rows];
        for (int place = 0; place < at.Length; place++)
        {
            numbers[at[place]] = values[place];
        }

        return numbers;
    }
}
