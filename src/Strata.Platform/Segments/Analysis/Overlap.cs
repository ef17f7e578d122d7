using System.Numerics;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Analysis;

/// <summary>One of the segments that are compared.</summary>
/// <param name="Name">Its name, or the expression.</param>
/// <param name="Size">How many are in.</param>
public sealed record OverlapSet(string Name, long Size);

/// <summary>Those who are in some of the segments and in none of the others.</summary>
/// <param name="Sets">In which, by position, ascending.</param>
/// <param name="Size">How many; above 0.</param>
/// <param name="Share">Their share of all who are in at least one segment, 0 to 1.</param>
public sealed record OverlapIntersection(IReadOnlyList<int> Sets, long Size, double Share);

/// <summary>What two of the segments have in common.</summary>
/// <param name="First">The position of the one.</param>
/// <param name="Second">The position of the other, which is greater.</param>
/// <param name="Both">How many are in both.</param>
/// <param name="Jaccard">That number by how many are in either; 0 where both are empty.</param>
public sealed record OverlapPair(int First, int Second, long Both, double Jaccard);

/// <summary>How segments overlap, exactly.</summary>
/// <param name="Of">What they are made of.</param>
/// <param name="Sets">The segments, in the order given.</param>
/// <param name="InAny">How many are in at least one.</param>
/// <param name="Intersections">Every combination that somebody is in, the largest first; together they are <paramref name="InAny"/>.</param>
/// <param name="Pairs">Every two segments, those with most in common first.</param>
public sealed record Overlap(
    EntityKind Of, IReadOnlyList<OverlapSet> Sets, long InAny, IReadOnlyList<OverlapIntersection> Intersections, IReadOnlyList<OverlapPair> Pairs)
{
    /// <summary>How many segments can be compared at once: every combination of them has a counter.</summary>
    public const int MaxSets = 20;

    /// <summary>Compares segments.</summary>
    /// <param name="engine">Says who is in.</param>
    /// <param name="selections">Two to <see cref="MaxSets"/> segments or expressions of one entity.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: too few, too many, one twice, or not of one entity.</exception>
    public static Overlap Find(IAudienceEngine engine, IReadOnlyList<SegmentSelection> selections, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(selections);
        if (selections.Count is < 2 or > MaxSets)
        {
            throw new UserErrorException("argument", $"{selections.Count} segment{(selections.Count == 1 ? "" : "s")} cannot be compared.", fix: $"Give 2 to {MaxSets}.");
        }

        EntityKind of = SameEntity.Of(selections);
        if (selections.GroupBy(selection => selection.Label, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UserErrorException("argument", $"'{twice.Key}' is given twice.", fix: "Give every segment once.");
        }

        MemberSet[] members = [.. selections.Select(selection => engine.Members(selection.Plan, asOf, cancellation))];
        long[] combinations = CountCombinations(members, cancellation);
        long inAny = combinations.Sum();
        return new Overlap(
            of,
            [.. selections.Zip(members, (selection, set) => new OverlapSet(selection.Label, set.Count))],
            inAny,
            [.. combinations
                .Select((size, signature) => new OverlapIntersection(SetsOf(signature), size, inAny == 0 ? 0 : (double)size / inAny))
                .Where(intersection => intersection.Size > 0)
                .OrderByDescending(intersection => intersection.Size)
                .ThenBy(intersection => intersection.Sets.Count)],
            PairsOf(members));
    }

    /// <summary>
    /// How many are in exactly each combination: the combination of an entity is a number with a bit a segment, and one pass over the
    /// sets counts them all. Those who are in none are left out.
    /// </summary>
    private static long[] CountCombinations(MemberSet[] members, CancellationToken cancellation)
    {
        long[] counts = new long[1 << members.Length];
        ulong[] words = new ulong[members.Length];
        int length = members[0].Refs.Words.Length;
        for (int at = 0; at < length; at++)
        {
            ulong any = 0;
            for (int set = 0; set < words.Length; set++)
            {
                words[set] = members[set].Refs.Words[at];
                any |= words[set];
            }

            for (; any != 0; any &= any - 1)
            {
                int bit = BitOperations.TrailingZeroCount(any), signature = 0;
                for (int set = 0; set < words.Length; set++)
                {
                    signature |= (int)((words[set] >> bit) & 1) << set;
                }

                counts[signature]++;
            }

            if ((at & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return counts;
    }

    private static int[] SetsOf(int signature) => [.. Enumerable.Range(0, MaxSets).Where(set => (signature & (1 << set)) != 0)];

    private static IReadOnlyList<OverlapPair> PairsOf(MemberSet[] members)
    {
        var pairs = new List<OverlapPair>();
        for (int first = 0; first < members.Length; first++)
        {
            for (int second = first + 1; second < members.Length; second++)
            {
                long both = members[first].CountOfBoth(members[second]);
                long either = members[first].Count + members[second].Count - both;
                pairs.Add(new OverlapPair(first, second, both, either == 0 ? 0 : (double)both / either));
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Jaccard).ThenByDescending(pair => pair.Both)];
    }
}
