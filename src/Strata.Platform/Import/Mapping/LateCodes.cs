using Strata.Language.Catalog;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Recognition;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Mapping;

/// <summary>
/// A new column of whole figures may be numbers or codes, and only a code like <c>00123</c> tells, wherever in the file it stands. Such a
/// column is looked through to its end before its type is fixed: as numbers its codes would lose their zeros.
/// </summary>
internal static class LateCodes
{
    /// <summary>Makes text of every new column of numbers that has a code after the rows that were profiled.</summary>
    public static ImportMap Keep(
        ImportMap map, DuckDbConnection connection, SourceTable source, IReadOnlyList<ColumnProfile> profiles, CancellationToken cancellation)
    {
        int[] doubtful = [.. Enumerable.Range(0, map.Columns.Count).Where(column => IsDoubtful(map.Columns[column], profiles[column]))];
        if (doubtful.Length == 0)
        {
            return map;
        }

        string examples = string.Join(", ", doubtful.Select(column => $"min(trim(c{column})) FILTER (regexp_full_match(trim(c{column}), '0[0-9]+|[0-9]{{15,}}'))"));
        List<string?[]> found = connection.Query(
            $"SELECT {examples} FROM {source.FromSql}", [], row => ReadAll(row, doubtful.Length), cancellation);
        SourceTable.ForgetRejects(connection);
        ColumnMap[] columns = [.. map.Columns];
        for (int i = 0; i < doubtful.Length; i++)
        {
            if (found[0][i] is { } example)
            {
                columns[doubtful[i]] = columns[doubtful[i]] with { Type = FieldType.Text, Scale = 1, Why = $"new; text, for codes like {example}" };
            }
        }

        return map with { Columns = columns };
    }

    private static string?[] ReadAll(DuckDbRow row, int count)
    {
        string?[] cells = new string?[count];
        for (int i = 0; i < count; i++)
        {
            cells[i] = row.GetText(i);
        }

        return cells;
    }

    /// <summary>Figures alone, without a fraction or a currency, which codes do not have.</summary>
    private static bool IsDoubtful(ColumnMap column, ColumnProfile profile) =>
        column.IsNew && column.Type is FieldType.Number or FieldType.Money && profile.PointEvidence + profile.CommaEvidence + profile.Currencies == 0;
}
