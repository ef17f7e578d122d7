using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Query;

namespace Strata.Platform.Entities;

/// <summary>A value that somebody said of a field, for a program; instants are ISO 8601 in UTC.</summary>
/// <param name="Value">The value, as <see cref="PlainValue"/> has it; null where the source said that there is none.</param>
/// <param name="Source">Who said it.</param>
/// <param name="At">When.</param>
public sealed record SaidValue(object? Value, string Source, string At)
{
    /// <summary>What was said about a field of an account or contact, the newest first.</summary>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such field.</exception>
    public static IReadOnlyList<SaidValue> Of(Workspace workspace, EntityKind of, long reference, string field)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        FieldDefinition known = workspace.Catalog.Of(of).Find(field)
            ?? throw new UserErrorException("argument", $"There is no field '{field}'.", fix: "GET /v1/catalog lists the fields.");
        return
        [
            .. FieldFacts.ReadHistory(workspace.Connection, workspace.Catalog, of, reference, known).Reverse()
                .Select(said => new SaidValue(PlainValue.Of(HistoryValues.Read(known.Type, said.Value, said.Folded)), said.Source, Microseconds.ToText(said.At))),
        ];
    }
}
