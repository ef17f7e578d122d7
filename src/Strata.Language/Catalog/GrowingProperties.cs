namespace Strata.Language.Catalog;

/// <summary>
/// The properties of events that are not known, or not whole, when the event comes, and only ever grow: from missing to a number, and to
/// larger ones. Every other property of an event is as it was when the event came.
/// </summary>
public static class GrowingProperties
{
    /// <summary>The event type of page views.</summary>
    public const string PageView = "page_view";

    /// <summary>The time on the page, in seconds.</summary>
    public const string Seconds = "seconds";

    /// <summary>Whether a property of an event may grow.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="property">The property.</param>
    public static bool Contains(RowType type, string property)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Kind == RowKind.Event && string.Equals(type.Name, PageView, StringComparison.Ordinal)
            && string.Equals(property, Seconds, StringComparison.Ordinal);
    }
}
