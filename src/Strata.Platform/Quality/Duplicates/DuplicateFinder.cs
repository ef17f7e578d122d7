using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Strata.Language.Catalog;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Quality.Duplicates;

/// <summary>
/// Finds accounts, or contacts, that may be one. Only those are compared that share a key (a domain, a name, a telephone number …), so that a
/// million take seconds; of each such pair every comparison adds its weight to the odds. Pairs that a person called different are left out.
/// </summary>
/// <param name="workspace">The workspace.</param>
public sealed partial class DuplicateFinder(Workspace workspace)
{
    /// <summary>The score from which a pair is worth a look.</summary>
    public const double StandardScore = 0.7;

    /// <summary>A key that more than this share says nothing: a common name, the number of a switchboard.</summary>
    private const int LargestGroup = 40;

    private static readonly Lock Registering = new();

    /// <summary>Finds the likeliest pairs.</summary>
    /// <param name="of">Accounts or contacts.</param>
    /// <param name="leastScore">Pairs of a lower score are left out; from 0 to 1.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Stops it.</param>
    public DuplicateList Find(EntityKind of, double leastScore, int limit, CancellationToken cancellation)
    {
        RowType type = workspace.Catalog.Of(of);
        ComparisonRules rules = of == EntityKind.Account ? ComparisonRules.Accounts(field => type.Find(field)?.Type == FieldType.Text) : ComparisonRules.Contacts();
        using DuckDbConnection connection = workspace.Warehouse.Connect();
        Register(connection);
        string table = of == EntityKind.Account ? "account" : "contact";
        string features = string.Concat(rules.Features.Select(feature => $", {feature.Sql} AS {feature.Name}"));
        connection.Execute($"CREATE OR REPLACE TEMP TABLE duplicate_feature AS SELECT t.ref, t.id{features} FROM {table} t", [], progress: null, cancellation);
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE duplicate_group AS
            SELECT key, list(ref) AS refs, count(*) AS size FROM (SELECT DISTINCT unnest([{string.Join(", ", rules.Keys)}]) AS key, ref FROM duplicate_feature)
            WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1
            """,
            [],
            progress: null,
            cancellation);
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE duplicate_pair AS
            SELECT first, second, min(size) AS size FROM (
                SELECT a AS first, unnest(refs) AS second, size FROM (SELECT unnest(refs) AS a, refs, size FROM duplicate_group WHERE size <= {LargestGroup}))
            WHERE first < second
                AND NOT EXISTS (FROM strata_distinct d WHERE d.of = '{table}' AND d.first_ref = first AND d.second_ref = second)
            GROUP BY first, second
            """,
            [],
            progress: null,
            cancellation);
        long skipped = connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM duplicate_group WHERE size > {LargestGroup}");
        long compared = connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM duplicate_pair");
        Score(connection, rules, cancellation);
        double least = Logit(leastScore);
        long total = connection.QueryScalar<long>("SELECT CAST(count(*) AS BIGINT) FROM duplicate_score WHERE odds >= $1", least);
        return new DuplicateList(of, compared, total, Read(connection, of, table, rules, least, limit, cancellation), skipped);
    }

    /// <summary>Makes <c>strata_company(name)</c> callable: a name without marks and legal form.</summary>
    internal static void Register(DuckDbConnection connection)
    {
        lock (Registering)
        {
            if (!Warehouse.Load.LoadFunctions.IsRegistered(connection, "strata_company('')"))
            {
                connection.RegisterTextFunction("strata_company", 1, (arguments, result) =>
                {
                    string core = CompanyName.Core(CompanyName.Words(Encoding.UTF8.GetString(arguments[0])));
                    Encoding.UTF8.GetBytes(core, result);
                    return core.Length > 0;
                });
            }
        }
    }

    /// <summary>Which rule of each group speaks, from 1; 0 for none. The odds are the sum of their weights.</summary>
    private static void Score(DuckDbConnection connection, ComparisonRules rules, CancellationToken cancellation)
    {
        string spoken = string.Concat(rules.Rules.Select((group, i) => $", CASE {string.Concat(group.Select((rule, r) => $"WHEN {rule.Condition} THEN {r + 1} "))}ELSE 0 END AS r{i}"));
        string weights = string.Concat(rules.Rules.Select((group, i) => $" + CASE r{i} {string.Concat(group.Select((rule, r) => $"WHEN {r + 1} THEN {rule.Weight} "))}ELSE 0 END"));

        // What many share tells less than what two share.
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE duplicate_score AS
            SELECT *, {rules.Prior.ToString(CultureInfo.InvariantCulture)} - 0.5 * ln(greatest(size - 1, 1)){weights} AS odds
            FROM (
                SELECT p.first, p.second, p.size{spoken}
                FROM duplicate_pair p JOIN duplicate_feature a ON a.ref = p.first JOIN duplicate_feature b ON b.ref = p.second)
            """,
            [],
            progress: null,
            cancellation);
    }

    private static List<DuplicateCandidate> Read(
        DuckDbConnection connection, EntityKind of, string table, ComparisonRules rules, double least, int limit, CancellationToken cancellation)
    {
        string[] names = [.. rules.Features.Select(feature => feature.Name)];
        string values = string.Concat(names.Select(name => $", CAST(a.{name} AS VARCHAR), CAST(b.{name} AS VARCHAR)"));
        string spoken = string.Concat(Enumerable.Range(0, rules.Rules.Count).Select(i => $", CAST(s.r{i} AS BIGINT)"));
        (string name, string detail) = of == EntityKind.Account ? ("{0}.name", "{0}.domain") : ("nullif(trim(coalesce({0}.first_name, '') || ' ' || coalesce({0}.last_name, '')), '')", "{0}.email");
        string Side(string alias) => $"{alias}.ref, {alias}.id, {string.Format(CultureInfo.InvariantCulture, name, alias)}, {string.Format(CultureInfo.InvariantCulture, detail, alias)}";
        return connection.Query(
            $"""
            SELECT s.odds, {Side("x")}, {Side("y")}{spoken}{values}
            FROM duplicate_score s
            JOIN duplicate_feature a ON a.ref = s.first JOIN duplicate_feature b ON b.ref = s.second
            JOIN {table} x ON x.ref = s.first JOIN {table} y ON y.ref = s.second
            WHERE s.odds >= $1 ORDER BY s.odds DESC, s.first, s.second LIMIT $2
            """,
            [least, (long)limit],
            row =>
            {
                var said = new Dictionary<string, string?>(StringComparer.Ordinal);
                int at = 9 + rules.Rules.Count;
                foreach (string feature in names)
                {
                    said["a." + feature] = row.GetText(at++);
                    said["b." + feature] = row.GetText(at++);
                }

                var evidence = new List<DuplicateEvidence>();
                for (int i = 0; i < rules.Rules.Count; i++)
                {
                    if (row.GetInt64(9 + i) is > 0 and var rule)
                    {
                        EvidenceRule spoke = rules.Rules[i][(int)rule - 1];
                        evidence.Add(new DuplicateEvidence(spoke.Code, Fill(spoke.Text, said), double.Parse(spoke.Weight, CultureInfo.InvariantCulture)));
                    }
                }

                return new DuplicateCandidate(
                    of,
                    new DuplicateSide(row.GetInt64(1), row.GetRequiredText(2), row.GetText(3), row.GetText(4)),
                    new DuplicateSide(row.GetInt64(5), row.GetRequiredText(6), row.GetText(7), row.GetText(8)),
                    1 / (1 + Math.Exp(-row.GetDouble(0))),
                    [.. evidence.OrderByDescending(one => Math.Abs(one.Weight))]);
            },
            cancellation);
    }

    private static string Fill(string text, Dictionary<string, string?> said) => Place().Replace(text, match => said.GetValueOrDefault(match.Groups["name"].Value) ?? "?");

    private static double Logit(double share) => share <= 0 ? -1e9 : share >= 1 ? 1e9 : Math.Log(share / (1 - share));

    [GeneratedRegex(@"\{(?<name>[ab]\.[a-z_]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}
