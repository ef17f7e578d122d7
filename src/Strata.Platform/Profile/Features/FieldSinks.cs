using System.Text;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>Takes the values of a field, chunk by chunk, and makes a column of them.</summary>
internal interface IFieldSink
{
    void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column);

    void Finish();
}

/// <summary>
/// Codes of a category, and flags of the groups of its values. A value that only the history has gets a code of its own, and is of no group.
/// </summary>
internal sealed class CategorySink : IFieldSink
{
    private readonly FeatureRead _read;
    private readonly int[] _places;
    private readonly int[] _codes;
    private readonly List<string> _dictionary = [];
    private readonly TextCodes<int> _byText = new();
    private readonly Dictionary<int, SparseBuilder> _groups;
    private readonly List<SparseBuilder[]> _groupsOfCode = [];

    public CategorySink(FeatureRead read, IReadOnlyList<(int Place, CategoryRecipe Recipe)> categories, IReadOnlyList<(int Place, GroupRecipe Recipe)> groups)
    {
        _read = read;
        _places = [.. categories.Select(category => category.Place)];
        _groups = read.Builders(groups.Select(group => group.Place));
        _codes = _places.Length == 0 ? [] : new int[read.Rows];
        Array.Fill(_codes, -1);
        foreach (IGrouping<string, string> spellings in (categories.Count > 0 ? categories[0].Recipe.Names : groups[0].Recipe.Names).GroupBy(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal))
        {
            foreach (string spelling in spellings)
            {
                _byText[spelling] = _dictionary.Count;
            }

            _dictionary.Add(spellings.Key);
            _groupsOfCode.Add([.. groups.Where(group => group.Recipe.Members.Contains(spellings.Key)).Select(group => _groups[group.Place])]);
        }
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            if (column.IsNull(at))
            {
                continue;
            }

            int row = (int)rows[at], code = Code(column.Utf8(at));
            if (_codes.Length > 0)
            {
                _codes[row] = code;
            }

            foreach (SparseBuilder builder in _groupsOfCode[code])
            {
                builder.Add(row, 1);
            }
        }
    }

    public void Finish()
    {
        foreach (int place in _places)
        {
            _read.Columns[place] = new CategoryColumn(_codes, _dictionary);
        }

        _read.Finish(_groups);
    }

    private int Code(ReadOnlySpan<byte> folded)
    {
        if (_byText.TryGet(folded, out int code))
        {
            return code;
        }

        string text = Encoding.UTF8.GetString(folded);
        _dictionary.Add(text);
        _groupsOfCode.Add([]);
        return _byText[text] = _dictionary.Count - 1;
    }
}

/// <summary>A number made of a 64-bit value and the row's instant.</summary>
internal sealed class NumberSink : IFieldSink
{
    private readonly FeatureRead _read;
    private readonly int _place;
    private readonly Func<long, long, double> _number;
    private readonly double[] _numbers;

    public NumberSink(FeatureRead read, int place, Func<long, long, double> number)
    {
        _read = read;
        _place = place;
        _number = number;
        _numbers = new double[read.Rows];
        Array.Fill(_numbers, double.NaN);
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        ReadOnlySpan<long> values = column.Values<long>();
        for (int at = 0; at < rows.Length; at++)
        {
            if (!column.IsNull(at))
            {
                _numbers[rows[at]] = _number(values[at], instants[at]);
            }
        }
    }

    public void Finish() => _read.Columns[_place] = new DenseColumn(_numbers);
}

/// <summary>A boolean that is true.</summary>
internal sealed class BooleanSink(FeatureRead read, int place) : IFieldSink
{
    private readonly SparseBuilder _builder = new(isFlag: true);

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        ReadOnlySpan<bool> values = column.Values<bool>();
        for (int at = 0; at < rows.Length; at++)
        {
            if (!column.IsNull(at) && values[at])
            {
                _builder.Add((int)rows[at], 1);
            }
        }
    }

    public void Finish() => read.Columns[place] = _builder.Build();
}

/// <summary>Flags of the items of a set.</summary>
internal sealed class ItemSink : IFieldSink
{
    private readonly FeatureRead _read;
    private readonly Dictionary<int, SparseBuilder> _builders;
    private readonly TextCodes<SparseBuilder> _byItem = new();

    public ItemSink(FeatureRead read, (int Place, ItemRecipe Recipe)[] items)
    {
        _read = read;
        _builders = read.Builders(items.Select(item => item.Place));
        foreach ((int place, ItemRecipe recipe) in items)
        {
            _byItem[recipe.Item] = _builders[place];
        }
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        DuckDbColumn items = column.Items();
        for (int at = 0; at < rows.Length; at++)
        {
            (int start, int length) = column.ListRange(at);
            for (int item = start; item < start + length; item++)
            {
                if (_byItem.TryGet(items.Utf8(item), out SparseBuilder? builder))
                {
                    builder!.Add((int)rows[at], 1);
                }
            }
        }
    }

    public void Finish() => _read.Finish(_builders);
}
