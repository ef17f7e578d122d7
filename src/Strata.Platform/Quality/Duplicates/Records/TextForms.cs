using System.Globalization;
using System.Text;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>Texts in the forms that they are compared in.</summary>
internal static class TextForms
{
    /// <summary>Small letters and digits without accents, words apart by one space: <c>Müller-Lüdenscheidt, Ø.</c> gives <c>muller ludenscheidt o</c>.</summary>
    public static string Plain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var plain = new StringBuilder(text.Length);
        foreach (char unit in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(unit))
            {
                Append(plain, char.ToLowerInvariant(unit));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(unit) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                && unit is not ('\'' or '’' or '`') && plain.Length > 0 && plain[^1] != ' ')
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().TrimEnd();
    }

    /// <summary>The digits of a text.</summary>
    public static string Digits(string? text) => text is null ? "" : string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>
    /// About how a name sounds: its consonants, those that sound alike made one, without doubles and without h. The idea of Soundex (Russell,
    /// 1918) and of its followers, for the names of several languages.
    /// </summary>
    public static string Sound(string plain)
    {
        var sound = new StringBuilder(plain.Length);
        for (int i = 0; i < plain.Length; i++)
        {
            char next = i + 1 < plain.Length ? plain[i + 1] : ' ';
            char heard = plain[i] switch
            {
                'c' when next == 'h' => 'k',
                'c' or 'q' or 'k' => 'k',
                'p' when next == 'h' => 'f',
                'z' or 's' => 's',
                'v' or 'w' or 'f' => 'f',
                'x' => 's',
                'a' or 'e' or 'i' or 'o' or 'u' or 'y' or 'j' => i == 0 ? 'a' : '\0',
                'h' or ' ' => '\0',
                var other => other,
            };
            if (heard != '\0' && (sound.Length == 0 || sound[^1] != heard))
            {
                sound.Append(heard);
            }
        }

        return sound.ToString();
    }

    /// <summary>In which script a text is written, by its first letter: names of two scripts cannot be compared letter by letter.</summary>
    public static byte Script(string plain)
    {
        foreach (char unit in plain)
        {
            if (char.IsLetter(unit))
            {
                return unit < 0x250 ? (byte)1 : (byte)(2 + (unit >> 8));
            }
        }

        return 0;
    }

    private static void Append(StringBuilder plain, char unit)
    {
        string? pair = unit switch { 'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'ł' => "l", 'đ' => "d", 'ð' => "d", 'þ' => "th", 'ı' => "i", _ => null };
        if (pair is null)
        {
            plain.Append(unit);
        }
        else
        {
            plain.Append(pair);
        }
    }
}
