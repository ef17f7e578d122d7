using System.Buffers.Binary;
using System.Text;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;

namespace Strata.Platform.Tracking;

/// <summary>
/// The id and the values of an event as bytes, for what is held of hundreds of thousands of visitors and hardly ever read: a collection
/// need not look into it, whereas references from old objects to new ones are what makes collections long.
/// </summary>
/// <param name="bytes">What <see cref="ValuePacker.Pack"/> gave.</param>
/// <param name="others">What it left out, by place; null where that is nothing.</param>
internal readonly ref struct PackedValues(ReadOnlySpan<byte> bytes, IReadOnlyDictionary<int, DataValue>? others)
{
    internal const byte Missing = 0;
    internal const byte Text = 1;
    internal const byte TextAsFolded = 2;
    internal const byte Boolean = 3;
    internal const byte Instant = 4;
    internal const byte Units = 5;
    internal const int NumberBytes = 8;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>The event's id.</summary>
    public string Id
    {
        get
        {
            int at = 0;
            return ReadText(ref at);
        }
    }

    /// <summary>Gives the values.</summary>
    /// <param name="values">As many as were packed.</param>
    public void CopyTo(Span<DataValue> values)
    {
        int at = 0;
        SkipText(ref at);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Read(i, ref at);
        }
    }

    private DataValue Read(int place, ref int at)
    {
        switch (_bytes[at++])
        {
            case Text:
                string written = ReadText(ref at);
                return DataValue.OfText(written, ReadText(ref at));
            case TextAsFolded:
                string folded = ReadText(ref at);
                return DataValue.OfText(folded, folded);
            case Boolean:
                return DataValue.OfBoolean(ReadNumber(ref at) != 0);
            case Instant:
                return DataValue.OfInstant(ReadNumber(ref at));
            case Units:
                return DataValue.OfUnits(ReadNumber(ref at));
            default:
                return others is not null && others.TryGetValue(place, out DataValue other) ? other : DataValue.Missing;
        }
    }

    private long ReadNumber(ref int at)
    {
        long number = BinaryPrimitives.ReadInt64LittleEndian(_bytes[at..]);
        at += NumberBytes;
        return number;
    }

    private string ReadText(ref int at)
    {
        int start = at + sizeof(int);
        SkipText(ref at);
        return Encoding.UTF8.GetString(_bytes[start..at]);
    }

    private void SkipText(ref int at) => at += sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(_bytes[at..]);
}

/// <summary>Makes <see cref="PackedValues"/>, in room that is used again. Used by one thread at a time.</summary>
internal sealed class ValuePacker
{
    private byte[] _bytes = new byte[1024];
    private int _end;

    /// <summary>What the last event had that cannot be written as bytes, by its place; null where nothing: hardly any event has it.</summary>
    public Dictionary<int, DataValue>? Others { get; private set; }

    /// <summary>An event's id and values as bytes, which are good until the next call.</summary>
    /// <param name="row">The event.</param>
    /// <param name="length">How many values are meant, by their ordinals.</param>
    public ReadOnlySpan<byte> Pack(EventRow row, int length)
    {
        _end = 0;
        Others = null;
        WriteText(row.Id);
        for (int i = 0; i < length; i++)
        {
            Write(i, row.Property(i));
        }

        return _bytes.AsSpan(0, _end);
    }

    private void Write(int place, in DataValue value)
    {
        switch (value)
        {
            case { IsKnown: false }:
                Room(1)[0] = PackedValues.Missing;
                _end++;
                break;
            case { Kind: ValueKind.Text }:
                bool isFolded = string.Equals(value.Written, value.Folded, StringComparison.Ordinal);
                Room(1)[0] = isFolded ? PackedValues.TextAsFolded : PackedValues.Text;
                _end++;
                WriteText(value.Written);
                if (!isFolded)
                {
                    WriteText(value.Folded);
                }

                break;
            case { Kind: ValueKind.Boolean }:
                WriteNumber(PackedValues.Boolean, value.Boolean ? 1 : 0);
                break;
            case { Kind: ValueKind.Instant }:
                WriteNumber(PackedValues.Instant, value.Instant);
                break;
            case { Kind: ValueKind.Exact } when value.Number >= long.MinValue && value.Number <= long.MaxValue:
                WriteNumber(PackedValues.Units, (long)value.Number);
                break;
            default:
                Room(1)[0] = PackedValues.Missing;
                _end++;
                (Others ??= [])[place] = value;
                break;
        }
    }

    private void WriteNumber(byte kind, long number)
    {
        Span<byte> room = Room(1 + PackedValues.NumberBytes);
        room[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], number);
        _end += 1 + PackedValues.NumberBytes;
    }

    private void WriteText(string text)
    {
        Span<byte> room = Room(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        int length = Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(room, length);
        _end += sizeof(int) + length;
    }

    private Span<byte> Room(int most)
    {
        if (_end + most > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_end + most, _bytes.Length * 2));
        }

        return _bytes.AsSpan(_end, most);
    }
}
