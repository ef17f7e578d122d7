using System.Text;

namespace Strata.Language.Values;

/// <summary>
/// The one folding of text and categories: Unicode NFKC, full case folding, NFKC again, white space trimmed (language.md section 3).
/// It runs once, on the way in; engines compare the results byte by byte.
/// </summary>
public static partial class TextFolding
{
    /// <summary>The folded form; an empty string for white space only.</summary>
    public static string Fold(string text)
    {
        if (IsAscii(text))
        {
            return FoldAscii(text);
        }

        string composed = text.Normalize(NormalizationForm.FormKC);
        var folded = new StringBuilder(composed.Length + 8);
        foreach (char unit in composed.ToLowerInvariant())
        {
            if (FullFoldings.TryGetValue(unit, out string? replacement))
            {
                folded.Append(replacement);
            }
            else
            {
                folded.Append(unit);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    /// <summary>The folded form, or null where the text is null or only white space: such a value is missing.</summary>
    public static string? FoldOrNull(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string folded = Fold(text);
        return folded.Length == 0 ? null : folded;
    }

    private static bool IsAscii(string text) => Ascii.IsValid(text);

    private static string FoldAscii(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        bool changed = trimmed.Length != text.Length;
        foreach (char unit in trimmed)
        {
            if (char.IsAsciiLetterUpper(unit))
            {
                return string.Create(trimmed.Length, trimmed, static (target, source) => source.ToLowerInvariant(target));
            }
        }

        return changed ? trimmed.ToString() : text;
    }
}
