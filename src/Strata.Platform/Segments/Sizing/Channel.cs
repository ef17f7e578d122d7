using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Definitions;

namespace Strata.Platform.Segments.Sizing;

/// <summary>Where a segment is used; each needs a number of members to be worth it.</summary>
public enum Channel
{
    /// <summary>Sales works the list.</summary>
    Sales,

    /// <summary>An e-mail programme.</summary>
    Email,

    /// <summary>Display advertising.</summary>
    Display,
}

/// <summary>The guard against segments that are too small to be of use (over-segmentation).</summary>
public static class SizeGuard
{
    /// <summary>The least members that a channel needs.</summary>
    public static int MinimumOf(this MinimumSizes minimum, Channel channel)
    {
        ArgumentNullException.ThrowIfNull(minimum);
        return channel switch
        {
            Channel.Sales => minimum.Sales,
            Channel.Email => minimum.Email,
            Channel.Display => minimum.Display,
            _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "Unknown channel."),
        };
    }

    /// <summary>The channels that a segment of that size is too small for, the least demanding first.</summary>
    public static IReadOnlyList<Channel> TooSmallFor(MinimumSizes minimum, long size) =>
        [.. Enum.GetValues<Channel>().Where(channel => size < minimum.MinimumOf(channel)).OrderBy(minimum.MinimumOf)];

    /// <summary>What to tell whoever sees the size of a segment; null where it is large enough for every channel.</summary>
    public static string? Warning(SegmentDefinition segment, long size)
    {
        ArgumentNullException.ThrowIfNull(segment);
        IReadOnlyList<Channel> channels = TooSmallFor(segment.Minimum, size);
        if (channels.Count == 0)
        {
            return null;
        }

        string needed = Needed(segment.Minimum, channels);
        string noun = segment.Of == EntityKind.Account ? "account" : "contact";
        return $"'{segment.Name}' has {Number(size)} {noun}{(size == 1 ? "" : "s")}, fewer than the minimum for {needed}. `strata suggest {Quoted(segment.Name)} --channel {Name(channels[0])}` says what to loosen.";
    }

    /// <summary>What to tell whoever makes a segment smaller; null where it stays large enough for every channel that it was large enough for.</summary>
    /// <param name="minimum">The minimums of the segment.</param>
    /// <param name="before">Its size.</param>
    /// <param name="after">The size that it would have.</param>
    public static string? WarningOfShrinking(MinimumSizes minimum, long before, long after)
    {
        Channel[] lost = [.. TooSmallFor(minimum, after).Except(TooSmallFor(minimum, before))];
        return lost.Length == 0 ? null : $"{Number(after)} is fewer than the minimum for {Needed(minimum, lost)}.";
    }

    private static string Needed(MinimumSizes minimum, IEnumerable<Channel> channels) =>
        string.Join(", ", channels.Select(channel => $"{Name(channel)} ({Number(minimum.MinimumOf(channel))})"));

    /// <summary>The name of a channel as definition files and <c>--channel</c> take it.</summary>
    public static string Name(Channel channel) => channel.ToString().ToLowerInvariant();

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Quoted(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{name}\"" : name;
}
