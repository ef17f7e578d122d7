using Strata.Platform.Import.Reading;
using Strata.Platform.Import.Sniffing;
using Strata.Platform.Import.Staging;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Import.Rejects;

/// <summary>Takes refused rows out of the staging table and writes them to the file of rejects.</summary>
internal sealed class Rejection(DuckDbConnection connection, SourceTable source, RejectFile? file, CancellationToken cancellation)
{
    private readonly Dictionary<(string Field, string Reason), long> _counts = [];
    private List<long> _malformedRows = [];

    /// <summary>Rows refused.</summary>
    public long Rows { get; private set; }

    /// <summary>Of those, lines that are no row at all; they were never staged.</summary>
    public long Malformed { get; private set; }

    /// <summary>Rows that the file marks as deleted.</summary>
    public long Deleted { get; private set; }

    /// <summary>How many rows each reason refused, most first.</summary>
    public IReadOnlyList<RejectionCount> Counts =>
        [.. _counts.Select(pair => new RejectionCount(pair.Key.Field, pair.Key.Reason, pair.Value)).OrderByDescending(count => count.Rows)];

    /// <summary>Lines that the engine could not split into the header's columns, or that are not UTF-8.</summary>
    public void TakeMalformed()
    {
        bool any = source.CollectsRejects && connection.QueryScalar<bool>(
            $"SELECT count(*) > 0 FROM duckdb_tables() WHERE table_name = '{SourceTable.RejectsTable}'");
        if (!any)
        {
            return;
        }

        List<(long Line, string Text, string Type, string Message)> lines = connection.Query(
            $"""
            SELECT CAST(line AS BIGINT), any_value(csv_line), any_value(CAST(error_type AS VARCHAR)), any_value(error_message)
            FROM {SourceTable.RejectsTable} GROUP BY line ORDER BY line
            """,
            [],
            row => (row.GetInt64(0), row.GetText(1) ?? "", row.GetText(2) ?? "", row.GetText(3) ?? ""),
            cancellation);
        _malformedRows = [.. lines.Select(line => line.Line - source.HeaderLines)];
        Malformed = lines.Count;
        foreach ((long line, string text, string type, string message) in lines)
        {
            List<string> cells = DelimitedText.Read(text, source.Separator).FirstOrDefault() ?? [];
            Write(cells, line - source.HeaderLines, "row", Describe(type, message, cells.Count));
        }
    }

    /// <summary>Rows whose cells were refused; what is left in the staging table is good.</summary>
    public void TakeRefused()
    {
        using (DuckDbResult result = connection.Query(
            $"""
            SELECT rowid, {StagingStatement.Refusal}, {StagingStatement.RefusedCells} FROM {StagingStatement.Table}
            WHERE {StagingStatement.Refusal} IS NOT NULL AND {StagingStatement.Refusal} <> '{StagingStatement.Deleted}' ORDER BY rowid
            """,
            [],
            cancellation: cancellation))
        {
            while (result.ReadChunk())
            {
                for (int i = 0; i < result.RowCount; i++)
                {
                    DuckDbRow row = result.Row(i);
                    (string field, string reason) = RejectReason.Of(row.GetRequiredText(1));
                    Write(row.GetTextList(2) ?? [], RowNumber(row.GetInt64(0) + 1), field, reason);
                }
            }
        }

        long removed = connection.Execute($"DELETE FROM {StagingStatement.Table} WHERE {StagingStatement.Refusal} IS NOT NULL");
        Deleted = removed - (Rows - Malformed);
    }

    /// <summary>Rows that could be read and not applied; their cells are read again.</summary>
    public void TakeProblems(IReadOnlyList<LoadProblem> problems)
    {
        Dictionary<long, LoadProblem> refused = problems.Where(problem => problem.Refused).GroupBy(problem => problem.Row).ToDictionary(group => group.Key, group => group.First());
        if (refused.Count == 0)
        {
            return;
        }

        SourceTable.ForgetRejects(connection);
        int width = source.Columns.Count;
        using DuckDbResult result = connection.Query(
            $"SELECT * FROM (SELECT row_number() OVER () AS n, {source.ColumnList} FROM {source.FromSql}) WHERE n IN (SELECT _row + 1 FROM load_problem WHERE refused)",
            [],
            cancellation: cancellation);
        while (result.ReadChunk())
        {
            for (int i = 0; i < result.RowCount; i++)
            {
                DuckDbRow row = result.Row(i);
                long number = row.GetInt64(0);
                string?[] cells = new string?[width];
                for (int column = 0; column < width; column++)
                {
                    cells[column] = row.GetText(column + 1);
                }

                LoadProblem problem = refused[number];
                Write(cells, RowNumber(number), problem.Field, problem.Reason);
            }
        }
    }

    private void Write(IReadOnlyList<string?> cells, long row, string field, string reason)
    {
        Rows++;
        _counts[(field, reason)] = _counts.GetValueOrDefault((field, reason)) + 1;
        file?.Write(cells, row, field, reason);
    }

    /// <summary>The number of a row in the file, of which malformed lines are part.</summary>
    private long RowNumber(long staged)
    {
        long number = staged;
        foreach (long malformed in _malformedRows)
        {
            if (malformed > number)
            {
                break;
            }

            number++;
        }

        return number;
    }

    private string Describe(string type, string message, int cells) => type switch
    {
        "TOO MANY COLUMNS" or "MISSING COLUMNS" => $"the row has {cells} cells where the header has {source.Columns.Count}",
        "UNQUOTED VALUE" => "a quotation mark is not closed, or stands in the middle of a cell",
        "INVALID ENCODING" => "not valid UTF-8; save the file as UTF-8 and give the row again",
        "LINE SIZE OVER MAXIMUM" => "the line is too long",
        _ => message.ReplaceLineEndings(" "),
    };
}
