namespace Strata.Platform.Import.Recognition;

/// <summary>How well a file fits a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Score">The sum of the weights of what was found; more is better.</param>
public sealed record KindScore(string Kind, double Score);

/// <summary>Tells what a file is by the names of its columns and its own name.</summary>
internal static class KindRecognizer
{
    private const double NameBonus = 3;
    private static readonly (string Word, string Kind)[] NameHints =
    [
        ("stage_history", "opportunity_stages"), ("opportunity_stages", "opportunity_stages"), ("stages", "opportunity_stages"),
        ("account", "accounts"), ("compan", "accounts"), ("customer", "accounts"), ("organi", "accounts"),
        ("contact", "contacts"), ("people", "contacts"), ("person", "contacts"), ("lead", "contacts"),
        ("opportunit", "opportunities"), ("deal", "opportunities"), ("pipeline", "opportunities"),
        ("tech", "technologies"), ("subscription", "subscriptions"), ("spend", "spend"),
        ("event", "events"), ("track", "events"), ("activit", "events"), ("task", "events"),
        ("ticket", "events"), ("purchase", "events"), ("order", "events"), ("engagement", "events"),
    ];

    /// <summary>The kinds with their scores, best first.</summary>
    public static IReadOnlyList<KindScore> Score(string fileName, IReadOnlyList<string> columns)
    {
        string name = fileName.ToLowerInvariant();
        var squeezed = columns.Select(HeaderName.Squeeze).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. HeaderDictionary.Kinds
                .Select(kind => new KindScore(kind.Name, ScoreOf(kind, squeezed, name)))
                .Where(score => score.Score > 0)
                .OrderByDescending(score => score.Score),
        ];
    }

    private static double ScoreOf(HeaderKind kind, HashSet<string> columns, string fileName)
    {
        double score = 0;
        foreach (HeaderEntry entry in kind.Entries)
        {
            // Of what is left out every column tells; of a field only the first spelling that is there.
            int matches = entry.Spellings.Count(columns.Contains);
            score += entry.Target is "-" or "+" ? matches * entry.Weight : Math.Min(matches, 1) * entry.Weight;
        }

        if (score == 0)
        {
            return 0;
        }

        string plain = kind.Name.Split(':')[0];
        bool hinted = NameHints.Any(hint => fileName.Contains(hint.Word, StringComparison.Ordinal) && hint.Kind == plain);
        return score + (hinted ? NameBonus : 0);
    }
}
