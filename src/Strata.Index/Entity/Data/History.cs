namespace Strata.Index.Entity.Data;

/// <summary>A value from the instant it was observed on.</summary>
/// <param name="At">The instant, in microseconds.</param>
/// <param name="Value">The value.</param>
public readonly record struct Observation<T>(long At, T Value);

/// <summary>
/// What is known of one value over time. As of T it is the last observed at or before T; before the first observation the first one
/// speaks for the past too (catalog.md).
/// </summary>
public sealed class History<T>
{
    private readonly Observation<T>[] _observations;

    /// <summary>A value that was never seen to change.</summary>
    public History(T newest)
    {
        Newest = newest;
        _observations = [];
    }

    /// <summary>A value with its observations, ascending by instant; at least one.</summary>
    public History(IEnumerable<Observation<T>> observations)
    {
        _observations = [.. observations];
        Newest = _observations[^1].Value;
    }

    /// <summary>The newest value.</summary>
    public T Newest { get; }

    /// <summary>Every observation, ascending; empty for a value that was never seen to change.</summary>
    public IReadOnlyList<Observation<T>> Observations => _observations;

    /// <summary>The value as of an instant.</summary>
    public T AsOf(long instant) => At(instant).Value;

    /// <summary>The value as of an instant, and the period in which it is that observation.</summary>
    internal (T Value, Period Period) At(long instant)
    {
        if (_observations.Length == 0)
        {
            return (Newest, Period.Always);
        }

        int next = 1;
        while (next < _observations.Length && _observations[next].At <= instant)
        {
            next++;
        }

        long since = next == 1 ? long.MinValue : _observations[next - 1].At;
        long until = next == _observations.Length ? long.MaxValue : _observations[next].At;
        return (_observations[next - 1].Value, new Period(since, until));
    }
}
