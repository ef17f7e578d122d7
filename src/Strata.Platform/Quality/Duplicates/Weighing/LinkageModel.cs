using Strata.Platform.Quality.Duplicates.Comparing;

namespace Strata.Platform.Quality.Duplicates.Weighing;

/// <summary>
/// What each outcome of a comparison is worth, in bits: log2 of how often it is seen of two that are one (m), over how often it is seen of two that
/// are not (u). Fellegi and Sunter, A Theory for Record Linkage (1969).
/// </summary>
internal sealed class LinkageModel
{
    /// <summary>
    /// What counts of the second weightiest of the evidence that a household or a group of companies shares, of the third that share of this share, and
    /// so on: whoever has the address in common has the town in common.
    /// </summary>
    public const double ShareOfRepeated = 0.4;

    private readonly RecordComparer _comparer;

    /// <summary>Creates a model of experience, before anything is learned of the data.</summary>
    /// <param name="comparer">How records are compared.</param>
    /// <param name="records">How many there are.</param>
    public LinkageModel(RecordComparer comparer, int records)
    {
        _comparer = comparer;
        M = [.. comparer.Comparisons.Select(comparison => comparison.Levels.Select(level => level.M).ToArray())];
        U = [.. comparer.Comparisons.Select(comparison => comparison.Levels.Select(level => level.U).ToArray())];
        Pairs = Math.Max(1, records * (records - 1d) / 2);
        Matches = UsualShare * Math.Max(1, records);
    }

    /// <summary>How many pairs are one, a record, by experience: one record of twenty is there twice.</summary>
    public const double UsualShare = 0.05;

    /// <summary>How often each level of each comparison is seen of two that are one.</summary>
    public double[][] M { get; }

    /// <summary>How often each level of each comparison is seen of two that are not.</summary>
    public double[][] U { get; }

    /// <summary>How many pairs there are in all.</summary>
    public double Pairs { get; }

    /// <summary>How many of them are thought to be one.</summary>
    public double Matches { get; set; }

    /// <summary>The odds of any two being one, before they are compared, in bits.</summary>
    public double Prior => Math.Log2(Matches / Math.Max(1, Pairs - Matches));

    /// <summary>The evidence of each comparison and their sum with the prior odds, in bits.</summary>
    /// <param name="levels">The level of each comparison.</param>
    /// <param name="chances">How often the very value is shared by chance; 0 where that of the level counts.</param>
    /// <param name="bits">Set to what each comparison is worth.</param>
    public double Weigh(ReadOnlySpan<byte> levels, ReadOnlySpan<float> chances, Span<double> bits)
    {
        double sum = Prior;
        for (int i = 0; i < levels.Length; i++)
        {
            byte level = levels[i];
            bits[i] = level == RecordComparer.Missing ? 0
                : chances[i] > 0 ? Math.Max(0, Math.Log2(M[i][level] / chances[i]))
                : Math.Log2(M[i][level] / U[i][level]);
        }

        Discount(levels, bits);
        foreach (double one in bits)
        {
            sum += one;
        }

        return sum;
    }

    private void Discount(ReadOnlySpan<byte> levels, Span<double> bits)
    {
        uint counted = 0;
        for (double share = 1; ; share *= ShareOfRepeated)
        {
            int strongest = -1;
            for (int i = 0; i < bits.Length; i++)
            {
                if (bits[i] > 0 && (counted & (1u << i)) == 0 && _comparer.IsPlace(i, levels) && (strongest < 0 || bits[i] > bits[strongest]))
                {
                    strongest = i;
                }
            }

            if (strongest < 0)
            {
                return;
            }

            counted |= 1u << strongest;
            bits[strongest] *= share;
        }
    }

    /// <summary>Odds in bits as a probability.</summary>
    public static double Probability(double bits) => 1 / (1 + Math.Pow(2, -bits));

    /// <summary>A probability as odds in bits.</summary>
    public static double Bits(double probability) => probability <= 0 ? -1e9 : probability >= 1 ? 1e9 : Math.Log2(probability / (1 - probability));
}
