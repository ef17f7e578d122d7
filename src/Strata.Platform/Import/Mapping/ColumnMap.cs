using Strata.Language.Catalog;
using Strata.Platform.Import.Parsing;

namespace Strata.Platform.Import.Mapping;

/// <summary>Where a column of a file goes and how its cells are read.</summary>
/// <param name="Column">The column's name in the file.</param>
/// <param name="Target">A field, one of the keys (<c>id</c>, <c>account</c>, <c>contact</c>, <c>ts</c>, <c>type</c> …), or null where it is left out.</param>
/// <param name="Type">The type of its values; null for keys.</param>
/// <param name="IsNew">True where the field is not in the catalog and will be added to it.</param>
/// <param name="DecimalComma">True where the comma divides the fraction.</param>
/// <param name="Dates">The order of day and month in dates like 3/4/2026.</param>
/// <param name="Scale">What numbers are multiplied by.</param>
/// <param name="Clears">True where a blank cell means that there is no value.</param>
/// <param name="Why">Why the column goes there, for a person.</param>
public sealed record ColumnMap(
    string Column,
    string? Target,
    FieldType? Type = null,
    bool IsNew = false,
    bool DecimalComma = false,
    DateOrder Dates = DateOrder.Unknown,
    long Scale = 1,
    bool Clears = false,
    string Why = "")
{
    /// <summary>The keys that are no fields.</summary>
    internal static readonly IReadOnlySet<string> Keys = new HashSet<string>(StringComparer.Ordinal)
    {
        "id", "account", "contact", "ts", "type", "observed_at", "deleted", "key", "field", "value",
    };
}
