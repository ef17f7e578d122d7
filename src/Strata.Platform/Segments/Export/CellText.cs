using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Strata.Platform.Segments.Export;

/// <summary>Values of members as text: invariant, so that other programs can read it.</summary>
public static class CellText
{
    /// <summary>
    /// The text of a cell of <see cref="Warehouse.Query.MemberRow"/>: empty where missing, numbers without needless zeros, instants in
    /// ISO 8601 UTC, the items of a set separated by <c>; </c>.
    /// </summary>
    public static string Of(object? cell) => cell switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.####", CultureInfo.InvariantCulture),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double real => real.ToString("R", CultureInfo.InvariantCulture),
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        IEnumerable<string> items => string.Join("; ", items),
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell.GetType().Name, "Unknown kind of cell."),
    };
}
