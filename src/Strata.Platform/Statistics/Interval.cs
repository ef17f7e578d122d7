namespace Strata.Platform.Statistics;

/// <summary>An interval in which a quantity lies with the confidence asked for; both ends belong to it.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>True where the value is within.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
