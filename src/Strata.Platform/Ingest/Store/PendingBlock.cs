using System.Text;

namespace Strata.Platform.Ingest.Store;

/// <summary>Rows that wait to be written, so many as the engine takes at once, with their texts. Used by one thread at a time.</summary>
/// <param name="columns">How many columns a row has.</param>
internal sealed class PendingBlock(int columns)
{
    /// <summary>So many rows it holds.</summary>
    public const int MostRows = 2048;

    private const int FirstRows = 64;
    private const int FirstTextBytes = 4 << 10;
    private PendingCell[] _cells = new PendingCell[columns * FirstRows];

    /// <summary>Pinned, so that the engine reads the texts where they are.</summary>
    private byte[] _text = GC.AllocateUninitializedArray<byte>(FirstTextBytes, pinned: true);

    /// <summary>How many rows it has.</summary>
    public int Rows { get; private set; }

    /// <summary>How many bytes their texts have.</summary>
    public int TextEnd { get; private set; }

    /// <summary>True where no more rows have room.</summary>
    public bool IsFull => Rows == MostRows;

    /// <summary>Begins a row; gives its cells, to be filled.</summary>
    public Span<PendingCell> Begin()
    {
        if (Rows * columns == _cells.Length)
        {
            Array.Resize(ref _cells, _cells.Length * 2);
        }

        return Row(Rows++);
    }

    /// <summary>The cells of a row.</summary>
    public Span<PendingCell> Row(int row) => _cells.AsSpan(row * columns, columns);

    /// <summary>The cells of a row and all that follow it.</summary>
    public ReadOnlySpan<PendingCell> Cells(int row) => _cells.AsSpan(row * columns);

    /// <summary>The UTF-8 of all texts, which stays where it is until the next one is added.</summary>
    public ReadOnlySpan<byte> Texts => _text.AsSpan(0, TextEnd);

    /// <summary>Adds a text; null is none.</summary>
    public PendingCell Text(string? text)
    {
        if (text is null)
        {
            return PendingCell.NoText;
        }

        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (TextEnd + most > _text.Length)
        {
            byte[] grown = GC.AllocateUninitializedArray<byte>(
                (int)Math.Min(Math.Max(_text.Length * 2L, TextEnd + (long)most), Array.MaxLength), pinned: true);
            _text.AsSpan(0, TextEnd).CopyTo(grown);
            _text = grown;
        }

        int length = Encoding.UTF8.GetBytes(text, _text.AsSpan(TextEnd));
        var cell = new PendingCell(TextEnd, length);
        TextEnd += length;
        return cell;
    }

    /// <summary>Forgets the rows; keeps the room.</summary>
    public void Clear()
    {
        Rows = 0;
        TextEnd = 0;
    }
}

/// <summary>A number or instant, or where a text stands in the buffer.</summary>
internal readonly struct PendingCell
{
    /// <summary>Instants and exact numbers do not come near it.</summary>
    private const long NoValue = long.MinValue;

    /// <summary>The length of a text that is not there.</summary>
    private const int Absent = -1;

    /// <summary>A number or instant.</summary>
    public PendingCell(long value)
    {
        Value = value;
    }

    /// <summary>A text: where it begins, in the upper half, and its length.</summary>
    public PendingCell(int start, int length)
    {
        Value = ((long)start << 32) | (uint)length;
    }

    /// <summary>No number or instant.</summary>
    public static PendingCell Null => new(NoValue);

    /// <summary>No text.</summary>
    public static PendingCell NoText => new(0, Absent);

    /// <summary>The number or instant.</summary>
    public long Value { get; }

    /// <summary>True where there is no number or instant.</summary>
    public bool IsNull => Value == NoValue;
}
