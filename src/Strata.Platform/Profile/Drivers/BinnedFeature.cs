using System.Globalization;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Profile.Drivers;

/// <summary>Something that can be said of a deal's account and may tell won deals from lost ones: some bins of a feature.</summary>
/// <param name="Of">The feature.</param>
/// <param name="From">The first bin.</param>
/// <param name="To">The last bin.</param>
internal readonly record struct Leaf(BinnedFeature Of, int From, int To)
{
    /// <summary>The clause of the language.</summary>
    public string Clause => Of.ClauseOf(From, To);

    /// <summary>The words for a person.</summary>
    public string Label => Of.LabelOf(From, To);
}

/// <summary>A feature whose values are put into bins: bin 0 is what is not known, not so, or none.</summary>
internal sealed class BinnedFeature
{
    private readonly int[]? _at;
    private readonly ushort[] _bins;
    private readonly double[] _edges;
    private readonly IReadOnlyList<string> _names;
    private readonly bool _isSparse;

    private BinnedFeature(Feature feature, int bins, int[]? at, ushort[] binOf, double[] edges, IReadOnlyList<string> names)
    {
        Feature = feature;
        Bins = bins;
        _at = at;
        _bins = binOf;
        _edges = edges;
        _names = names;
        _isSparse = at is not null;
    }

    public Feature Feature { get; }

    /// <summary>How many bins, bin 0 included.</summary>
    public int Bins { get; }

    /// <summary>True where a leaf is a run of bins rather than a single one.</summary>
    public bool HasBands => Feature.Kind == FeatureKind.Number;

    /// <summary>Puts the values of a column into bins; null where it says nothing. Cuts are chosen by the first rows alone.</summary>
    public static BinnedFeature? Of(FeatureTable table, int place, int training, int least)
    {
        Feature feature = table.Features[place];
        return feature.Kind switch
        {
            FeatureKind.Category => OfCategory(feature, table, place),
            _ when table.Sparse(place) is { } sparse => OfSparse(feature, sparse, training, least),
            _ => OfNumber(feature, table.Numbers(place), training, least),
        };
    }

    /// <summary>Puts every column of a table into bins, as <see cref="Of"/>; those that say nothing are left out.</summary>
    public static BinnedFeature[] OfAll(FeatureTable table, int training, int least)
    {
        var features = new BinnedFeature?[table.Features.Count];
        Parallel.For(0, features.Length, place => features[place] = Of(table, place, training, least));
        return [.. features.OfType<BinnedFeature>()];
    }

    /// <summary>Calls an action with each row before <paramref name="until"/> that is not in bin 0, in order, and its bin.</summary>
    public void ForEach(int until, Action<int, int> action)
    {
        int count = _at is null ? Math.Min(until, _bins.Length) : _bins.Length;
        for (int place = 0; place < count; place++)
        {
            int row = _at is null ? place : _at[place];
            if (row >= until)
            {
                return;
            }

            if (_bins[place] != 0)
            {
                action(row, _bins[place]);
            }
        }
    }

    /// <summary>The rows in some bins, those held out included.</summary>
    public RowBits Rows(int from, int to, int rows)
    {
        var found = new RowBits(rows);
        ForEach(rows, (row, bin) =>
        {
            if (bin >= from && bin <= to)
            {
                found.Add(row);
            }
        });
        return found;
    }

    /// <summary>Which rows of another table have a leaf.</summary>
    public bool[] Holds(Leaf leaf, FeatureTable table, int place)
    {
        if (Feature.Kind == FeatureKind.Category)
        {
            IReadOnlyList<string> names = table.Dictionary(place);
            return [.. table.Codes(place).Select(code => code >= 0 && string.Equals(names[code], NameOf(leaf.From), StringComparison.Ordinal))];
        }

        (double? low, double? high) = Feature.Kind == FeatureKind.Flag ? (1, null) : Bounds(leaf.From, leaf.To);
        return [.. table.Numbers(place).Select(number => number >= (low ?? double.NegativeInfinity) && number < (high ?? double.PositiveInfinity))];
    }

    /// <summary>Every leaf: each value, or each run of bands that is not all that is known.</summary>
    public IEnumerable<Leaf> Leaves()
    {
        for (int from = 1; from < Bins; from++)
        {
            int last = HasBands ? Bins - 1 : from;
            for (int to = from; to <= last; to++)
            {
                if (_isSparse || !HasBands || from > 1 || to < Bins - 1)
                {
                    yield return new Leaf(this, from, to);
                }
            }
        }
    }

    public string ClauseOf(int from, int to)
    {
        (double? low, double? high) = Bounds(from, to);
        return Feature.Kind switch
        {
            FeatureKind.Flag => Feature.Clause!,
            FeatureKind.Category => Feature.In([_names[from - 1]]),
            _ => Feature.Between(low, high),
        };
    }

    public string NameOf(int bin) => _names[bin - 1];

    public string LabelOf(int from, int to)
    {
        (double? low, double? high) = Bounds(from, to);
        return Feature.Kind switch
        {
            FeatureKind.Flag => Feature.Label,
            FeatureKind.Category => $"{Feature.Label} {_names[from - 1]}",
            _ => (low, high) switch
            {
                ({ } least, null) => $"{Feature.Label}: {Words(least)} or more",
                (null, { } bound) => $"{Feature.Label}: below {Words(bound)}",
                ({ } least, { } bound) when Feature.IsCount && bound - least <= 1 => $"{Feature.Label}: {Words(least)}",
                ({ } least, { } bound) => $"{Feature.Label}: {Words(least)} to below {Words(bound)}",
                _ => Feature.Label,
            },
        };
    }

    /// <summary>True where one side is open, as a person would rather say it.</summary>
    public bool IsOneSided(Leaf leaf) => Bounds(leaf.From, leaf.To) is (null, _) or (_, null);

    private static string Words(double number) => number.ToString(Math.Abs(number) < 10 ? "0.####" : "#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>Dense numbers have a band below the first edge; sparse ones begin with it.</summary>
    private (double? Low, double? High) Bounds(int from, int to)
    {
        if (!HasBands)
        {
            return (null, null);
        }

        int shift = _isSparse ? 1 : 2;
        double? low = from - shift < 0 ? null : _edges[from - shift];
        double? high = to - shift + 1 >= _edges.Length ? null : _edges[to - shift + 1];
        return (low, high);
    }

    private static BinnedFeature OfCategory(Feature feature, FeatureTable table, int place)
    {
        int[] codes = table.Codes(place);
        IReadOnlyList<string> names = table.Dictionary(place);
        return new BinnedFeature(feature, names.Count + 1, null, [.. codes.Select(code => (ushort)(code + 1))], [], names);
    }

    private static BinnedFeature? OfSparse(Feature feature, SparseColumn column, int training, int least)
    {
        int[] at = column.At.ToArray();
        if (feature.Kind == FeatureKind.Flag)
        {
            ushort[] ones = new ushort[at.Length];
            Array.Fill(ones, (ushort)1);
            return new BinnedFeature(feature, 2, at, ones, [], []);
        }

        int taught = 0;
        while (taught < at.Length && at[taught] < training)
        {
            taught++;
        }

        double[] sorted = [.. column.Values[..taught].ToArray().Select(value => (double)value).Order()];
        double[] edges = feature.IsCount ? BandEdges.OfCount(sorted, least) : BandEdges.Of(sorted, least);
        if (edges.Length == 0)
        {
            return null;
        }

        ushort[] bins = [.. column.Values.ToArray().Select(value => (ushort)BandOf(edges, value))];
        return new BinnedFeature(feature, edges.Length + 1, at, bins, edges, []);
    }

    private static BinnedFeature? OfNumber(Feature feature, double[] numbers, int training, int least)
    {
        double[] sorted = [.. numbers.Take(training).Where(number => !double.IsNaN(number)).Order()];
        double[] edges = feature.IsCount ? BandEdges.OfCount(sorted, least) : BandEdges.Of(sorted, least);
        return edges.Length == 0
            ? null
            : new BinnedFeature(feature, edges.Length + 2, null, [.. numbers.Select(number => (ushort)(double.IsNaN(number) ? 0 : BandOf(edges, number) + 1))], edges, []);
    }

    /// <summary>How many edges the value reaches.</summary>
    private static int BandOf(double[] edges, double value)
    {
        int place = Array.BinarySearch(edges, value);
        return place >= 0 ? place + 1 : ~place;
    }
}
