namespace Strata.Bench.Peers;

/// <summary>How ClickHouse keeps a table, and what it is asked.</summary>
/// <param name="Create">Makes it.</param>
/// <param name="Insert">Fills it from a Parquet file.</param>
/// <param name="Optimize">Merges it into one sorted part.</param>
internal sealed record ChdbTable(string Create, string Insert, string Optimize)
{
    private const string Firmographic = "industry = 'software publishers' AND country IN ('germany', 'france', 'spain', 'italy', 'sweden', 'poland') AND employees BETWEEN {least:UInt32} AND 2000";
    private const string ViewWindow = "ts > {viewed:DateTime64(6, 'UTC')} AND ts <= {until:DateTime64(6, 'UTC')}";
    private const string ClickWindow = "ts > {clicked:DateTime64(6, 'UTC')} AND ts <= {until:DateTime64(6, 'UTC')}";

    private const string Visited = $"SELECT account_ref FROM page_view WHERE page = 'pricing' AND {ViewWindow}";
    private const string Buyer = "department IN ('finance', 'it') AND seniority IN ('c-level', 'vp', 'director')";
    private const string Candidate = $"{Firmographic} AND ref IN (SELECT account_ref FROM technologies WHERE category = 'category 7')";
    private const string Excluded = "SELECT account_ref FROM technologies WHERE category = 'category 8'";

    private static readonly Dictionary<string, ChdbTable> Tables = new(StringComparer.Ordinal)
    {
        ["account"] = new(
            """
            CREATE TABLE account (ref UInt32, industry LowCardinality(String), country LowCardinality(String), employees UInt32)
            ENGINE = MergeTree ORDER BY (industry, country, employees)
            """,
            "INSERT INTO account SELECT ref, industry, country, employees FROM file({file:String}, 'Parquet')",
            "OPTIMIZE TABLE account FINAL"),
        ["technologies"] = new(
            """
            CREATE TABLE technologies (account_ref UInt32, category LowCardinality(String))
            ENGINE = MergeTree ORDER BY (category, account_ref)
            """,
            "INSERT INTO technologies SELECT account_ref, category FROM file({file:String}, 'Parquet')",
            "OPTIMIZE TABLE technologies FINAL"),
        ["page_view"] = new(
            """
            CREATE TABLE page_view (account_ref UInt32, page LowCardinality(String), ts DateTime64(6, 'UTC'))
            ENGINE = MergeTree ORDER BY (page, ts)
            """,
            "INSERT INTO page_view SELECT account_ref, page, ts FROM file({file:String}, 'Parquet')",
            "OPTIMIZE TABLE page_view FINAL"),
        ["contact"] = new(
            """
            CREATE TABLE contact (ref UInt32, account_ref UInt32, seniority LowCardinality(String), department LowCardinality(String))
            ENGINE = MergeTree ORDER BY (department, seniority, ref)
            """,
            "INSERT INTO contact SELECT ref, account_ref, seniority, department FROM file({file:String}, 'Parquet')",
            "OPTIMIZE TABLE contact FINAL"),
        ["email_click"] = new(
            "CREATE TABLE email_click (contact_ref UInt32, ts DateTime64(6, 'UTC')) ENGINE = MergeTree ORDER BY ts",
            "INSERT INTO email_click SELECT contact_ref, ts FROM file({file:String}, 'Parquet')",
            "OPTIMIZE TABLE email_click FINAL"),
    };

    private static readonly Dictionary<CountQuestion, string> Questions = new()
    {
        [CountQuestion.Firmographic] = $"SELECT count() FROM account WHERE {Firmographic}",
        [CountQuestion.Technographic] = $"SELECT uniqExact(account_ref) FROM technologies WHERE category = 'category 7' AND account_ref NOT IN ({Excluded})",
        [CountQuestion.Behavioural] = $"SELECT count() FROM ({Visited} GROUP BY account_ref HAVING count() >= 2)",
        [CountQuestion.Committee] = $"""
            SELECT uniqExact(account_ref) FROM contact
            WHERE {Buyer} AND ref IN (SELECT contact_ref FROM email_click WHERE {ClickWindow} AND contact_ref IN (SELECT ref FROM contact WHERE {Buyer}))
            """,
        [CountQuestion.LayeredAttributes] = $"SELECT count() FROM account WHERE {Candidate} AND ref NOT IN ({Excluded})",
        [CountQuestion.Layered] = $"""
            SELECT count() FROM (
                {Visited} AND account_ref IN (
                    SELECT account_ref FROM contact
                    WHERE {Buyer} AND account_ref IN (SELECT ref FROM account WHERE {Candidate})
                        AND ref IN (SELECT contact_ref FROM email_click WHERE {ClickWindow}))
                GROUP BY account_ref HAVING count() >= 2)
            WHERE account_ref NOT IN ({Excluded})
            """,
    };

    /// <summary>The table of this name.</summary>
    public static ChdbTable Of(string name) => Tables[name];

    /// <summary>
    /// The question as someone who knows ClickHouse writes it: <c>IN</c> of subqueries, one inside the other where there are several, because
    /// the set of a subquery is made in full, so that each begins with what the one before it left. <c>least</c> is the least number of
    /// employees, <c>viewed</c> and <c>clicked</c> are where the windows of the events begin, <c>until</c> where both end.
    /// </summary>
    public static string Question(CountQuestion question) => Questions[question];
}
