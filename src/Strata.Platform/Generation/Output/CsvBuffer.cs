using System.Globalization;
using System.Text;

namespace Strata.Platform.Generation.Output;

/// <summary>
/// UTF-8 CSV rows written straight into bytes. A row is filled from left to right; columns passed over stay blank.
/// Text given as bytes must already be quoted where it needs to be (<see cref="Encode"/>).
/// </summary>
internal sealed class CsvBuffer
{
    private byte[] _bytes = new byte[1 << 18];
    private int _length;
    private int _column;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public int Length => _length;

    /// <summary>Rows ended since the last <see cref="Clear"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>The bytes of a text as a CSV cell, quoted when it has a comma, a quote or a line break.</summary>
    public static byte[] Encode(string text)
    {
        var cell = text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        return Encoding.UTF8.GetBytes(cell);
    }

    public static byte[][] EncodeAll(IEnumerable<string> texts) => texts.Select(Encode).ToArray();

    public void Clear()
    {
        _length = 0;
        _column = 0;
        Rows = 0;
    }

    /// <summary>Moves to a column to the right, or stays.</summary>
    public CsvBuffer At(int column)
    {
        Reserve(column - _column);
        while (_column < column)
        {
            _bytes[_length++] = (byte)',';
            _column++;
        }

        return this;
    }

    /// <summary>Says in which column the row is after bytes that hold several cells.</summary>
    public void StandAt(int column) => _column = column;

    /// <summary>Counts a row that was written as raw bytes.</summary>
    public void CountRow() => Rows++;

    public void EndRow(int columns)
    {
        At(columns - 1);
        Raw("\n"u8);
        _column = 0;
        Rows++;
    }

    public CsvBuffer Raw(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }

    public CsvBuffer Raw(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
        return this;
    }

    public CsvBuffer Number(long value)
    {
        Reserve(20);
        value.TryFormat(_bytes.AsSpan(_length), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
        return this;
    }

    public CsvBuffer Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Sixteen lower-case hexadecimal digits.</summary>
    public CsvBuffer Hex(ulong value, int digits = 16)
    {
        Reserve(digits);
        for (var place = digits - 1; place >= 0; place--)
        {
            _bytes[_length++] = "0123456789abcdef"u8[(int)(value >> (place * 4)) & 15];
        }

        return this;
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
