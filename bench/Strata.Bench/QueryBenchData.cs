using Strata.Warehouse.DuckDb;

namespace Strata.Bench;

/// <summary>Rows for <see cref="QueryBench"/> and <see cref="CountBench"/>, made inside DuckDB from hashes of their number: the same on every machine.</summary>
internal static class QueryBenchData
{
    private const string Accounts = """
        INSERT INTO account (ref, id, name, "name.folded", industry, "industry.folded", employees, country, "country.folded")
        SELECT n, 'acct-' || n, 'Account ' || n, 'account ' || n, industry, lower(industry), employees, country, lower(country)
        FROM (
            SELECT range AS n,
                list_extract(['Software Publishers', 'Hospitals', 'Commercial Banking', 'Utilities', 'Air Transportation', 'Crop Production',
                    'Telecommunications', 'Truck Transportation', 'Retail Trade', 'Mining'], 1 + (hash(range, 1) % 10)::BIGINT) AS industry,
                (exp(1 + (hash(range, 2) % 1000) / 110.0)::BIGINT) * 10000 AS employees,
                list_extract(['Germany', 'France', 'Spain', 'Italy', 'Canada', 'Brazil', 'Japan', 'India', 'Australia', 'Mexico',
                    'Sweden', 'Poland'], 1 + (hash(range, 3) % 12)::BIGINT) AS country
            FROM numbers WHERE range < $1)
        """;

    private const string Technologies = """
        INSERT INTO technologies (ref, row_key, account_ref, product, "product.folded", category, "category.folded", first_seen)
        SELECT range, 't' || range, (hash(range, 4) % $1::UBIGINT)::BIGINT, 'Product ' || p, 'product ' || p, 'Category ' || (p % 40), 'category ' || (p % 40),
            TIMESTAMP '2024-01-01' + to_days((hash(range, 6) % 900)::INTEGER)
        FROM (SELECT range, (hash(range, 5) % 500)::BIGINT AS p FROM numbers)
        """;

    private const string PageViews = """
        INSERT INTO event_page_view (id, ts, account_ref, page, "page.folded", seconds)
        SELECT 'e' || range, TIMESTAMP '2026-11-22' - to_seconds(range * (90 * 86400.0 / ($1 * 3))),
            (pow((hash(range, 7) % 1000000) / 1000000.0, 2) * $1)::BIGINT % $1::BIGINT, page, page, (hash(range, 9) % 300)::BIGINT * 10000
        FROM (
            SELECT range, list_extract(['home', 'pricing', 'docs', 'blog', 'product', 'careers', 'about', 'contact', 'security', 'customers'],
                1 + (hash(range, 8) % 10)::BIGINT) AS page
            FROM numbers)
        """;

    private const string Contacts = """
        INSERT INTO contact (ref, id, account_ref, seniority, "seniority.folded", department, "department.folded", email_status, "email_status.folded", country, "country.folded")
        SELECT n, 'contact-' || n, account, seniority, lower(seniority), department, lower(department), status, status, country, lower(country)
        FROM (
            SELECT range AS n, (hash(range, 11) % $1::UBIGINT)::BIGINT AS account,
                list_extract(['Individual', 'Individual', 'Individual', 'Manager', 'Manager', 'Director', 'VP', 'C-level'], 1 + (hash(hash(range, 12)) % 8)::BIGINT) AS seniority,
                list_extract(['Engineering', 'Sales', 'Marketing', 'Finance', 'Operations', 'HR', 'Legal', 'IT'], 1 + (hash(hash(range, 13)) % 8)::BIGINT) AS department,
                list_extract(['verified', 'verified', 'risky', 'unknown'], 1 + (hash(hash(range, 14)) % 4)::BIGINT) AS status,
                list_extract(['Germany', 'France', 'Spain', 'Italy', 'Canada', 'Brazil', 'Japan', 'India'], 1 + (hash(hash(range, 15)) % 8)::BIGINT) AS country
            FROM numbers WHERE range < $1)
        """;

    private const string EmailClicks = """
        INSERT INTO event_email_click (id, ts, account_ref, contact_ref, campaign, "campaign.folded")
        SELECT 'k' || range, TIMESTAMP '2026-11-22' - to_seconds(range * (90 * 86400.0 / $1)), (hash(contact, 11) % $1::UBIGINT)::BIGINT, contact,
            'campaign ' || (range % 20), 'campaign ' || (range % 20)
        FROM (SELECT range, (hash(range, 16) % $1::UBIGINT)::BIGINT AS contact FROM numbers WHERE range < $1)
        """;

    /// <summary>Adds a contact and an e-mail click an account.</summary>
    public static void FillContacts(DuckDbConnection connection, long accounts, CancellationToken cancellation)
    {
        foreach (string insert in (string[])[Contacts, EmailClicks])
        {
            connection.Execute(insert, [accounts], progress: null, cancellation);
        }
    }

    /// <summary>Makes the accounts and some technologies each, one to three.</summary>
    public static void FillAttributes(DuckDbConnection connection, long accounts, long technologies, CancellationToken cancellation)
    {
        // Rows are made by several threads from a table; the engine's own range has one.
        connection.Execute("CREATE OR REPLACE TEMP TABLE numbers AS SELECT range FROM range($1 * $2)", [accounts, technologies], progress: null, cancellation);
        foreach (string insert in (string[])[Accounts, Technologies])
        {
            connection.Execute(insert, [accounts], progress: null, cancellation);
        }
    }

    /// <summary>Makes the accounts, and three technologies and three page views each.</summary>
    public static void Fill(DuckDbConnection connection, long accounts, CancellationToken cancellation)
    {
        FillAttributes(connection, accounts, technologies: 3, cancellation);
        connection.Execute(PageViews, [accounts], progress: null, cancellation);
    }
}
