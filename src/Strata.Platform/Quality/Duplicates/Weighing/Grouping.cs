namespace Strata.Platform.Quality.Duplicates.Weighing;

/// <summary>
/// Puts pairs together into groups that are one. Going from pair to pair can lead from one to somebody else altogether (chaining); so two groups
/// become one only where nothing speaks clearly against any pair of theirs: the weakest link decides.
/// </summary>
internal static class Grouping
{
    /// <summary>The odds, in bits, below which a pair keeps two groups apart.</summary>
    public const double Weakest = -4;

    /// <summary>The most members of a group.</summary>
    public const int Largest = 40;

    /// <summary>The groups of two and more, with the odds of their weakest pair in bits.</summary>
    /// <param name="pairs">The pairs, the likeliest first.</param>
    /// <param name="odds">The odds of any pair, in bits.</param>
    /// <param name="refused">Gets the pairs that would have made a group of some that contradict each other: one of them is likelier somebody else.</param>
    public static List<(List<int> Members, double Weakest)> Of(
        IEnumerable<(int First, int Second)> pairs, Func<int, int, double> odds, ISet<(int First, int Second)> refused)
    {
        var groups = new Dictionary<int, Group>();
        foreach ((int first, int second) in pairs)
        {
            Group one = groups.TryGetValue(first, out Group? its) ? its : groups[first] = new Group([first], double.MaxValue);
            Group other = groups.TryGetValue(second, out Group? others) ? others : groups[second] = new Group([second], double.MaxValue);
            if (ReferenceEquals(one, other) || one.Members.Count + other.Members.Count > Largest)
            {
                continue;
            }

            double weakest = Math.Min(one.Weakest, other.Weakest);
            foreach (int a in one.Members)
            {
                foreach (int b in other.Members)
                {
                    weakest = Math.Min(weakest, weakest < Weakest ? weakest : odds(a, b));
                }
            }

            if (weakest >= Weakest)
            {
                var together = new Group([.. one.Members, .. other.Members], weakest);
                foreach (int member in together.Members)
                {
                    groups[member] = together;
                }
            }
            else
            {
                refused.Add((first, second));
            }
        }

        return [.. groups.Values.Distinct().Where(group => group.Members.Count > 1).Select(group => (group.Members, group.Weakest))];
    }

    private sealed class Group(List<int> members, double weakest)
    {
        public List<int> Members { get; } = members;

        public double Weakest { get; } = weakest;
    }
}
