namespace Strata.Platform.Import.Mapping;

/// <summary>How a file is read: what its rows are and where its columns go.</summary>
/// <param name="Kind">
/// <c>accounts</c>, <c>contacts</c>, <c>events</c>, <c>opportunity_stages</c>, <c>field_history</c>, or the name of a collection.
/// </param>
/// <param name="EventType">The type of events in a file without a column that says it, or null.</param>
/// <param name="Subject">For field history: what the rows are about (<c>accounts</c>, <c>contacts</c> or a collection); else null.</param>
/// <param name="Columns">The columns in the order of the file.</param>
public sealed record ImportMap(string Kind, string? EventType, string? Subject, IReadOnlyList<ColumnMap> Columns)
{
    /// <summary>The column that goes to the target, or null.</summary>
    public ColumnMap? Find(string target) => Columns.FirstOrDefault(column => string.Equals(column.Target, target, StringComparison.Ordinal));
}
