namespace Strata.Platform.Import.Parsing;

/// <summary>Which number comes first in dates like 3/4/2026.</summary>
public enum DateOrder
{
    /// <summary>Nobody knows; such dates are not read.</summary>
    Unknown,

    /// <summary>Day, month, year.</summary>
    DayFirst,

    /// <summary>Month, day, year.</summary>
    MonthFirst,
}
