using System.Buffers;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Parsing;

/// <summary>What every cell has in common.</summary>
internal static class Cells
{
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

    /// <summary>The function behind <c>strata_blank(text)</c>.</summary>
    public static bool CallIsBlank(Utf8Arguments arguments, out bool blank)
    {
        blank = IsBlank(arguments[0]);
        return true;
    }
}
