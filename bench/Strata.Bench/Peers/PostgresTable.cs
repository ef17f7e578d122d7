namespace Strata.Bench.Peers;

/// <summary>How PostgreSQL keeps a table, and what it is asked.</summary>
/// <param name="Create">Makes it. Unlogged: the log has no part in reading.</param>
/// <param name="Copy">Fills it.</param>
/// <param name="Indexes">Its indexes, made when it is full.</param>
/// <param name="Vacuum">Gathers its statistics and marks its pages, so that an index alone may answer.</param>
internal sealed record PostgresTable(string Create, string Copy, IReadOnlyList<string> Indexes, string Vacuum)
{
    private const string Firmographic = "industry = 'software publishers' AND country IN ('germany', 'france', 'spain', 'italy', 'sweden', 'poland') AND employees BETWEEN $1 AND 2000";

    private static readonly Dictionary<string, PostgresTable> Tables = new(StringComparer.Ordinal)
    {
        ["account"] = new(
            "CREATE UNLOGGED TABLE account (ref int NOT NULL, industry text NOT NULL, country text NOT NULL, employees int NOT NULL)",
            "COPY account (ref, industry, country, employees) FROM STDIN (FORMAT binary)",
            [
                "ALTER TABLE account ADD PRIMARY KEY (ref)",
                "CREATE INDEX ON account (industry, country, employees) INCLUDE (ref)",
            ],
            "VACUUM ANALYZE account"),
        ["technologies"] = new(
            "CREATE UNLOGGED TABLE technologies (account_ref int NOT NULL, category text NOT NULL)",
            "COPY technologies (account_ref, category) FROM STDIN (FORMAT binary)",
            ["CREATE INDEX ON technologies (category, account_ref)"],
            "VACUUM ANALYZE technologies"),
        ["page_view"] = new(
            "CREATE UNLOGGED TABLE page_view (account_ref int NOT NULL, page text NOT NULL, ts timestamptz NOT NULL)",
            "COPY page_view (account_ref, page, ts) FROM STDIN (FORMAT binary)",
            [
                "CREATE INDEX ON page_view (page, ts) INCLUDE (account_ref)",
                "CREATE INDEX ON page_view (page, account_ref, ts)",
            ],
            "VACUUM ANALYZE page_view"),
        ["contact"] = new(
            "CREATE UNLOGGED TABLE contact (ref int NOT NULL, account_ref int NOT NULL, seniority text NOT NULL, department text NOT NULL)",
            "COPY contact (ref, account_ref, seniority, department) FROM STDIN (FORMAT binary)",
            [
                "CREATE INDEX ON contact (department, seniority) INCLUDE (ref, account_ref)",
                "CREATE INDEX ON contact (account_ref, department, seniority) INCLUDE (ref)",
            ],
            "VACUUM ANALYZE contact"),
        ["email_click"] = new(
            "CREATE UNLOGGED TABLE email_click (contact_ref int NOT NULL, ts timestamptz NOT NULL)",
            "COPY email_click (contact_ref, ts) FROM STDIN (FORMAT binary)",
            [
                "CREATE INDEX ON email_click (contact_ref, ts)",
                "CREATE INDEX ON email_click (ts) INCLUDE (contact_ref)",
            ],
            "VACUUM ANALYZE email_click"),
    };

    private static readonly Dictionary<CountQuestion, string> Questions = new()
    {
        [CountQuestion.Firmographic] = $"SELECT count(*) FROM account WHERE {Firmographic}",
        [CountQuestion.Technographic] = """
            SELECT count(*) FROM (SELECT DISTINCT account_ref FROM technologies WHERE category = 'category 7') AS used
            WHERE NOT EXISTS (SELECT FROM technologies t WHERE t.account_ref = used.account_ref AND t.category = 'category 8')
            """,
        [CountQuestion.Behavioural] = """
            SELECT count(*) FROM (
                SELECT FROM page_view WHERE page = 'pricing' AND ts > $2 AND ts <= $3 GROUP BY account_ref HAVING count(*) >= 2) AS visited
            """,
        [CountQuestion.Committee] = """
            SELECT count(DISTINCT account_ref) FROM contact c
            WHERE department IN ('finance', 'it') AND seniority IN ('c-level', 'vp', 'director')
                AND EXISTS (SELECT FROM email_click k WHERE k.contact_ref = c.ref AND k.ts > $4 AND k.ts <= $3)
            """,
        [CountQuestion.LayeredAttributes] = $"""
            SELECT count(*) FROM account a
            WHERE {Firmographic}
                AND EXISTS (SELECT FROM technologies t WHERE t.account_ref = a.ref AND t.category = 'category 7')
                AND NOT EXISTS (SELECT FROM technologies t WHERE t.account_ref = a.ref AND t.category = 'category 8')
            """,
        [CountQuestion.Layered] = $"""
            WITH candidate AS MATERIALIZED (
                SELECT ref FROM account a
                WHERE {Firmographic}
                    AND EXISTS (SELECT FROM technologies t WHERE t.account_ref = a.ref AND t.category = 'category 7')
                    AND NOT EXISTS (SELECT FROM technologies t WHERE t.account_ref = a.ref AND t.category = 'category 8')
                    AND EXISTS (
                        SELECT FROM contact c
                        WHERE c.account_ref = a.ref AND department IN ('finance', 'it') AND seniority IN ('c-level', 'vp', 'director')
                            AND EXISTS (SELECT FROM email_click k WHERE k.contact_ref = c.ref AND k.ts > $4 AND k.ts <= $3)))
            SELECT count(*) FROM candidate
            WHERE (SELECT count(*) FROM page_view p WHERE p.account_ref = candidate.ref AND p.page = 'pricing' AND p.ts > $2 AND p.ts <= $3) >= 2
            """,
    };

    /// <summary>The table of this name.</summary>
    public static PostgresTable Of(string name) => Tables[name];

    /// <summary>
    /// The question as someone who knows PostgreSQL writes it: <c>EXISTS</c> for the layered one, which begins with few accounts, and from
    /// the rows themselves where they are the whole question. <c>$1</c> is the least number of employees, <c>$2</c> and
    /// <c>$4</c> are where the windows of views and clicks begin, <c>$3</c> where both end.
    /// </summary>
    public static string Question(CountQuestion question) => Questions[question];
}
