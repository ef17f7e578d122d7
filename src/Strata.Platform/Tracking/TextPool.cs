using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Strata.Language.Values;

namespace Strata.Platform.Tracking;

/// <summary>A text as written, trimmed, and its folded form.</summary>
/// <param name="Written">The text; null where nothing is left of it.</param>
/// <param name="Folded">Its folded form.</param>
internal readonly record struct PooledText(string? Written, string? Folded);

/// <summary>
/// Texts that come again and again, made once: decoding and folding a short text costs more than looking at it. Holds a fixed number of
/// them; one that falls on another's place replaces it where it comes twice in a row there: what comes once is let go at once, and is
/// not among what lives long. Used by one thread at a time.
/// </summary>
/// <param name="capacity">How many it holds; a power of two.</param>
/// <param name="longest">Texts of more bytes are made anew each time.</param>
internal sealed class TextPool(int capacity = 1 << 14, int longest = 64)
{
    private readonly (byte[]? Bytes, PooledText Text, int Candidate)[] _entries = new (byte[]?, PooledText, int)[capacity];

    /// <summary>The text of UTF-8 bytes.</summary>
    public PooledText Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > longest)
        {
            return Make(utf8);
        }

        int spread = Spread(utf8);
        ref (byte[]? Bytes, PooledText Text, int Candidate) entry = ref _entries[spread & (capacity - 1)];
        if (entry.Bytes is not null && utf8.SequenceEqual(entry.Bytes))
        {
            return entry.Text;
        }

        PooledText text = Make(utf8);
        if (entry.Bytes is null || entry.Candidate == spread)
        {
            entry = (utf8.ToArray(), text, 0);
        }
        else
        {
            entry.Candidate = spread;
        }

        return text;
    }

    /// <summary>The text as written; null for blank.</summary>
    public string? Written(ReadOnlySpan<byte> utf8) => Get(utf8).Written;

    /// <summary>The text as written, made anew; null for blank.</summary>
    public static string? WrittenAnew(ReadOnlySpan<byte> utf8)
    {
        utf8 = Import.Parsing.Cells.Trim(utf8);
        return !utf8.IsEmpty && utf8[0] is > (byte)' ' and < 0x80 ? Encoding.UTF8.GetString(utf8) : Make(utf8).Written;
    }

    private static int Spread(ReadOnlySpan<byte> utf8)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)utf8.Length;
        for (; utf8.Length >= 8; utf8 = utf8[8..])
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Odd;
        }

        foreach (byte unit in utf8)
        {
            hash = (BitOperations.RotateLeft(hash, 9) ^ unit) * Odd;
        }

        return (int)(hash >> 33);
    }

    private static PooledText Make(ReadOnlySpan<byte> utf8)
    {
        string written = Encoding.UTF8.GetString(Import.Parsing.Cells.Trim(utf8));
        string? folded = TextFolding.FoldOrNull(written);
        return folded is null ? default : new PooledText(written, folded);
    }
}
