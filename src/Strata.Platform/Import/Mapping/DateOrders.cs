using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Import.Parsing;
using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Recognition;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Import.Mapping;

/// <summary>
/// Decides for each column of dates whether the day or the month comes first: by dates that allow one reading only, in the column,
/// in the other columns, and at last in the whole file. Where nothing decides, the person has to say it.
/// </summary>
internal sealed class DateOrders(
    DuckDbConnection connection, SourceTable source, IReadOnlyList<ColumnProfile> profiles, CancellationToken cancellation)
{
    private readonly DateOrder _ofFile = Unanimous(profiles.Sum(profile => profile.DayFirst), profiles.Sum(profile => profile.MonthFirst));

    /// <summary>Fills in the order of every column that needs one.</summary>
    /// <exception cref="UserErrorException">Code <c>import</c>: dates may be read either way.</exception>
    public ImportMap Decide(ImportMap map, DateOrder stated, string fileName)
    {
        var open = new List<string>();
        var columns = new List<ColumnMap>();
        for (int i = 0; i < map.Columns.Count; i++)
        {
            ColumnMap column = map.Columns[i];
            if (!IsDate(column) || column.Dates != DateOrder.Unknown || profiles[i].OpenDates + profiles[i].DayFirst + profiles[i].MonthFirst == 0)
            {
                columns.Add(column);
                continue;
            }

            DateOrder order = Unanimous(profiles[i].DayFirst, profiles[i].MonthFirst);
            order = order != DateOrder.Unknown ? order : stated != DateOrder.Unknown ? stated : _ofFile != DateOrder.Unknown ? _ofFile : OfWholeFile(i);
            if (order == DateOrder.Unknown)
            {
                open.Add(column.Column);
            }

            columns.Add(column with { Dates = order });
        }

        return open.Count == 0
            ? map with { Columns = columns }
            : throw new UserErrorException(
                "import",
                $"Dates in {string.Join(", ", open)} of {fileName} may be day/month or month/day, and none of them shows which.",
                fix: "Say it with --dates dmy or --dates mdy, or in the map.");
    }

    private static bool IsDate(ColumnMap column) => column.Type == FieldType.Date || column.Target is "ts" or "observed_at";

    private DateOrder OfWholeFile(int column)
    {
        List<(long Evidence, long Rows)> found = connection.Query(
            $"SELECT strata_date_order(c{column}) AS evidence, CAST(count(*) AS BIGINT) FROM {source.FromSql} GROUP BY evidence HAVING evidence IS NOT NULL",
            [],
            row => (row.GetInt64(0), row.GetInt64(1)),
            cancellation);
        SourceTable.ForgetRejects(connection);
        return Unanimous(
            found.Where(pair => pair.Evidence == (long)DateOrder.DayFirst).Sum(pair => pair.Rows),
            found.Where(pair => pair.Evidence == (long)DateOrder.MonthFirst).Sum(pair => pair.Rows));
    }

    private static DateOrder Unanimous(long dayFirst, long monthFirst) => (dayFirst, monthFirst) switch
    {
        ( > 0, 0) => DateOrder.DayFirst,
        (0, > 0) => DateOrder.MonthFirst,
        _ => DateOrder.Unknown,
    };
}
