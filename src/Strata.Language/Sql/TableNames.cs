using Strata.Language.Catalog;

namespace Strata.Language.Sql;

/// <summary>How tables and columns of the warehouse are named.</summary>
public static class TableNames
{
    /// <summary>The column that links a row to its account.</summary>
    public const string AccountRef = "account_ref";

    /// <summary>The column that links an event to its contact.</summary>
    public const string ContactRef = "contact_ref";

    /// <summary>The column that holds, of an event, the visitor who did it.</summary>
    public const string AnonymousId = "_anonymous_id";

    /// <summary>The column that holds, of an event, by what its account was found.</summary>
    public const string Attribution = "_attribution";

    /// <summary>The temporary table with the refs of members that an engine found; no row type can have that name.</summary>
    public const string Members = "_members";

    /// <summary>The temporary table with values of everyone, to be counted; no row type can have that name.</summary>
    public const string Values = "_values";

    /// <summary>The table of a row type.</summary>
    public static string Table(RowType row) => row.Kind == RowKind.Event ? $"event_{row.Name}" : row.Name;

    /// <summary>The table of the history of a row type that has one (every kind but events).</summary>
    public static string History(RowType row) => $"{Table(row)}_history";

    /// <summary>The column that holds the folded form of a text, category or set field.</summary>
    public static string Folded(FieldDefinition field) => $"{field.Name}.folded";

    /// <summary>The column that a field is compared by: the folded one where it has one.</summary>
    public static string Compared(FieldDefinition field) => field.IsFolded ? Folded(field) : field.Name;
}
