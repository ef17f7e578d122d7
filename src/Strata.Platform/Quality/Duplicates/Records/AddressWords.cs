using System.Collections.Frozen;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>The words of an address in one spelling: <c>123 Main Street, 4th floor</c> gives <c>123 main st 4th fl</c>.</summary>
internal static class AddressWords
{
    private static readonly Lazy<FrozenDictionary<string, string>> Forms = new(() => Data.Lines("address-words.tsv")
        .Select(line => line.Split('\t'))
        .SelectMany(parts => parts[1].Split(',').Select(spelling => KeyValuePair.Create(spelling, parts[0])))
        .ToFrozenDictionary(StringComparer.Ordinal));

    /// <summary>The words of the lines of an address.</summary>
    public static IEnumerable<string> Of(IEnumerable<string?> lines)
    {
        foreach (string line in lines.OfType<string>())
        {
            string[] words = TextForms.Plain(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < words.Length; i++)
            {
                string word = words[i];
                if (word is "p" or "po" && i + 1 < words.Length && words[i + 1] is "o" or "box")
                {
                    continue;
                }

                // German and Dutch write the kind of street as the end of its name.
                string bare = word.Length > 8 && word.EndsWith("strasse", StringComparison.Ordinal) ? word[..^7]
                    : word.Length > 7 && word.EndsWith("straat", StringComparison.Ordinal) ? word[..^6]
                    : word.Length > 6 && word.EndsWith("str", StringComparison.Ordinal) ? word[..^3] : word;
                yield return Forms.Value.GetValueOrDefault(bare, bare.TrimStart('0') is { Length: > 0 } kept ? kept : bare);
            }
        }
    }

    /// <summary>True for a word that says what kind of street or part of a building it is, and not which.</summary>
    public static bool IsKind(string word) => Kinds.Value.Contains(word);

    private static readonly Lazy<FrozenSet<string>> Kinds = new(() => Forms.Value.Values.ToFrozenSet(StringComparer.Ordinal));
}
