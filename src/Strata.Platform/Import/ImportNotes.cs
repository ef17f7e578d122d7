using System.Globalization;
using Strata.Platform.Import.Mapping;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import;

/// <summary>What a person should know about an import beside its counts.</summary>
internal static class ImportNotes
{
    private const int Examples = 5;

    /// <summary>The notes on what applying the rows found.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<LoadProblem> problems, LoadResult result, ImportMap map)
    {
        LoadProblem[] warnings = [.. problems.Where(problem => !problem.Refused)];
        foreach (LoadProblem warning in warnings.Take(Examples))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"row {warning.Row}: {warning.Reason}");
        }

        if (warnings.Length > Examples)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"and {warnings.Length - Examples:N0} more rows like these");
        }

        if (result.Unattached > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{result.Unattached:N0} rows name an account that is not known yet; they are kept and attached when it arrives");
        }

        if (result.KeptFromStrongerSource > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{result.KeptFromStrongerSource:N0} values were not taken because a stronger source says otherwise");
        }

        string[] added = [.. map.Columns.Where(column => column.IsNew).Select(column => $"{column.Target} ({column.Type!.Value.ToString().ToLowerInvariant()})")];
        if (added.Length > 0)
        {
            yield return $"new fields in the catalog: {string.Join(", ", added)}";
        }
    }
}
