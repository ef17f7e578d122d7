using System.Globalization;
using Strata.Language.Catalog;
using Strata.Platform.Quality.Duplicates.Comparing;
using Strata.Platform.Quality.Duplicates.Records;
using Strata.Platform.Quality.Duplicates.Weighing;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>The pairs that were compared, weighed by what was learned: the likeliest of them with their reasons, and the groups they make.</summary>
/// <param name="records">Everybody.</param>
/// <param name="comparer">How they are compared.</param>
/// <param name="model">What outcomes weigh.</param>
/// <param name="pairs">The pairs.</param>
/// <param name="different">The pairs that a person called different, by their numbers in the warehouse.</param>
internal sealed class FoundPairs(LinkageRecord[] records, RecordComparer comparer, LinkageModel model, PairSet pairs, HashSet<(long First, long Second)> different)
{
    private readonly double[] _bits = new double[comparer.Comparisons.Count];

    /// <summary>The list for a person.</summary>
    public DuplicateList List(EntityKind of, DuckDbConnection connection, double leastScore, int limit, long compared, long skipped)
    {
        double least = LinkageModel.Bits(leastScore);
        (int At, double Odds)[] likely = [.. Enumerable.Range(0, pairs.Count)
            .Select(at => (At: at, Odds: model.Weigh(pairs.Levels(at), pairs.Chances(at), _bits)))
            .Where(pair => pair.Odds >= least && !IsDifferent(pairs[pair.At].First, pairs[pair.At].Second))
            .OrderByDescending(pair => pair.Odds).ThenBy(pair => pairs[pair.At])];
        var refused = new HashSet<(int, int)>();
        List<(List<int> Members, double Weakest)> groups = [.. Grouping.Of(likely.Select(pair => pairs[pair.At]), Odds, refused)
            .OrderByDescending(group => group.Members.Count).ThenBy(group => group.Members.Min()).Take(limit)];
        likely = [.. likely.Where(pair => !refused.Contains(pairs[pair.At]))];
        (int At, double Odds)[] shown = [.. likely.Take(limit)];
        Dictionary<int, DuplicateSide> sides = Sides(
            connection, of, shown.SelectMany(pair => new[] { pairs[pair.At].First, pairs[pair.At].Second }).Concat(groups.SelectMany(group => group.Members)));
        return new DuplicateList(
            of,
            compared,
            likely.Length,
            [.. shown.Select(pair => Candidate(of, pair.At, pair.Odds, sides))],
            [.. groups.Select(group => new DuplicateGroup([.. group.Members.Order().Select(member => sides[member])], LinkageModel.Probability(group.Weakest)))],
            skipped);
    }

    private bool IsDifferent(int first, int second) => different.Count > 0
        && different.Contains((Math.Min(records[first].Ref, records[second].Ref), Math.Max(records[first].Ref, records[second].Ref)));

    /// <summary>The odds of any two, in bits; also of two that shared no key.</summary>
    private double Odds(int first, int second)
    {
        if (IsDifferent(first, second))
        {
            return double.MinValue;
        }

        Span<byte> levels = stackalloc byte[_bits.Length];
        Span<float> chances = stackalloc float[_bits.Length];
        comparer.Compare(records[first], records[second], levels, chances);

        // Two that say nothing of the same things do not contradict each other: what counts here is what speaks against them.
        double odds = model.Weigh(levels, chances, _bits);
        return _bits.All(bits => bits >= 0) ? Math.Max(odds, 0) : odds;
    }

    private DuplicateCandidate Candidate(EntityKind of, int at, double odds, Dictionary<int, DuplicateSide> sides)
    {
        (int first, int second) = pairs[at];
        ReadOnlySpan<byte> levels = pairs.Levels(at);
        model.Weigh(levels, pairs.Chances(at), _bits);
        var evidence = new List<DuplicateEvidence>();
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] != RecordComparer.Missing)
            {
                Comparison comparison = comparer.Comparisons[i];
                ComparisonLevel level = comparison.Levels[levels[i]];
                string text = level.Text.Replace("{a}", comparer.Said(i, records[first]), StringComparison.Ordinal).Replace("{b}", comparer.Said(i, records[second]), StringComparison.Ordinal);
                evidence.Add(new DuplicateEvidence(level.Code, text, Math.Round(_bits[i], 2), comparison.Name));
            }
        }

        return new DuplicateCandidate(
            of, sides[first], sides[second], LinkageModel.Probability(odds), Math.Round(model.Prior, 2), [.. evidence.OrderByDescending(one => Math.Abs(one.Weight))]);
    }

    private Dictionary<int, DuplicateSide> Sides(DuckDbConnection connection, EntityKind of, IEnumerable<int> wanted)
    {
        Dictionary<long, int> places = wanted.Distinct().ToDictionary(at => records[at].Ref);
        (string table, string name, string detail) = of == EntityKind.Account
            ? ("account", "name", "domain")
            : ("contact", "nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), '')", "email");
        string refs = string.Join(',', places.Keys.Select(reference => reference.ToString(CultureInfo.InvariantCulture)));
        return places.Count == 0 ? [] : connection.Query(
            $"SELECT ref, id, {name}, {detail} FROM {table} WHERE ref IN (SELECT CAST(unnest(string_split($1, ',')) AS BIGINT))",
            [refs],
            row => new DuplicateSide(row.GetInt64(0), row.GetRequiredText(1), row.GetText(2), row.GetText(3))).ToDictionary(side => places[side.Ref]);
    }
}
