namespace Strata.Language.Checking;

/// <summary>Finds the names that a mistyped one probably meant.</summary>
public static class Suggestions
{
    /// <summary>At most three candidates near <paramref name="written"/>, nearest first; empty where none is near.</summary>
    public static IReadOnlyList<string> Nearest(string written, IEnumerable<string> candidates)
    {
        int tolerance = Math.Max(2, written.Length / 3);
        return [.. candidates
            .Distinct(StringComparer.Ordinal)
            .Select(name => (name, distance: Rank(written, name)))
            .Where(pair => pair.distance <= tolerance)
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.name, StringComparer.Ordinal)
            .Take(3)
            .Select(pair => pair.name)];
    }

    /// <summary>A sentence that names the near candidates, or <paramref name="otherwise"/> where none is near.</summary>
    public static string? DidYouMean(string written, IEnumerable<string> candidates, string? otherwise = null)
    {
        IReadOnlyList<string> nearest = Nearest(written, candidates);
        return nearest.Count == 0 ? otherwise : $"Did you mean {string.Join(" or ", nearest.Select(name => $"'{name}'"))}?";
    }

    /// <summary>Edit distance, but 1 where one name holds the other whole (employee_count for employees does not, revenue for annual_revenue does).</summary>
    private static int Rank(string written, string candidate)
    {
        bool holds = written.Length >= 3 && candidate.Contains(written, StringComparison.OrdinalIgnoreCase);
        return holds ? 1 : Distance(written.ToLowerInvariant(), candidate.ToLowerInvariant());
    }

    private static int Distance(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        int[] current = new int[right.Length + 1];
        for (int i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replace = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replace, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
