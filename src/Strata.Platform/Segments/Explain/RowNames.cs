using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

/// <summary>How a person calls a row.</summary>
internal static class RowNames
{
    /// <summary>The source as a definition names it.</summary>
    public static string Source(RowType type) => type.Kind == RowKind.Contact ? "contacts" : type.Name;

    /// <summary>What tells a row from others of its source: the key fields of a collection, else its id.</summary>
    public static string Key(DataRow row)
    {
        if (row is not StateRow state || row.Type.Kind != RowKind.Collection)
        {
            return row.Id;
        }

        var keys = row.Type.KeyFields
            .Select(field => state.Field(field)?.Newest ?? DataValue.Missing)
            .Where(value => value.IsKnown)
            .Select(value => ValueText.Of(value).Trim('"'))
            .ToList();
        return keys.Count == 0 ? row.Id : string.Join(", ", keys);
    }

    /// <summary>The row in a sentence: <c>the page_view of 2026-10-24T10:00:00Z</c>, <c>the technologies row Salesforce</c>.</summary>
    public static string Of(DataRow row) => row is EventRow happened
        ? $"the {row.Type.Name} of {Microseconds.ToText(happened.Instant)}"
        : $"the {Source(row.Type)} row {Key(row)}";
}
