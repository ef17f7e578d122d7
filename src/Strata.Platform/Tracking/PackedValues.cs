using System.Buffers.Binary;
using System.Text;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;

namespace Strata.Platform.Tracking;

/// <summary>
/// The id and the values of an event as bytes, for what is held of hundreds of thousands of visitors and hardly ever read: a collection
/// need not look into it, whereas references from old objects to new ones are what makes collections long. Room is used again.
/// </summary>
internal struct PackedValues
{
    private const byte Missing = 0;
    private const byte Text = 1;
    private const byte TextAsFolded = 2;
    private const byte Boolean = 3;
    private const byte Instant = 4;
    private const byte Units = 5;
    private const int NumberBytes = 8;
    private byte[]? _bytes;
    private int _end;

    /// <summary>What cannot be written as bytes, by its place; hardly any event has it.</summary>
    private Dictionary<int, DataValue>? _others;

    /// <summary>The event's id.</summary>
    public readonly string Id
    {
        get
        {
            int at = 0;
            return ReadText(ref at);
        }
    }

    /// <summary>Holds an event's id and values instead of what it held.</summary>
    public void Set(string id, ReadOnlySpan<DataValue> values)
    {
        _end = 0;
        _others = null;
        Write(id);
        for (int i = 0; i < values.Length; i++)
        {
            Write(i, values[i]);
        }
    }

    /// <summary>Gives the values.</summary>
    /// <param name="values">As many as were set.</param>
    public readonly void CopyTo(Span<DataValue> values)
    {
        int at = 0;
        SkipText(ref at);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Read(i, ref at);
        }
    }

    private void Write(int place, in DataValue value)
    {
        switch (value)
        {
            case { IsKnown: false }:
                Room(1)[0] = Missing;
                break;
            case { Kind: ValueKind.Text }:
                bool isFolded = ReferenceEquals(value.Written, value.Folded) || string.Equals(value.Written, value.Folded, StringComparison.Ordinal);
                Room(1)[0] = isFolded ? TextAsFolded : Text;
                Write(value.Written);
                if (!isFolded)
                {
                    Write(value.Folded);
                }

                break;
            case { Kind: ValueKind.Boolean }:
                WriteNumber(Boolean, value.Boolean ? 1 : 0);
                break;
            case { Kind: ValueKind.Instant }:
                WriteNumber(Instant, value.Instant);
                break;
            case { Kind: ValueKind.Exact } when value.Number >= long.MinValue && value.Number <= long.MaxValue:
                WriteNumber(Units, (long)value.Number);
                break;
            default:
                Room(1)[0] = Missing;
                (_others ??= [])[place] = value;
                break;
        }
    }

    private readonly DataValue Read(int place, ref int at)
    {
        switch (_bytes![at++])
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
                return _others is not null && _others.TryGetValue(place, out DataValue other) ? other : DataValue.Missing;
        }
    }

    private void WriteNumber(byte kind, long number)
    {
        Span<byte> room = Room(1 + NumberBytes);
        room[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(room[1..], number);
    }

    private readonly long ReadNumber(ref int at)
    {
        long number = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(at));
        at += NumberBytes;
        return number;
    }

    private void Write(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Span<byte> room = Room(sizeof(int) + length);
        BinaryPrimitives.WriteInt32LittleEndian(room, length);
        Encoding.UTF8.GetBytes(text, room[sizeof(int)..]);
    }

    private readonly string ReadText(ref int at)
    {
        int start = at + sizeof(int);
        SkipText(ref at);
        return Encoding.UTF8.GetString(_bytes.AsSpan(start, at - start));
    }

    private readonly void SkipText(ref int at) => at += sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));

    private Span<byte> Room(int length)
    {
        if (_bytes is null || _end + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_end + length, Math.Max(256, (_bytes?.Length ?? 0) * 2)));
        }

        Span<byte> room = _bytes.AsSpan(_end, length);
        _end += length;
        return room;
    }
}
