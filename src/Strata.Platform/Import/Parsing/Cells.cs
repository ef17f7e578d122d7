using System.Buffers;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Parsing;

/// <summary>What every cell has in common.</summary>
internal static class Cells
{
    private static ReadOnlySpan<byte> ItemSeparator => "\u001F"u8;

    /// <summary>Drops ASCII white space and no-break spaces around UTF-8 text.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        text = text.Trim(" \t\n\v\f\r"u8);
        while (text.StartsWith("\u00A0"u8))
        {
            text = text[2..].TrimStart(" \t"u8);
        }

        while (text.EndsWith("\u00A0"u8))
        {
            text = text[..^2].TrimEnd(" \t"u8);
        }

        return text;
    }

    /// <summary>True for text that <see cref="Trim"/> is sure to leave as it is and that is not empty. A no-break space is C2 A0.</summary>
    public static bool IsTrimmed(ReadOnlySpan<byte> text) =>
        text.Length > 0 && text[0] > 0x20 && text[0] != 0xC2 && text[^1] > 0x20 && text[^1] != 0xA0;

    /// <summary>True for a cell of a number, date or boolean that says nothing: blank, or one of the usual marks for it.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.Length > 5)
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[5];
        System.Text.Ascii.ToLower(text, lower, out int length);
        return length == text.Length && IsMark(lower[..length]);
    }

    private static bool IsMark(ReadOnlySpan<byte> text) =>
        text.IsEmpty || text.SequenceEqual("-"u8) || text.SequenceEqual("--"u8) || text.SequenceEqual("n/a"u8) || text.SequenceEqual("na"u8)
        || text.SequenceEqual("null"u8) || text.SequenceEqual("none"u8) || text.SequenceEqual("\\n"u8) || text.SequenceEqual("#n/a"u8)
        || text.SequenceEqual("?"u8);

    /// <summary>The function behind <c>strata_text(text)</c>: trimmed text, NULL where nothing is left.</summary>
    public static bool CallText(Utf8Arguments arguments, ArrayBufferWriter<byte> result)
    {
        ReadOnlySpan<byte> text = Trim(arguments[0]);
        result.Write(text);
        return !text.IsEmpty;
    }

    /// <summary>
    /// The function behind <c>strata_items(text)</c>: the items between semicolons or bars, without spaces and quotes around them and
    /// without empty ones, divided by U+001F; NULL where none is left.
    /// </summary>
    public static bool CallItems(Utf8Arguments arguments, ArrayBufferWriter<byte> result) => WriteItems(arguments[0], result);

    /// <summary>As <c>strata_items</c>; false where no item is left.</summary>
    public static bool WriteItems(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> result)
    {
        ReadOnlySpan<byte> rest = text;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny((byte)';', (byte)'|');
            ReadOnlySpan<byte> item = (end < 0 ? rest : rest[..end]).Trim(" \""u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (!item.IsEmpty)
            {
                if (result.WrittenCount > 0)
                {
                    result.Write(ItemSeparator);
                }

                result.Write(item);
            }
        }

        return result.WrittenCount > 0;
    }

    /// <summary>The function behind <c>strata_blank(text)</c>.</summary>
    public static bool CallIsBlank(Utf8Arguments arguments, out bool blank)
    {
        blank = IsBlank(arguments[0]);
        return true;
    }
}
