namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>Names of people as they are written, taken apart.</summary>
internal static class PersonNames
{
    private static readonly HashSet<string> Titles = new(["mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "phd", "mba", "md", "dipl", "ing"], StringComparer.Ordinal);

    /// <summary>A name of which given and family name are known apart.</summary>
    /// <param name="given">The given name as written.</param>
    /// <param name="family">The family name as written.</param>
    /// <param name="generation">What tells a son from his father, where the name says it.</param>
    public static (string Given, string Family) Of(string? given, string? family, ref byte generation) =>
        (Given(Words(given, ref generation)), string.Join(' ', Words(family, ref generation)));

    /// <summary>A whole name: <c>Ann Lee</c> or <c>Lee, Ann</c>; in both ways where of three words the one between may be of either.</summary>
    public static IEnumerable<(string Given, string Family)> Whole(string name, ref byte generation)
    {
        int comma = name.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0)
        {
            return [Of(name[(comma + 1)..], name[..comma], ref generation)];
        }

        List<string> words = Words(name, ref generation);
        return words.Count switch
        {
            < 2 => [("", string.Concat(words))],
            2 => [(words[0], words[1])],
            _ => [(Given(words[..^1]), words[^1]), (words[0], string.Join(' ', words[1..]))],
        };
    }

    private static string Given(List<string> words)
    {
        // Initials beside a name that is written out tell little and are often left out.
        List<string> whole = [.. words.Where(word => word.Length > 1 || word[0] > 'z')];
        return string.Join(' ', whole.Count > 0 ? whole : words);
    }

    private static List<string> Words(string? text, ref byte generation)
    {
        List<string> words = [.. TextForms.Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !Titles.Contains(word))];
        if (words.Count > 1 && GenerationOf(words[^1]) is > 0 and var said)
        {
            generation = said;
            words.RemoveAt(words.Count - 1);
        }

        return words;
    }

    private static byte GenerationOf(string word) => word switch
    {
        "i" or "sr" or "senior" => 1,
        "ii" or "jr" or "junior" => 2,
        "iii" => 3,
        "iv" => 4,
        _ => 0,
    };
}
