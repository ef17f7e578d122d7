using Strata.Index.Bitmaps;

namespace Strata.Platform.Live;

/// <summary>A segment that could not be evaluated for everybody, so that its memberships are not those of its definition and data.</summary>
/// <param name="Segment">Its name.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Reason">What happened.</param>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="RetryAt">When it is tried again, in UTC microseconds; an edit of it is tried at once.</param>
public sealed record LiveFailure(string Segment, long Version, string Reason, long At, long RetryAt);

/// <summary>
/// The segments that could not be evaluated: each is tried again after a minute, and then after twice as long, up to an hour. Changed by the
/// thread that applies; <see cref="All"/> may be asked by any.
/// </summary>
internal sealed class LiveFailures
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<LiveFailure> _all = [];

    /// <summary>What failed, by name.</summary>
    public IReadOnlyList<LiveFailure> All => _all;

    /// <summary>The instant at which something is tried again next; <see cref="long.MaxValue"/> for never.</summary>
    public long NextRetry { get; private set; } = long.MaxValue;

    /// <summary>Whether there is such a segment among them.</summary>
    public bool Contains(string segment) => _entries.ContainsKey(segment);

    /// <summary>Whether just this definition failed, and it is not yet the time to try it again.</summary>
    public bool Rests(LiveDefinition definition, long now) =>
        _entries.TryGetValue(definition.Name, out Entry? entry) && entry.Definition == definition && now < entry.Failure.RetryAt;

    /// <summary>A definition could not be evaluated.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="fault">Why.</param>
    /// <param name="now">When.</param>
    /// <param name="told">Who is a member by what was told, where nothing keeps them any more; null where the segment stays as it was.</param>
    public LiveFailure Add(LiveDefinition definition, Exception fault, long now, Bitmap? told)
    {
        _entries.TryGetValue(definition.Name, out Entry? before);
        TimeSpan wait = before?.Definition == definition ? TimeSpan.FromTicks(Math.Min(2 * before.Wait.Ticks, Longest.Ticks)) : First;
        var failure = new LiveFailure(definition.Name, definition.Version, fault.Message, now, now + (long)wait.TotalMicroseconds);
        _entries[definition.Name] = new Entry(definition, failure, wait, told ?? before?.Told);
        Publish();
        return failure;
    }

    /// <summary>Nothing keeps a segment that failed any more: these are its members by what was told.</summary>
    public void Keep(string segment, Bitmap told) => _entries[segment] = _entries[segment] with { Told = told };

    /// <summary>A segment was evaluated, or is no more. Gives who was a member by what was told; null where that is not kept here.</summary>
    public Bitmap? Remove(string segment)
    {
        if (!_entries.Remove(segment, out Entry? entry))
        {
            return null;
        }

        Publish();
        return entry.Told;
    }

    /// <summary>The definitions that failed, of segments that are not among the names.</summary>
    public IReadOnlyList<LiveDefinition> Without(IReadOnlySet<string> names) =>
        [.. _entries.Values.Where(entry => !names.Contains(entry.Definition.Name)).Select(entry => entry.Definition)];

    private void Publish()
    {
        _all = [.. _entries.Values.Select(entry => entry.Failure).OrderBy(failure => failure.Segment, StringComparer.Ordinal)];
        NextRetry = _all.Count == 0 ? long.MaxValue : _all.Min(failure => failure.RetryAt);
    }

    private sealed record Entry(LiveDefinition Definition, LiveFailure Failure, TimeSpan Wait, Bitmap? Told);
}
