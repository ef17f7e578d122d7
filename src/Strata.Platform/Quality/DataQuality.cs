using System.Globalization;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Quality;

/// <summary>Looks at the whole of the data and says how good it is; a statement a table.</summary>
/// <param name="workspace">The workspace.</param>
public sealed class DataQuality(Workspace workspace)
{
    private readonly DuckDbConnection _connection = workspace.Connection;
    private readonly DataCatalog _catalog = workspace.Catalog;

    /// <summary>Reports.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="progress">Told how much is done, from 0 to 1; null for nobody.</param>
    public QualityReport Report(CancellationToken cancellation, IProgress<double>? progress = null)
    {
        long accounts = Count("account"), contacts = Count("contact");
        progress?.Report(0);
        List<QualityProblem> problems = [.. Checks(accounts, contacts, cancellation)];
        progress?.Report(0.3);
        long events = AddEvents(problems, cancellation);
        AddWaitingRows(problems, cancellation);
        AddDeadLetters(problems);
        progress?.Report(0.4);
        List<FieldQuality> fields = [.. Fields(EntityKind.Account, accounts, cancellation)];
        progress?.Report(0.6);
        fields.AddRange(Fields(EntityKind.Contact, contacts, cancellation));
        progress?.Report(1);
        return new QualityReport(
            accounts,
            contacts,
            events,
            fields,
            [.. problems.Where(problem => problem.Count > 0).OrderByDescending(problem => (double)problem.Count / Math.Max(1, problem.Total))]);
    }

    /// <summary>Some of those that something is wrong with, by their ids; null where there is no such check of accounts or contacts.</summary>
    /// <param name="code">The problem's code.</param>
    /// <param name="after">The id after which they begin; null for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<QualityExample>? Examples(string code, string? after, int limit, CancellationToken cancellation)
    {
        if (QualityCheck.All.FirstOrDefault(check => check.Code == code) is not { } check)
        {
            return null;
        }

        string name = check.Of == EntityKind.Account ? "t.name" : "nullif(trim(coalesce(t.first_name, '') || ' ' || coalesce(t.last_name, '')), '')";
        return _connection.Query(
            $"SELECT t.id, {name}, {check.Value} FROM {Table(check.Of)} t WHERE ({check.Condition}) AND t.id > $1 ORDER BY t.id LIMIT $2",
            [after ?? "", (long)limit],
            row => new QualityExample(row.GetRequiredText(0), row.GetText(1), row.GetText(2)),
            cancellation);
    }

    /// <summary>What a problem is about; null where there is none of that code.</summary>
    public static EntityKind? Concerns(string code) => QualityCheck.All.FirstOrDefault(check => check.Code == code)?.Of;

    private IEnumerable<QualityProblem> Checks(long accounts, long contacts, CancellationToken cancellation)
    {
        foreach (IGrouping<EntityKind, QualityCheck> of in QualityCheck.All.GroupBy(check => check.Of))
        {
            QualityCheck[] checks = [.. of];
            string counts = string.Join(", ", checks.Select(check => $"CAST(count(*) FILTER ({check.Condition}) AS BIGINT)"));
            long[] found = Numbers($"SELECT {counts} FROM {Table(of.Key)} t", checks.Length, cancellation);
            for (int i = 0; i < checks.Length; i++)
            {
                yield return new QualityProblem(
                    checks[i].Code, checks[i].Title, of.Key == EntityKind.Account ? "accounts" : "contacts", found[i], of.Key == EntityKind.Account ? accounts : contacts, checks[i].Fix, checks[i].Where);
            }
        }
    }

    private long AddEvents(List<QualityProblem> problems, CancellationToken cancellation)
    {
        long all = 0, nobodys = 0;
        foreach (RowType type in _catalog.Events.Values)
        {
            long[] found = Numbers(
                $"SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (account_ref IS NULL) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.Table(type))}", 2, cancellation);
            all += found[0];
            nobodys += found[1];
        }

        problems.Add(new QualityProblem(
            "unattributed-events", "Events that belong to no account", "events", nobodys, all,
            "They wait: once their visitor is identified, or the account is imported that they name, they belong to it.", null));
        return all;
    }

    private void AddWaitingRows(List<QualityProblem> problems, CancellationToken cancellation)
    {
        long all = 0, waiting = 0;
        foreach (RowType type in _catalog.Collections.Values)
        {
            long[] found = Numbers(
                $"SELECT CAST(count(*) AS BIGINT), CAST(count(*) FILTER (account_ref IS NULL) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.Table(type))}", 2, cancellation);
            all += found[0];
            waiting += found[1];
        }

        problems.Add(new QualityProblem(
            "waiting-rows", "Deals, technologies and other rows that wait for their account", "rows", waiting, all, "Import the accounts that they name.", null));
    }

    private void AddDeadLetters(List<QualityProblem> problems)
    {
        long letters = DeadLetters.Count(_connection);
        problems.Add(new QualityProblem(
            "dead-letters", "Messages of the tracking API that could not be taken", "messages", letters, Math.Max(letters, 1), "See why under events, mend what sends them, and replay them.", null));
    }

    private IEnumerable<FieldQuality> Fields(EntityKind of, long rows, CancellationToken cancellation)
    {
        RowType type = _catalog.Of(of);
        IReadOnlyList<FieldDefinition> fields = type.Fields;
        string now = workspace.Now.Instant.ToString(CultureInfo.InvariantCulture);
        string columns = string.Join(", ", fields.Select(field => Columns(field, now)));
        long[] found = Numbers($"SELECT {columns} FROM {Table(of)}", fields.Count * 4, cancellation);
        Dictionary<string, long> conflicts = Conflicts(type, cancellation);
        for (int i = 0; i < fields.Count; i++)
        {
            long known = found[4 * i];
            if (known == 0)
            {
                continue;
            }

            yield return new FieldQuality(
                of,
                fields[i],
                known,
                rows == 0 ? 0 : (double)known / rows,
                found[(4 * i) + 1],
                found[(4 * i) + 2] / (double)Microseconds.PerDay,
                found[(4 * i) + 3],
                conflicts.GetValueOrDefault(fields[i].Name),
                Unknown(type, fields[i], cancellation));
        }
    }

    private static string Columns(FieldDefinition field, string now)
    {
        string name = SqlIdentifier.Quote(field.Name);
        string distinct = field.Type == FieldType.Set ? $"approx_count_distinct(CAST({name} AS VARCHAR))" : $"approx_count_distinct({name})";
        string age = $"({now} - epoch_us(_verified_at))";
        string stale = field.TimeToLiveDays is { } days
            ? $"count(*) FILTER ({name} IS NOT NULL AND {age} > {(days * Microseconds.PerDay).ToString(CultureInfo.InvariantCulture)})"
            : "0";
        return $"CAST(count({name}) AS BIGINT), CAST({distinct} AS BIGINT), CAST(coalesce(avg({age}) FILTER ({name} IS NOT NULL), 0) AS BIGINT), CAST({stale} AS BIGINT)";
    }

    /// <summary>In how many rows what one source said last differs from what another said last.</summary>
    private Dictionary<string, long> Conflicts(RowType type, CancellationToken cancellation) => _connection.Query(
        $"""
        SELECT field, CAST(count(*) AS BIGINT) FROM (
            SELECT ref, field FROM (
                SELECT ref, field, source, arg_max(coalesce(folded, value), observed_at) AS said FROM {SqlIdentifier.Quote(TableNames.History(type))} GROUP BY ref, field, source)
            GROUP BY ref, field HAVING count(DISTINCT said) > 1)
        GROUP BY field
        """,
        [],
        row => KeyValuePair.Create(row.GetRequiredText(0), row.GetInt64(1)),
        cancellation).ToDictionary(StringComparer.Ordinal);

    private long Unknown(RowType type, FieldDefinition field, CancellationToken cancellation)
    {
        if (_catalog.TaxonomyOf(field) is not { } taxonomy || field.Type != FieldType.Category)
        {
            return 0;
        }

        return _connection.Query(
            $"SELECT {SqlIdentifier.Quote(TableNames.Folded(field))} AS v, CAST(count(*) AS BIGINT) FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE v IS NOT NULL GROUP BY v",
            [],
            row => (Value: row.GetRequiredText(0), Rows: row.GetInt64(1)),
            cancellation).Where(value => taxonomy.Find(TextFolding.Fold(value.Value)) is null).Sum(value => value.Rows);
    }

    private long[] Numbers(string sql, int width, CancellationToken cancellation) => _connection.Query(
        sql,
        [],
        row =>
        {
            long[] numbers = new long[width];
            for (int i = 0; i < width; i++)
            {
                numbers[i] = row.GetInt64(i);
            }

            return numbers;
        },
        cancellation)[0];

    private long Count(string table) => _connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {table}");

    private static string Table(EntityKind of) => of == EntityKind.Account ? "account" : "contact";
}
