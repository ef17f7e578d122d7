namespace Strata.Index.Live;

/// <summary>How conditions are evaluated for everybody when they come into being.</summary>
public sealed record FillingOptions
{
    /// <summary>The rows of so many are read to set their timers at once; of more only where it is urgent. From 0.</summary>
    public int MostReadAtOnce { get; init; } = 10_000;

    /// <summary>
    /// The instant to which time passes next, in UTC microseconds, as after a restart; one that is past does not matter. Nothing is put
    /// off to before it.
    /// </summary>
    public long Present { get; init; } = long.MinValue;

    /// <summary>Told how many of the conditions are evaluated and of how many, as they are; by the thread that evaluates. Null for nobody.</summary>
    public Action<int, int>? Progress { get; init; }
}
