using F23.StringSimilarity;
using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Comparing;

/// <summary>How alike two texts are.</summary>
internal static class Likeness
{
    private const double Alike = 0.94;

    private static readonly JaroWinkler Winkler = new();
    private static readonly OptimalStringAlignment Alignment = new();

    /// <summary>True for two words that differ as by a slip or by ear: a letter, two swapped, another spelling of the same sound.</summary>
    public static bool IsNear(string a, string b)
    {
        int shorter = Math.Min(a.Length, b.Length), apart = Math.Abs(a.Length - b.Length);
        if (shorter < 3 || apart > 3)
        {
            return false;
        }

        double similarity = Winkler.Similarity(a, b);
        return similarity >= Alike
            || (shorter >= 5 && apart <= 1 && similarity >= 0.6 && Alignment.Distance(a, b) <= 1)
            || (shorter >= 8 && apart <= 2 && similarity >= 0.75 && Alignment.Distance(a, b) <= 2)
            || (similarity >= 0.75 && IsFeminine(a) == IsFeminine(b) && TextForms.Sound(a) is { Length: >= 2 } sound && string.Equals(sound, TextForms.Sound(b), StringComparison.Ordinal));
    }

    /// <summary>True for a name that ends in a heard a: Patrick and Patricia have the same consonants.</summary>
    private static bool IsFeminine(string name) => name.AsSpan().TrimEnd('h').EndsWith("a");

    /// <summary>True for two rows of figures that differ by a slip: one other, one more, or two neighbours swapped.</summary>
    public static bool IsSlip(string a, string b) => Math.Abs(a.Length - b.Length) <= 1 && Math.Min(a.Length, b.Length) >= 5 && Alignment.Distance(a, b) <= 1;

    /// <summary>
    /// What two lists of words have in common, each word weighing by how rare it is; words that are near count in part.
    /// </summary>
    /// <param name="a">One list.</param>
    /// <param name="b">The other.</param>
    /// <param name="pool">Their texts and how many have them.</param>
    public static Overlap Of(int[] a, int[] b, ValuePool pool)
    {
        double first = Sum(a, pool), second = Sum(b, pool), shared = 0;
        int rarest = int.MaxValue;
        bool number = false;
        Span<bool> taken = stackalloc bool[Math.Min(b.Length, 64)];
        foreach (int word in a)
        {
            int at = b.AsSpan(0, taken.Length).IndexOf(word);
            double part = 1;
            for (int i = 0; at < 0 && i < taken.Length; i++)
            {
                if (!taken[i] && (IsNear(pool[word], pool[b[i]]) || IsSlip(pool[word], pool[b[i]])))
                {
                    (at, part) = (i, 0.8);
                }
            }

            if (at >= 0 && !taken[at])
            {
                taken[at] = true;
                shared += part * Math.Min(Rarity(word, pool), Rarity(b[at], pool));
                rarest = part == 1 ? Math.Min(rarest, pool.Count(word)) : rarest;
                number |= char.IsAsciiDigit(pool[word][0]) && part == 1;
            }
        }

        return new Overlap(first, second, shared, rarest, number);
    }

    private static double Sum(int[] words, ValuePool pool)
    {
        double sum = 0;
        foreach (int word in words)
        {
            sum += Rarity(word, pool);
        }

        return sum;
    }

    /// <summary>By how many bits a word narrows down who is meant.</summary>
    private static double Rarity(int word, ValuePool pool) =>
        (AddressWords.IsKind(pool[word]) ? 0.3 : 1) * Math.Log2((pool.Total + 500d) / (Math.Max(0, pool.Count(word) - 2) + 2.5));
}

/// <summary>What two lists of words have in common, in bits.</summary>
/// <param name="First">How much one list says.</param>
/// <param name="Second">How much the other says.</param>
/// <param name="Shared">How much of it they share.</param>
/// <param name="Rarest">How many have the rarest word that they share; the largest number for none.</param>
/// <param name="HasNumber">True where they share a number.</param>
internal readonly record struct Overlap(double First, double Second, double Shared, int Rarest, bool HasNumber)
{
    /// <summary>How much of the shorter is in the longer, from 0 to 1.</summary>
    public double Contained => Shared / Math.Max(1e-9, Math.Min(First, Second));

    /// <summary>How much of both is shared, from 0 to 1.</summary>
    public double Both => 2 * Shared / Math.Max(1e-9, First + Second);
}
