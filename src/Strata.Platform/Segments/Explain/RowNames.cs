using System.Globalization;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

/// <summary>How a person calls rows.</summary>
internal static class RowNames
{
    /// <summary>The source as a definition names it.</summary>
    public static string Source(RowType type) => type.Kind == RowKind.Contact ? "contacts" : type.Name;

    /// <summary>Rows of a type with their number: <c>1 technology</c>, <c>2 page views</c>.</summary>
    public static string Counted(long number, RowType type) => $"{number.ToString("#,##0", CultureInfo.InvariantCulture)} {Noun(type, number)}";

    /// <summary>What so many rows of a type are called.</summary>
    public static string Noun(RowType type, long number)
    {
        string one = One(type);
        return number == 1 ? one : Plural(one);
    }

    /// <summary>What a person calls a row: a contact by name or e-mail, a row of a collection by its name or key; null for an event.</summary>
    public static string? Name(DataRow row)
    {
        if (row is not StateRow state)
        {
            return null;
        }

        return row.Type.Kind switch
        {
            RowKind.Contact => Text(state, " ", "first_name", "last_name") ?? Text(state, " ", "email") ?? row.Id,
            RowKind.Collection => Text(state, " ", "name") ?? Text(state, ", ", [.. row.Type.KeyFields.Where(field => field is not "id")])
                ?? Text(state, ", ", [.. row.Type.Fields.Select(field => field.Name)]) ?? "without a name",
            _ => Text(state, " ", "name") ?? row.Id,
        };
    }

    /// <summary>True for fields that name a row or refer to another: who reads of the row has seen its name, and cannot read keys.</summary>
    public static bool IsNameOrKey(FieldDefinition field) =>
        field.Name is "id" or "name" or "first_name" or "last_name" || field.Name.EndsWith("_id", StringComparison.Ordinal);

    /// <summary>What tells a row from others of its source: the key fields of a collection, else its id.</summary>
    public static string Key(DataRow row) =>
        row is StateRow state && row.Type.Kind == RowKind.Collection ? Text(state, ", ", [.. row.Type.KeyFields]) ?? Name(row)! : row.Id;

    /// <summary>The row in a sentence: <c>the page view of 2026-10-24T10:00:00Z</c>, <c>the technology Salesforce</c>.</summary>
    public static string Of(DataRow row) =>
        row is EventRow happened ? $"the {One(row.Type)} of {Microseconds.ToText(happened.Instant)}" : $"the {One(row.Type)} {Name(row)}";

    private static string One(RowType type) => type switch
    {
        { Kind: RowKind.Contact } => "contact",
        { Kind: RowKind.Account } => "account",
        { Name: "spend" } => "spend row",
        { Name: "usage" } => "usage event",
        { Name: "intent" } => "intent signal",
        { Name: "news" } => "news item",
        { Kind: RowKind.Collection } => Singular(type.Name.Replace('_', ' ')),
        _ => type.Name.Replace('_', ' '),
    };

    private static string Singular(string name) =>
        name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y" : name.EndsWith('s') && !name.EndsWith("ss", StringComparison.Ordinal) ? name[..^1] : name;

    private static string Plural(string one)
    {
        bool isConsonantY = one.Length > 1 && one[^1] == 'y' && !"aeiou".Contains(one[^2], StringComparison.Ordinal);
        return isConsonantY ? one[..^1] + "ies" : one.EndsWith('s') || one.EndsWith("ch", StringComparison.Ordinal) ? one + "es" : one + "s";
    }

    /// <summary>A value within a name: <c>2025</c> is a year there and no amount.</summary>
    private static string Plain(DataValue value) => value.Kind switch
    {
        ValueKind.Text => value.Written,
        ValueKind.Exact => ValueText.Of(value).Replace(",", "", StringComparison.Ordinal),
        _ => ValueText.Of(value),
    };

    private static string? Text(StateRow row, string separator, params IReadOnlyList<string> fields)
    {
        IEnumerable<string> values = fields
            .Select(field => row.Field(field)?.Newest ?? DataValue.Missing)
            .Where(value => value.IsKnown)
            .Select(Plain)
            .Take(2);
        string text = string.Join(separator, values);
        return text.Length == 0 ? null : text;
    }
}
