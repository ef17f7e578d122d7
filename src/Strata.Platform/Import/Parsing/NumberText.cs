using System.Buffers.Text;
using System.Text;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Parsing;

/// <summary>
/// Numbers and money as people write them: <c>1,234.5</c>, <c>1.234,5</c>, <c>$1.2bn</c>, <c>EUR 300k</c>, <c>(1,200)</c>, <c>25%</c>
/// (0.25), <c>1e6</c>.
/// </summary>
internal static class NumberText
{
    /// <summary>Parses UTF-8 text to units of 1/10,000, rounded half to even.</summary>
    /// <param name="text">The text; white space around it does not count.</param>
    /// <param name="decimalComma">True where the comma divides the fraction and the point groups thousands.</param>
    /// <param name="units">The value.</param>
    /// <returns>False where the text is no number, or one of 9.2e14 or more.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, bool decimalComma, out long units)
    {
        text = Cells.Trim(text);
        if (TryParseInteger(text, out units))
        {
            return true;
        }

        bool negative = false;
        if (text is [(byte)'(', .., (byte)')'])
        {
            negative = true;
            text = Cells.Trim(text[1..^1]);
        }

        text = Sign(text, ref negative);
        text = Cells.Trim(Currency.TrimStart(text));
        text = Sign(text, ref negative);
        text = Suffix(Cells.Trim(Currency.TrimEnd(text)), out decimal factor);
        if (!TryParseDigits(Cells.Trim(Currency.TrimEnd(text)), decimalComma, out decimal value))
        {
            return false;
        }

        try
        {
            return FixedDecimal.TryFromDecimal((negative ? -value : value) * factor, out units, out _);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Most columns hold plain integers.</summary>
    private static bool TryParseInteger(ReadOnlySpan<byte> text, out long units)
    {
        units = 0;
        if (text.Length is 0 or > 15 || text[0] == (byte)'+' || !Utf8Parser.TryParse(text, out long whole, out int read) || read != text.Length)
        {
            return false;
        }

        // Up to 14 digits and a sign stay below 9.2e14 only if checked.
        if (Math.Abs(whole) >= 920_000_000_000_000)
        {
            return false;
        }

        units = whole * FixedDecimal.UnitsPerOne;
        return true;
    }

    private static ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> text, scoped ref bool negative)
    {
        if (text.StartsWith("\u2212"u8))
        {
            negative = !negative;
            return text[3..];
        }

        if (text.Length > 1 && text[0] is (byte)'-' or (byte)'+')
        {
            negative ^= text[0] == (byte)'-';
            return Cells.Trim(text[1..]);
        }

        return text;
    }

    private static ReadOnlySpan<byte> Suffix(ReadOnlySpan<byte> text, out decimal factor)
    {
        factor = 1m;
        int end = text.Length;
        while (end > 0 && (char.IsAsciiLetter((char)text[end - 1]) || text[end - 1] == (byte)'%'))
        {
            end--;
        }

        ReadOnlySpan<byte> suffix = text[end..];
        if (suffix.IsEmpty || end == 0)
        {
            return text;
        }

        decimal? found = Encoding.ASCII.GetString(suffix).ToLowerInvariant() switch
        {
            "%" => 0.01m,
            "k" or "thousand" or "tsd" => 1_000m,
            "m" or "mn" or "mm" or "mio" or "million" or "millions" => 1_000_000m,
            "b" or "bn" or "mrd" or "billion" or "billions" => 1_000_000_000m,
            "t" or "tn" or "trn" or "trillion" => 1_000_000_000_000m,
            _ => null,
        };
        if (found is null)
        {
            return text;
        }

        factor = found.GetValueOrDefault();
        return Cells.Trim(text[..end]);
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, bool decimalComma, out decimal value)
    {
        value = 0;
        Span<byte> plain = stackalloc byte[48];
        if (text.IsEmpty || text.Length > 60)
        {
            return false;
        }

        byte point = (byte)(decimalComma ? ',' : '.');
        byte group = (byte)(decimalComma ? '.' : ',');
        int length = 0, sinceGroup = -1;
        bool fraction = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte unit = text[i];
            int separator = fraction ? 0 : GroupSeparator(text[i..], group);
            if (separator > 0)
            {
                // Groups have three digits (in India also two), and a number does not begin with a separator.
                if (length == 0 || sinceGroup is 0 or 1 or > 3)
                {
                    return false;
                }

                sinceGroup = 0;
                i += separator - 1;
                continue;
            }

            if (unit == point && !fraction)
            {
                if (sinceGroup is not (-1 or 3))
                {
                    return false;
                }

                fraction = true;
                unit = (byte)'.';
            }
            else if (char.IsAsciiDigit((char)unit))
            {
                sinceGroup += sinceGroup >= 0 && !fraction ? 1 : 0;
            }
            else if (unit is not ((byte)'e' or (byte)'E' or (byte)'-' or (byte)'+'))
            {
                return false;
            }

            if (length == plain.Length)
            {
                return false;
            }

            plain[length++] = unit;
        }

        return (fraction || sinceGroup is -1 or 3) && length > 0 && char.IsAsciiDigit((char)plain[length - 1])
            && Utf8Parser.TryParse(plain[..length], out value, out int read, plain[..length].ContainsAny("eE"u8) ? 'E' : 'G') && read == length;
    }

    /// <summary>The length in bytes of a separator of thousands at the start, or 0.</summary>
    private static int GroupSeparator(ReadOnlySpan<byte> text, byte group) => text switch
    {
        [var unit, ..] when unit == group || unit is (byte)' ' or (byte)'\'' or (byte)'_' => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0xAF or 0x89 or 0x99, ..] => 3,
        _ => 0,
    };

    /// <summary>The function behind <c>strata_number(text, '.' or ',')</c>.</summary>
    public static bool Call(Utf8Arguments arguments, out long units) => TryParse(arguments[0], arguments[1] is [(byte)','], out units);
}
