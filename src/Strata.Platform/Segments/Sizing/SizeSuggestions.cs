using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;

namespace Strata.Platform.Segments.Sizing;

/// <summary>A change of one clause, and what it does.</summary>
/// <param name="Clause">The clause as written.</param>
/// <param name="InExclude">True where it is a clause of the suppression, not of the condition.</param>
/// <param name="Changed">The clause as it would be written; null where it is dropped.</param>
/// <param name="Size">How many the segment then has, counted.</param>
/// <param name="Reaches">True where that will do.</param>
/// <param name="Where">The whole condition of the segment with the change.</param>
/// <param name="Exclude">Its suppression with the change; null for none.</param>
public sealed record SizeSuggestion(string Clause, bool InExclude, string? Changed, long Size, bool Reaches, string Where, string? Exclude);

/// <summary>Which clause of a segment to loosen or to tighten so that it has another size.</summary>
/// <param name="Of">What the segment is made of.</param>
/// <param name="Size">How many it has.</param>
/// <param name="Target">How many it should have, for a person; null where it is large enough for every channel and nothing else was wanted.</param>
/// <param name="IsReached">True where the segment is of the wanted size as it is.</param>
/// <param name="Suggestions">
/// Changes that reach it, the gentlest first; where none does, those of the wanted direction that come nearest, the nearest first. Empty
/// where it is reached, or nothing can be changed.
/// </param>
/// <param name="Counted">How many changed segments were counted.</param>
public sealed record SizeSuggestions(
    EntityKind Of, long Size, string? Target, bool IsReached, IReadOnlyList<SizeSuggestion> Suggestions, int Counted)
{
    /// <summary>Looks for changes.</summary>
    /// <param name="engine">Counts.</param>
    /// <param name="selection">The segment.</param>
    /// <param name="target">The size that is wanted, given the size it has; null for the least of its channels' minimums that it misses.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: the segment is invalid, so that there is nothing to change.</exception>
    public static SizeSuggestions Find(
        IAudienceEngine engine, SegmentSelection selection, Func<long, SizeTarget>? target, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(selection);
        if (selection.Warning is not null)
        {
            throw new UserErrorException("argument", selection.Warning, fix: "Mend its definition first.");
        }

        long size = engine.Count(selection.Plan, asOf, cancellation);
        SizeTarget? wanted = target is null ? Missed(selection.Definition?.Minimum ?? new MinimumSizes(), size) : target(size);
        if (wanted is null || wanted.Holds(size))
        {
            return new SizeSuggestions(selection.Plan.Of, size, wanted?.ToString(), IsReached: true, [], 0);
        }

        var search = new SizeSearch(engine, selection, size, wanted, asOf, cancellation);
        IReadOnlyList<SizeSuggestion> suggestions = search.Run();
        return new SizeSuggestions(selection.Plan.Of, size, wanted.ToString(), IsReached: false, suggestions, search.Counted);
    }

    /// <summary>The target of a channel.</summary>
    public static SizeTarget OfChannel(SegmentSelection selection, Channel channel, long size)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return SizeTarget.Between((selection.Definition?.Minimum ?? new MinimumSizes()).MinimumOf(channel), null, size);
    }

    private static SizeTarget? Missed(MinimumSizes minimum, long size)
    {
        IReadOnlyList<Channel> channels = SizeGuard.TooSmallFor(minimum, size);
        return channels.Count == 0 ? null : SizeTarget.Between(minimum.MinimumOf(channels[0]), null, size);
    }
}
