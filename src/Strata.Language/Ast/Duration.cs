namespace Strata.Language.Ast;

/// <summary>Units of time. Minute to week are fixed lengths; month, quarter and year are calendar steps in the workspace's zone.</summary>
public enum TimeUnit
{
    /// <summary>60 seconds.</summary>
    Minute,

    /// <summary>60 minutes.</summary>
    Hour,

    /// <summary>24 hours.</summary>
    Day,

    /// <summary>7 × 24 hours; as a calendar unit it starts on Monday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>Three calendar months, from January, April, July or October.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}

/// <summary>A length of time as written: <c>30 days</c>.</summary>
/// <param name="Count">How many units; at least 1.</param>
/// <param name="Unit">Which unit.</param>
public sealed record Duration(int Count, TimeUnit Unit) : Node
{
    /// <summary>True for minutes to weeks, whose length does not depend on the calendar.</summary>
    public bool IsFixed => Unit <= TimeUnit.Week;
}
