namespace Strata.Language.Catalog;

/// <summary>Ordered patterns over the words of a title; the earliest rule that matches anywhere decides.</summary>
internal sealed class JobTitleRules
{
    private readonly Dictionary<string, List<Pattern>> _byFirstWord = new(StringComparer.Ordinal);
    private readonly List<Pattern> _wild = [];
    private readonly List<string> _values = [];

    /// <summary>Every value, in the order of the rules.</summary>
    internal IReadOnlyList<string> Values => _values;

    internal void Add(string value, IEnumerable<string> patterns)
    {
        int rule = _values.Count;
        _values.Add(value);
        foreach (string text in patterns)
        {
            var pattern = new Pattern(rule, text.Trim('^', '$').Split(' '), text.StartsWith('^'), text.EndsWith('$'));
            if (pattern.Words[0].Contains('*', StringComparison.Ordinal))
            {
                _wild.Add(pattern);
            }
            else if (_byFirstWord.TryGetValue(pattern.Words[0], out List<Pattern>? list))
            {
                list.Add(pattern);
            }
            else
            {
                _byFirstWord[pattern.Words[0]] = [pattern];
            }
        }
    }

    internal string? FirstMatch(string[] words)
    {
        int best = int.MaxValue;
        for (int at = 0; at < words.Length; at++)
        {
            foreach (Pattern pattern in _byFirstWord.TryGetValue(words[at], out List<Pattern>? list) ? list : [])
            {
                best = pattern.Rule < best && pattern.IsAt(words, at) ? pattern.Rule : best;
            }

            foreach (Pattern pattern in _wild)
            {
                best = pattern.Rule < best && pattern.IsAt(words, at) ? pattern.Rule : best;
            }
        }

        return best == int.MaxValue ? null : _values[best];
    }

    private sealed record Pattern(int Rule, string[] Words, bool AtBeginning, bool AtEnd)
    {
        internal bool IsAt(string[] words, int at)
        {
            if ((AtBeginning && at > 0) || at + Words.Length > words.Length || (AtEnd && at + Words.Length < words.Length))
            {
                return false;
            }

            for (int offset = 0; offset < Words.Length; offset++)
            {
                if (!Fits(Words[offset], words[at + offset]))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool Fits(string pattern, string word)
        {
            int star = pattern.IndexOf('*', StringComparison.Ordinal);
            return star < 0
                ? string.Equals(pattern, word, StringComparison.Ordinal)
                : word.Length >= pattern.Length - 1
                    && word.AsSpan().StartsWith(pattern.AsSpan(0, star), StringComparison.Ordinal)
                    && word.AsSpan().EndsWith(pattern.AsSpan(star + 1), StringComparison.Ordinal);
        }
    }
}
