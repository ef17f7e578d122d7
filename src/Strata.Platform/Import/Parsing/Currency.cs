using System.Collections.Frozen;
using System.Text;

namespace Strata.Platform.Import.Parsing;

/// <summary>Symbols and codes of currencies around an amount. The amount counts as it is: money is in the workspace's currency.</summary>
internal static class Currency
{
    private static readonly FrozenSet<string> Codes = FrozenSet.ToFrozenSet(
    [
        "aed", "ars", "aud", "brl", "cad", "chf", "clp", "cny", "cop", "czk", "dkk", "egp", "eur", "gbp", "hkd", "huf", "idr", "ils", "inr",
        "jpy", "krw", "mxn", "myr", "nok", "nzd", "php", "pln", "ron", "rub", "sar", "sek", "sgd", "thb", "try", "twd", "uah", "usd", "vnd", "zar",
    ],
    StringComparer.Ordinal);

    private static readonly byte[][] Symbols =
        [.. new[] { "US$", "A$", "C$", "R$", "HK$", "S$", "$", "€", "£", "¥", "₹", "₩", "₽", "₺", "₪", "kr.", "kr", "zł", "Fr.", "Rs." }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Drops a symbol or code before the amount.</summary>
    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit((char)text[0]))
        {
            return text;
        }

        foreach (byte[] symbol in Symbols)
        {
            if (text.StartsWith(symbol))
            {
                return text[symbol.Length..];
            }
        }

        return text.Length > 3 && IsCode(text[..3]) ? text[3..] : text;
    }

    /// <summary>Drops a symbol or code after the amount.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit((char)text[^1]))
        {
            return text;
        }

        foreach (byte[] symbol in Symbols)
        {
            if (text.EndsWith(symbol))
            {
                return text[..^symbol.Length];
            }
        }

        return text.Length > 3 && IsCode(text[^3..]) && !char.IsAsciiLetter((char)text[^4]) ? text[..^3] : text;
    }

    /// <summary>True where a symbol or code stands at either end.</summary>
    public static bool IsAround(ReadOnlySpan<byte> text) => TrimStart(text).Length < text.Length || TrimEnd(text).Length < text.Length;

    private static bool IsCode(ReadOnlySpan<byte> text) => Codes.Contains(Encoding.Latin1.GetString(text).ToLowerInvariant());
}
