using System.Buffers;

namespace Strata.Warehouse.DuckDb;

/// <summary>The VARCHAR arguments of one call of a scalar function, none of them NULL. Valid during the call only.</summary>
public readonly ref struct Utf8Arguments
{
    private readonly ReadOnlySpan<nint> _data;
    private readonly int _row;

    internal Utf8Arguments(ReadOnlySpan<nint> data, int row)
    {
        _data = data;
        _row = row;
    }

    /// <summary>How many arguments.</summary>
    public int Count => _data.Length;

    /// <summary>The UTF-8 bytes of an argument, from 0.</summary>
    public ReadOnlySpan<byte> this[int index] => VectorText.Read(_data[index], _row);
}

/// <summary>A scalar function from text to a value of fixed width.</summary>
/// <returns>False for NULL.</returns>
public delegate bool Utf8Function<T>(Utf8Arguments arguments, out T result)
    where T : unmanaged;

/// <summary>Says something about UTF-8 text.</summary>
public delegate bool Utf8Predicate(ReadOnlySpan<byte> text);

/// <summary>A scalar function from text to text, which it writes to <paramref name="result"/> as valid UTF-8.</summary>
/// <returns>False for NULL.</returns>
public delegate bool Utf8TextFunction(Utf8Arguments arguments, ArrayBufferWriter<byte> result);
