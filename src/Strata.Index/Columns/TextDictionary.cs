using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Strata.Index.Checkpoints;
using Strata.Index.Memory;

namespace Strata.Index.Columns;

/// <summary>The distinct texts of a column, numbered from 1 in the order they came; 0 stands for a missing text.</summary>
internal sealed class TextDictionary : IDisposable
{
    private readonly MemoryBudget _budget;
    private byte[] _bytes = new byte[256];
    private long[] _ends = new long[17];
    private int[] _slots = new int[64];
    private string?[]? _texts;
    private long _charged;

    public TextDictionary(MemoryBudget budget)
    {
        _budget = budget;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static TextDictionary Read(CheckpointReader reader, MemoryBudget budget)
    {
        var dictionary = new TextDictionary(budget)
        {
            Count = checked((int)reader.Number()),
            _bytes = reader.Managed<byte>(),
            _ends = reader.Managed<long>(),
            _slots = reader.Managed<int>(),
        };
        reader.Own(dictionary);
        dictionary.Charge(dictionary._bytes.Length + (dictionary._ends.Length * (long)sizeof(long)) + (dictionary._slots.Length * (long)sizeof(int)));
        for (int code = 1; code <= Math.Min(dictionary.Count, 16); code++)
        {
            if (dictionary._slots[dictionary.Probe(dictionary.Utf8(code))] != code)
            {
                throw new UnusableCheckpointException("its texts were hashed in another way");
            }
        }

        return dictionary;
    }

    /// <summary>Writes the texts, and the table by which they are found.</summary>
    public void Write(CheckpointWriter writer)
    {
        writer.Number(Count);
        writer.Managed<byte>(_bytes.AsSpan(0, (int)_ends[Count]));
        writer.Managed<long>(_ends.AsSpan(0, Count + 1));
        writer.Managed<int>(_slots);
    }

    /// <summary>How many texts there are.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a text; 0 where it is empty, which counts as missing.</summary>
    public int Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return 0;
        }

        int slot = Probe(utf8);
        if (_slots[slot] != 0)
        {
            return _slots[slot];
        }

        Append(utf8);
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
        {
            Rehash();
        }

        return Count;
    }

    /// <summary>The number of a text, or 0 where no row has it.</summary>
    public int Find(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return utf8.Length == 0 ? 0 : _slots[Probe(utf8)];
    }

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> Utf8(int code)
    {
        long start = _ends[code - 1];
        return _bytes.AsSpan((int)start, (int)(_ends[code] - start));
    }

    /// <summary>A text; made once for each code.</summary>
    public string Text(int code)
    {
        string?[] texts = _texts ?? Interlocked.CompareExchange(ref _texts, new string?[Count + 1], null) ?? _texts;
        return texts[code] ??= Encoding.UTF8.GetString(Utf8(code));
    }

    /// <summary>Gives back what its memory was charged with.</summary>
    public void Dispose() => _budget.Give(Interlocked.Exchange(ref _charged, 0));

    private void Charge(long bytes)
    {
        _budget.Take(bytes);
        _charged += bytes;
    }

    private int Probe(ReadOnlySpan<byte> utf8)
    {
        int mask = _slots.Length - 1;
        int slot = (int)(Hash(utf8) & (uint)mask);
        while (_slots[slot] != 0 && !Utf8(_slots[slot]).SequenceEqual(utf8))
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Append(ReadOnlySpan<byte> utf8)
    {
        long start = _ends[Count];
        if (start + utf8.Length > _bytes.Length)
        {
            Grow(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max(start + utf8.Length, _bytes.Length * 2L))), sizeof(byte));
        }

        utf8.CopyTo(_bytes.AsSpan((int)start));
        if (Count + 2 > _ends.Length)
        {
            Grow(ref _ends, _ends.Length * 2, sizeof(long));
        }

        _ends[++Count] = start + utf8.Length;
        _texts = null;
    }

    private void Grow<T>(ref T[] array, int length, int size)
    {
        if (length <= array.Length)
        {
            throw new MemoryBudgetException(length, _budget.Used, _budget.Limit);
        }

        Charge((length - array.Length) * (long)size);
        Array.Resize(ref array, length);
    }

    private void Rehash()
    {
        Charge(_slots.Length * (long)sizeof(int));
        _slots = new int[_slots.Length * 2];
        for (int code = 1; code <= Count; code++)
        {
            _slots[Probe(Utf8(code))] = code;
        }
    }

    /// <summary>Mixes eight bytes at a time; spread, not secrecy, is what a table of one's own data needs.</summary>
    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)utf8.Length * Prime;
        while (utf8.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Prime, 29);
            utf8 = utf8[8..];
        }

        foreach (byte value in utf8)
        {
            hash = (hash ^ value) * Prime;
        }

        hash ^= hash >> 32;
        return (uint)((hash * Prime) >> 32);
    }
}
