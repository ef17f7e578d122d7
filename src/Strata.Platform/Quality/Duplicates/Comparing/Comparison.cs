using Strata.Platform.Quality.Duplicates.Records;

namespace Strata.Platform.Quality.Duplicates.Comparing;

/// <summary>An outcome of a comparison.</summary>
/// <param name="Code">What it is called.</param>
/// <param name="Text">The sentence for a person; <c>{a}</c> and <c>{b}</c> are what is said of either.</param>
/// <param name="M">How often it is seen of two that are one, by experience: where the data says nothing else.</param>
/// <param name="U">How often it is seen of two that are not, by experience.</param>
internal sealed record ComparisonLevel(string Code, string Text, double M, double U);

/// <summary>Something that two are compared by.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsPlace">True for what people of a household, or companies of a group, have in common: several of them say little more than one.</param>
/// <param name="Levels">What can come of it, the most alike first.</param>
internal sealed record Comparison(string Name, bool IsPlace, params IReadOnlyList<ComparisonLevel> Levels);

/// <summary>Compares two records by several things.</summary>
internal abstract class RecordComparer
{
    /// <summary>The level of a comparison to which one of the two says nothing.</summary>
    public const byte Missing = 7;

    /// <summary>As many unknown others as the background stands for: what is rare in a short list need not be rare.</summary>
    private const double Background = 500;

    /// <summary>What is compared.</summary>
    public abstract IReadOnlyList<Comparison> Comparisons { get; }

    /// <summary>Compares two.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="levels">Set to the level of each comparison, or <see cref="Missing"/>.</param>
    /// <param name="chances">Set to how often two that are not one would have just this value in common, where its frequency tells; else 0.</param>
    public abstract void Compare(LinkageRecord a, LinkageRecord b, Span<byte> levels, Span<float> chances);

    /// <summary>True where a comparison that speaks for two being one is told by what people of a household, or companies of a group, share.</summary>
    public virtual bool IsPlace(int comparison, ReadOnlySpan<byte> levels) => Comparisons[comparison].IsPlace;

    /// <summary>What a record says to a comparison, for a person.</summary>
    public abstract string Said(int comparison, LinkageRecord record);

    /// <summary>
    /// How often two that are not one share a value: by how many have it (two of them may be one, so they count little), drawn towards
    /// what is usual where the list is short. What many have is as common as they are.
    /// </summary>
    /// <param name="count">How many have it.</param>
    /// <param name="total">How many have any.</param>
    /// <param name="unrelated">How many others would share a value that only two are seen to have.</param>
    /// <param name="usual">How often two share one anywhere.</param>
    public static float Chance(int count, int total, double unrelated, double usual) =>
        (float)Math.Max((Math.Max(0, count - 2) + unrelated + (Background * usual)) / (total + Background), (count - 4) / (double)Math.Max(1, total));
}
