using System.Text;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Profile.Features;

/// <summary>Takes the values of a field, chunk by chunk, and makes a column of them.</summary>
internal interface IFieldSink
{
    void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column);

    void Finish();
}

/// <summary>Codes; a value that only the history has gets a code of its own.</summary>
internal sealed class CategorySink : IFieldSink
{
    private readonly FeatureRead _read;
    private readonly int _place;
    private readonly int[] _codes;
    private readonly List<string> _dictionary;
    private readonly TextCodes<int> _byText = new();

    public CategorySink(FeatureRead read, int place, IReadOnlyDictionary<string, string> names)
    {
        _read = read;
        _place = place;
        _codes = new int[read.Rows];
        Array.Fill(_codes, -1);
        _dictionary = [.. names.Values.Distinct(StringComparer.Ordinal)];
        Dictionary<string, int> byName = _dictionary.Select((name, code) => (name, code)).ToDictionary(pair => pair.name, pair => pair.code, StringComparer.Ordinal);
        foreach ((string spelling, string name) in names)
        {
            _byText[spelling] = byName[name];
        }
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            if (!column.IsNull(at))
            {
                _codes[rows[at]] = Code(column.Utf8(at));
            }
        }
    }

    public void Finish() => _read.Columns[_place] = new CategoryColumn(_codes, _dictionary);

    private int Code(ReadOnlySpan<byte> folded)
    {
        if (_byText.TryGet(folded, out int code))
        {
            return code;
        }

        string text = Encoding.UTF8.GetString(folded);
        _dictionary.Add(text);
        return _byText[text] = _dictionary.Count - 1;
    }
}

/// <summary>A flag of the values that belong together.</summary>
internal sealed class GroupSink : IFieldSink
{
    private readonly FeatureRead _read;
    private readonly int _place;
    private readonly SparseBuilder _builder = new(isFlag: true);
    private readonly TextCodes<bool> _members = new();

    public GroupSink(FeatureRead read, int place, GroupRecipe group)
    {
        _read = read;
        _place = place;
        foreach ((string spelling, string name) in group.Names)
        {
            _members[spelling] = group.Members.Contains(name);
        }
    }

    public void Take(ReadOnlySpan<long> rows, ReadOnlySpan<long> instants, DuckDbColumn column)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            if (!column.IsNull(at) && _members.TryGet(column.Utf8(at), out bool isMember) && isMember)
            {
                _builder.Add((int)rows[at], 1);
            }
        }
    }

    public void Finish() => _read.Columns[_place] = _builder.Build();
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
