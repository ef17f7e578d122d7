using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Preview;

namespace Strata.Platform.Import.Mapping;

/// <summary>Where a person wants a column to go.</summary>
/// <param name="Column">The column's name in the file.</param>
/// <param name="Target">The field or key; null to leave the column out.</param>
/// <param name="NewType">The type of the field where it is to be added to the catalog; null for one that is there.</param>
/// <param name="DecimalComma">True where the comma divides the fraction.</param>
/// <param name="Dates">The order of day and month.</param>
/// <param name="Scale">What numbers are multiplied by, from 1.</param>
/// <param name="Clears">True where a blank cell means that there is no value.</param>
public sealed record ColumnChoice(
    string Column, string? Target, FieldType? NewType = null, bool DecimalComma = false, DateOrder Dates = DateOrder.Unknown, long Scale = 1, bool Clears = false);

/// <summary>Makes the map of what a person chose, and refuses what cannot be.</summary>
public static class MapEdit
{
    /// <summary>The map, as the text of a file that imports take.</summary>
    /// <param name="preview">The file as it was looked at, with the kind that was chosen.</param>
    /// <param name="choices">Where its columns go; those that are not named are left out.</param>
    /// <param name="eventType">For events without a column that says it: their type; else null.</param>
    /// <param name="fileName">The file's name.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>import</c>: the file has no such column, there is no such field, two columns go to one field, or a name is no field's.
    /// </exception>
    public static string Write(FilePreview preview, IReadOnlyList<ColumnChoice> choices, string? eventType, string fileName)
    {
        ArgumentNullException.ThrowIfNull(preview);
        ArgumentNullException.ThrowIfNull(choices);
        var errors = new List<UserError>();
        var columns = new List<ColumnMap>();
        foreach (ColumnMap column in preview.Map.Columns)
        {
            ColumnChoice[] chosen = [.. choices.Where(choice => string.Equals(choice.Column, column.Column, StringComparison.OrdinalIgnoreCase))];
            columns.Add(chosen is [var choice, ..] ? Apply(choice, preview.Targets, errors) : new ColumnMap(column.Column, null));
        }

        foreach (ColumnChoice choice in choices.Where(choice => preview.Map.Columns.All(column => !string.Equals(choice.Column, column.Column, StringComparison.OrdinalIgnoreCase))))
        {
            errors.Add(new UserError("import", $"The file has no column '{choice.Column}'.", Fix: $"Its columns are {string.Join(", ", preview.Map.Columns.Select(column => column.Column))}."));
        }

        foreach (IGrouping<string, ColumnMap> twice in columns.Where(column => column.Target is not null).GroupBy(column => column.Target!, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add(new UserError("import", $"{string.Join(" and ", twice.Select(column => $"'{column.Column}'"))} both go to {twice.Key}.", Fix: "Choose one of them, and leave the other out or give it a field of its own."));
        }

        return errors.Count == 0
            ? ImportMapFile.Write(preview.Map with { EventType = eventType ?? preview.Map.EventType, Columns = columns }, fileName)
            : throw new UserErrorException(errors);
    }

    private static ColumnMap Apply(ColumnChoice choice, IReadOnlyList<MappingTarget> targets, List<UserError> errors)
    {
        var map = new ColumnMap(choice.Column, choice.Target, null, false, choice.DecimalComma, choice.Dates, choice.Scale, choice.Clears);
        if (choice.Target is null)
        {
            return map;
        }

        MappingTarget? target = targets.FirstOrDefault(target => string.Equals(target.Name, choice.Target, StringComparison.Ordinal));
        if (choice.Scale < 1)
        {
            errors.Add(new UserError("import", $"'{choice.Column}' cannot be multiplied by {choice.Scale}.", Fix: "Give a whole number from 1."));
        }

        if (target is not null)
        {
            return map with { Type = target.Type };
        }

        if (choice.NewType is not { } type)
        {
            errors.Add(new UserError("import", $"There is no field '{choice.Target}' for the column '{choice.Column}'.", Fix: "Choose a field that there is, or make it a new field by giving its type."));
        }
        else if (!IsName(choice.Target))
        {
            errors.Add(new UserError("import", $"'{choice.Target}' is not a field's name.", Fix: "Names are lower-case letters, figures and underscores and begin with a letter."));
        }
        else
        {
            return map with { Type = type, IsNew = true };
        }

        return map;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 63 && char.IsAsciiLetterLower(name[0]) && name.All(unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit == '_');
}
