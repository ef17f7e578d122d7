using System.Collections.Frozen;
using System.Text;
using Strata.Language.Values;

namespace Strata.Platform.Identity.Networks;

/// <summary>What names of one company have in common, however they are written.</summary>
internal static class CompanyName
{
    private static readonly FrozenSet<string> Forms = FrozenSet.ToFrozenSet(
    [
        "ab", "ag", "aktiengesellschaft", "amba", "as", "asa", "aps", "bhd", "bv", "bvba", "co", "company", "corp", "corporation", "cv", "dac", "ev", "eood",
        "gmbh", "group", "holding", "holdings", "inc", "incorporated", "international", "kft", "kg", "kgaa", "kk", "limited", "llc", "llp",
        "lp", "ltd", "ltda", "mbh", "nv", "ohg", "ood", "oy", "oyj", "pjsc", "plc", "pte", "pty", "pvt", "private", "sa", "sab", "sarl", "sas", "sasu", "sdn",
        "se", "spa", "spk", "spolka", "srl", "sro", "the", "ug", "zoo",
    ],
    StringComparer.Ordinal);

    /// <summary>The words of a name, folded, without marks: <c>Procter &amp; Gamble Co.</c> gives <c>procter and gamble co</c>.</summary>
    public static string Words(string name)
    {
        var words = new StringBuilder(name.Length);
        string folded = TextFolding.Fold(name);
        for (int i = 0; i < folded.Length; i++)
        {
            char unit = folded[i];
            if (char.IsLetterOrDigit(unit))
            {
                words.Append(unit);
            }
            else if (unit == '&')
            {
                Divide(words).Append("and ");
            }
            else if (unit is not ('.' or '\''))
            {
                Divide(words);
            }
        }

        return words.ToString().TrimEnd();
    }

    /// <summary>The words without those of the legal form; all of them where nothing else is there.</summary>
    public static string Core(string words)
    {
        string[] parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string core = string.Join(' ', parts.Where(part => !Forms.Contains(part)));
        return core.Length == 0 ? words : core;
    }

    private static StringBuilder Divide(StringBuilder words) => words.Length > 0 && words[^1] != ' ' ? words.Append(' ') : words;
}
