using System.Collections.Frozen;

namespace Strata.Platform.Quality.Duplicates.Records;

/// <summary>Which given names are short or pet forms of each other; read from <c>nicknames.txt</c>.</summary>
internal static class Nicknames
{
    private static readonly Lazy<FrozenDictionary<string, int[]>> Groups = new(Load);

    /// <summary>True where two given names, plain, may be one person's.</summary>
    public static bool AreOne(string one, string other) =>
        Groups.Value.TryGetValue(one, out int[]? its) && Groups.Value.TryGetValue(other, out int[]? others) && its.AsSpan().ContainsAny(others);

    private static FrozenDictionary<string, int[]> Load()
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        int group = 0;
        foreach (string line in Data.Lines("nicknames.txt"))
        {
            foreach (string name in line.Split(' '))
            {
                if (!groups.TryGetValue(name, out List<int>? its))
                {
                    groups.Add(name, its = []);
                }

                its.Add(group);
            }

            group++;
        }

        return groups.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
    }
}
