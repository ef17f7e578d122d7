using Strata.Language.Catalog;
using Strata.Platform.Import.Mapping;
using Strata.Platform.Import.Recognition;

namespace Strata.Platform.Import.Staging;

/// <summary>
/// Whether a deal is closed and won follows from its stage where the file does not say it. The date on which an open deal is
/// expected to close, which CRMs keep in the same column, is no closing date.
/// </summary>
internal static class OpportunityOutcome
{
    private const string Won = "(^|[^a-z])won([^a-z]|$)|closedwon|gewonnen";
    private const string Lost = "(^|[^a-z])lost([^a-z]|$)|closedlost|verloren";

    /// <summary>Adds the columns that are not mapped; returns their fields.</summary>
    public static IEnumerable<FieldDefinition> Add(StagingStatement statement, ImportMap map, RowType type)
    {
        var fields = new List<FieldDefinition>();
        string? stage = map.Find("stage") is null ? null : $"strata_fold({statement.Cell("stage")})";
        bool namesWonDate = map.Find("closed_at") is { } closing && HeaderName.Squeeze(closing.Column) == "wondate";
        string? won = stage is not null ? $"regexp_matches({stage}, '{Won}')" : namesWonDate ? "true" : null;
        string? closed = stage is not null ? $"regexp_matches({stage}, '{Won}|{Lost}')" : namesWonDate ? "true" : null;
        string? isClosed = map.Find("is_closed") is not null ? "\"p:is_closed\"" : null;
        if (isClosed is null && closed is not null)
        {
            isClosed = statement.Parse("is_closed", closed);
            statement.Add("is_closed", isClosed);
            fields.Add(type.Find("is_closed")!);
        }

        if (map.Find("is_won") is null && won is not null)
        {
            statement.Add("is_won", statement.Parse("is_won", won));
            fields.Add(type.Find("is_won")!);
        }

        if (map.Find("closed_at") is { } column)
        {
            string cell = statement.Cell("closed_at");
            string value = statement.Parse("closed_at", CellSql.Value(column, cell));
            statement.Check("closed_at:date", CellSql.IsUnreadable(value, cell));
            statement.Add("closed_at", isClosed is null ? value : $"CASE WHEN {isClosed} IS NOT FALSE THEN {value} END");
            fields.Add(type.Find("closed_at")!);
        }

        return fields;
    }
}
