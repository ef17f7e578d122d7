namespace Strata.Index.Entity;

/// <summary>
/// Instants T around the one evaluated at, for which something stays as it is: <paramref name="Since"/> included,
/// <paramref name="Until"/> not; <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> where there is no end. An empty period
/// (both ends at T) says that nothing is known but T itself.
/// </summary>
internal readonly record struct Period(long Since, long Until)
{
    /// <summary>Whatever T.</summary>
    public static Period Always => new(long.MinValue, long.MaxValue);

    public bool IsAlways => Since == long.MinValue && Until == long.MaxValue;

    /// <summary>T itself, and nothing known beyond.</summary>
    public static Period Point(long instant) => new(instant, instant);

    /// <summary>In which both stay as they are.</summary>
    public Period Intersect(Period other) => new(Math.Max(Since, other.Since), Math.Min(Until, other.Until));

    /// <summary>In which one of the two stays as it is. Both hold T, so that the union has no gap.</summary>
    public Period Union(Period other) => new(Math.Min(Since, other.Since), Math.Max(Until, other.Until));
}
