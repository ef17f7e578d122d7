using Strata.Platform.Quality.Duplicates.Comparing;
using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Weighing;

/// <summary>
/// Learns a model from the data without labels, as Splink does: u from pairs drawn at random, which are hardly ever one; m, and how many are one, by
/// expectation and maximisation over the pairs that were compared. Experience counts as <see cref="Experience"/> pairs, so that few pairs change little.
/// </summary>
internal static class ModelLearning
{
    /// <summary>As how many pairs that are one experience counts.</summary>
    public const double Experience = 200;

    private const int Draws = 100_000, Rounds = 8;
    private const double Least = 0.004;

    /// <summary>
    /// By how much data may make a contradiction likelier than experience does. People of a household agree in much and are not one: without a bound
    /// they would be learned as people who changed their names.
    /// </summary>
    private const double MostContradiction = 1.5;

    /// <summary>As how many records experience counts for how many are there twice.</summary>
    private const double ExperienceOfRecords = 2_000;

    /// <summary>Learns how often two that are not one agree.</summary>
    public static void LearnChances(LinkageModel model, RecordComparer comparer, LinkageRecord[] records)
    {
        if (records.Length < 2)
        {
            return;
        }

        int width = comparer.Comparisons.Count;
        long[][] seen = [.. comparer.Comparisons.Select(comparison => new long[comparison.Levels.Count])];
        Span<byte> levels = stackalloc byte[width];
        Span<float> chances = stackalloc float[width];
        ulong state = 20_240_607;
        int draws = (int)Math.Min(Draws, 4 * model.Pairs);
        for (int draw = 0; draw < draws; draw++)
        {
            int one = Next(ref state, records.Length), other = Next(ref state, records.Length);
            if (one == other)
            {
                continue;
            }

            comparer.Compare(records[one], records[other], levels, chances);
            for (int i = 0; i < width; i++)
            {
                if (levels[i] != RecordComparer.Missing)
                {
                    seen[i][levels[i]]++;
                }
            }
        }

        for (int i = 0; i < width; i++)
        {
            // What has one level speaks only where it is seen: nothing can be learned of how often.
            if (seen[i].Length == 1)
            {
                continue;
            }

            long total = seen[i].Sum();
            IReadOnlyList<ComparisonLevel> usual = comparer.Comparisons[i].Levels;
            double sum = usual.Sum(level => level.U);
            for (int level = 0; level < usual.Count; level++)
            {
                // What is too rare to be drawn is not taken for rarer than experience says: half of what is known is experience.
                model.U[i][level] = (seen[i][level] + (Math.Max(total, 1) * usual[level].U / sum)) / (2d * Math.Max(total, 1));
            }
        }
    }

    /// <summary>Learns how often two that are one agree, and how many are.</summary>
    public static void LearnMatches(LinkageModel model, RecordComparer comparer, PairSet pairs, int records, CancellationToken cancellation)
    {
        int width = comparer.Comparisons.Count;
        double[] bits = new double[width];
        for (int round = 0; round < Rounds; round++)
        {
            double[][] seen = [.. comparer.Comparisons.Select(comparison => comparison.Levels.Select(level => Experience * level.M).ToArray())];
            double matches = 0;
            for (int at = 0; at < pairs.Count; at++)
            {
                double likely = LinkageModel.Probability(model.Weigh(pairs.Levels(at), pairs.Chances(at), bits));
                matches += likely;
                ReadOnlySpan<byte> levels = pairs.Levels(at);
                for (int i = 0; i < width; i++)
                {
                    if (levels[i] != RecordComparer.Missing)
                    {
                        seen[i][levels[i]] += likely;
                    }
                }
            }

            for (int i = 0; i < width; i++)
            {
                double total = seen[i].Sum();
                for (int level = 0; level < seen[i].Length && seen[i].Length > 1; level++)
                {
                    double usual = comparer.Comparisons[i].Levels[level].M;
                    double most = level == seen[i].Length - 1 && !comparer.Comparisons[i].IsPlace ? MostContradiction * usual : 1;
                    model.M[i][level] = Math.Clamp(seen[i][level] / total, Math.Min(Least, usual), most);
                }
            }

            model.Matches = records * (matches + (ExperienceOfRecords * LinkageModel.UsualShare)) / (records + ExperienceOfRecords);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static int Next(ref ulong state, int below)
    {
        // Xorshift: the same draws every time, so that the same data gives the same answer.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)((state >> 11) % (ulong)below);
    }
}
