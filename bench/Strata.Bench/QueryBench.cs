using System.Diagnostics;
using NodaTime;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;
using Strata.Warehouse.Schema;

namespace Strata.Bench;

/// <summary>
/// <c>strata bench queries</c>: the four shapes of a segment, as definitions evaluated through the checker and the SQL printer, against
/// SQL written by hand for the same tables in the same DuckDB. What the ratio is above 1 is what the printer costs.
/// </summary>
public static class QueryBench
{
    private static readonly long Now = Microseconds.FromInstant(NodaTime.Instant.FromUtc(2026, 11, 22, 0, 0));

    private const string Firmographic = """employees between 200 and 2000 and industry = "Software Publishers" and country in ("Germany", "France", "Spain")""";
    private const string Technographic = """any(technologies where product = "product 7") and none(technologies where category = "category 8")""";
    private const string Behavioural = """count(page_view where page = "pricing") in last 30 days >= 2""";

    private const string FirmographicSql = """employees BETWEEN 2000000 AND 20000000 AND "industry.folded" IN ({industry}) AND "country.folded" IN ({country})""";
    private const string TechnographicSql = """
        ref IN (SELECT account_ref FROM technologies WHERE "product.folded" = 'product 7' AND (first_seen <= {now} OR first_seen IS NULL))
        AND ref NOT IN (SELECT account_ref FROM technologies WHERE "category.folded" = 'category 8' AND account_ref IS NOT NULL AND (first_seen <= {now} OR first_seen IS NULL))
        """;

    private const string BehaviouralSql = """
        ref IN (SELECT account_ref FROM event_page_view WHERE "page.folded" = 'pricing' AND ts > {now} - INTERVAL 720 HOURS AND ts <= {now}
                GROUP BY account_ref HAVING count(*) >= 2)
        """;

    /// <summary>Makes the data in <paramref name="directory"/> and asks the four questions of both sides.</summary>
    /// <param name="directory">An empty directory for the warehouse.</param>
    /// <param name="accounts">How many accounts; there are three technologies and three page views an account.</param>
    /// <param name="runs">How many counted runs; at least 1.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static BenchReport Run(string directory, long accounts, int runs, IProgress<string> progress, CancellationToken cancellation)
    {
        using var store = WarehouseStore.Open(new DataDirectory(directory), new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "2" });
        using DuckDbConnection connection = store.Connect();
        progress.Report($"making {accounts:N0} accounts");
        long start = Stopwatch.GetTimestamp();
        QueryBenchData.Fill(connection, accounts, cancellation);
        double built = Stopwatch.GetElapsedTime(start).TotalSeconds;

        var reader = new SegmentReader(connection, store.Catalog);
        var asOf = new AsOf(Now, DateTimeZone.Utc);
        string firmographic = WithSpellings(store.Catalog);
        (string Name, string Definition, string Sql)[] shapes =
        [
            ("firmographic", Firmographic, firmographic),
            ("technographic with exclusion", Technographic, TechnographicSql),
            ("behavioural count", Behavioural, BehaviouralSql),
            ("layered", $"{Firmographic} and {Technographic} and {Behavioural}", $"{firmographic} AND {TechnographicSql} AND {BehaviouralSql}"),
        ];
        var results = new List<BenchResult>();
        foreach ((string name, string definition, string sql) in shapes)
        {
            progress.Report(name);
            SegmentPlan plan = new DefinitionChecker(store.Catalog, DefinitionSet.Empty)
                .CheckExpression(SegmentParser.ParseExpressionOrThrow(definition), EntityKind.Account)
                .OrThrow();
            string byHand = $"SELECT count(*) FROM account WHERE {sql.Replace("{now}", "TIMESTAMP '2026-11-22 00:00:00'", StringComparison.Ordinal)}";
            results.Add(Alternating.Measure(
                name,
                runs,
                () => Timed.Of(() => reader.Count(plan, asOf, cancellation)),
                () => Timed.Of(() => connection.Query(byHand, [], row => row.GetInt64(0), cancellation)[0]),
                cancellation));
        }

        return new BenchReport($"DuckDB {DuckDbDatabase.EngineVersion}, SQL by hand", results, built, runs);
    }

    /// <summary>The hand-written firmographic condition names the same spellings, so that both sides ask the same question.</summary>
    private static string WithSpellings(DataCatalog catalog)
    {
        string Spellings(string field, params string[] names) => string.Join(", ", names
            .SelectMany(name => Taxonomy.SpellingsOf(catalog.TaxonomyOf(catalog.Account.Find(field)!)!.Find(Language.Values.TextFolding.Fold(name))!))
            .Select(spelling => $"'{spelling.Replace("'", "''", StringComparison.Ordinal)}'"));
        return FirmographicSql
            .Replace("{industry}", Spellings("industry", "Software Publishers"), StringComparison.Ordinal)
            .Replace("{country}", Spellings("country", "Germany", "France", "Spain"), StringComparison.Ordinal);
    }
}
