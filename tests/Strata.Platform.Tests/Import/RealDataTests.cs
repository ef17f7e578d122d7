using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Import;
using Strata.Testing;
using Strata.Warehouse.Query;
using Xunit.Abstractions;

namespace Strata.Platform.Tests.Import;

/// <summary>The real data sets import with no map of ours, and segments over them give the figures that plain SQL gives.</summary>
public sealed class RealDataTests(ITestOutputHelper output) : IDisposable
{
    private readonly ImportDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("crm-sales")]
    [InlineData("crm-sales-us-dates")]
    public void The_CRM_set(string folder)
    {
        if (SharedData.Require(output, $"{folder}/accounts.csv") is not { } accounts || SharedData.Require(output, $"{folder}/sales_pipeline.csv") is not { } deals)
        {
            return;
        }

        IReadOnlyList<FileReport> reports = _directory.ImportAll([deals, accounts]);
        reports.Select(report => (report.Map.Kind, report.Rejected)).ShouldBe([("accounts", 0L), ("opportunities", 0L)]);
        reports.SelectMany(report => report.Map.Columns).ShouldAllBe(column => column.Target != null && !column.IsNew);
        _directory.Count("opportunities WHERE \"stage.folded\" = 'won' AND is_won AND is_closed").ShouldBe(4238);
        _directory.Count("opportunities WHERE \"stage.folded\" = 'lost' AND is_closed AND NOT is_won").ShouldBe(2473);
        _directory.Count("opportunities WHERE \"stage.folded\" = 'engaging' AND NOT is_closed").ShouldBe(1589);
        _directory.Count("opportunities WHERE \"stage.folded\" = 'prospecting'").ShouldBe(500);
        _directory.Scalar<long>("SELECT CAST(sum(amount) AS BIGINT) FROM opportunities").ShouldBe(10_005_534L * 10_000);
        _directory.Count("opportunities WHERE account_ref IS NULL").ShouldBe(1425);

        string source = $"read_csv('{deals}', all_varchar = true)";
        long expected = _directory.Scalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM (SELECT account FROM {source} WHERE deal_stage = 'Won' GROUP BY account HAVING sum(CAST(close_value AS BIGINT)) >= 60000 AND account IS NOT NULL)");
        Members("sum(opportunities.amount where stage = \"Won\") >= 60000").ShouldBe(expected);
        long products = _directory.Scalar<long>($"SELECT CAST(count(DISTINCT account) AS BIGINT) FROM {source} WHERE product = 'GTXPro' AND deal_stage = 'Lost'");
        Members("any(opportunities where product = \"gtxpro\" and is_closed and not is_won)").ShouldBe(products);
        Members("country = \"United States\" and employees > 1000").ShouldBe(_directory.Scalar<long>(
            $"SELECT CAST(count(*) AS BIGINT) FROM read_csv('{accounts}') WHERE office_location = 'United States' AND employees > 1000"));
    }

    [Fact]
    public void The_Fortune_500_in_UTF_16_with_money_in_millions()
    {
        if (SharedData.Require(output, "companies/fortune500.csv") is not { } path)
        {
            return;
        }

        FileReport report = _directory.Import(path);
        report.Rows.ShouldBe(500);
        report.Rejected.ShouldBe(0);
        _directory.Scalar<long>("SELECT annual_revenue FROM account WHERE domain = 'walmart.com'").ShouldBe(514_405L * 1_000_000 * 10_000);
        Members("employees >= 1_000_000").ShouldBe(1);
    }

    [Theory]
    [InlineData("companies/sp500.csv", "accounts", 503)]
    [InlineData("companies/sec_companies.csv", "accounts", 9713)]
    [InlineData("funnel/olist_marketing_qualified_leads_dataset.csv", "accounts", 8000)]
    [InlineData("funnel/olist_closed_deals_dataset.csv", "opportunities", 842)]
    [InlineData("churn/Telco-Customer-Churn.csv", "accounts", 7043)]
    [InlineData("value/CDNOW_master.txt", "events", 69659)]
    [InlineData("duplicates/febrl/dataset1.csv", "contacts", 1000)]
    [InlineData("duplicates/senzing/customers.csv", "contacts", 120)]
    [InlineData("vendor-tables/salesforce/sf_account_data.csv", "accounts", 10)]
    [InlineData("vendor-tables/salesforce/sf_account_history_data.csv", "accounts", 10)]
    [InlineData("vendor-tables/salesforce/sf_contact_data.csv", "contacts", 4)]
    [InlineData("vendor-tables/salesforce/sf_lead_data.csv", "contacts", 1)]
    [InlineData("vendor-tables/salesforce/sf_opportunity_data.csv", "opportunities", 10)]
    [InlineData("vendor-tables/salesforce/sf_task_data.csv", "events", 10)]
    [InlineData("vendor-tables/salesforce/sf_event_data.csv", "events", 10)]
    [InlineData("vendor-tables/hubspot/company_data.csv", "accounts", 24)]
    [InlineData("vendor-tables/hubspot/contact_data.csv", "contacts", 22)]
    [InlineData("vendor-tables/hubspot/deal_data.csv", "opportunities", 44)]
    [InlineData("vendor-tables/hubspot/deal_stage_data.csv", "opportunity_stages", 14)]
    [InlineData("vendor-tables/hubspot/email_event_data.csv", "events", 100)]
    [InlineData("vendor-tables/hubspot/engagement_meeting_data.csv", "events", 100)]
    [InlineData("vendor-tables/hubspot/ticket_data.csv", "events", 25)]
    public void A_set_is_recognised_and_its_rows_are_read(string file, string kind, long rows)
    {
        if (SharedData.Require(output, file) is not { } path)
        {
            return;
        }

        FileReport report = _directory.Import(path);
        report.Map.Kind.ShouldBe(kind);
        report.Rows.ShouldBe(rows);
        report.Rejections.Where(count => count.Field is not "key").ShouldBeEmpty();
        _directory.Import(path).Result.Inserted.ShouldBe(0);
    }

    [Fact]
    public void Churned_customers_and_purchases_are_counted_as_plain_SQL_counts_them()
    {
        if (SharedData.Require(output, "churn/Telco-Customer-Churn.csv") is not { } churn || SharedData.Require(output, "value/CDNOW_master.txt") is not { } purchases)
        {
            return;
        }

        _directory.Import(churn);
        Members("churn").ShouldBe(1869);
        Members("contract = \"Month-to-month\" and monthly_charges > 100").ShouldBe(_directory.Scalar<long>(
            $"SELECT CAST(count(*) AS BIGINT) FROM read_csv('{churn}') WHERE Contract = 'Month-to-month' AND MonthlyCharges > 100"));
        _directory.Import(purchases).Result.Inserted.ShouldBe(69_659);
        _directory.Count("(SELECT DISTINCT account_key FROM event_purchase)").ShouldBe(23_570);
    }

    private long Members(string where)
    {
        var checker = new DefinitionChecker(_directory.Catalog, DefinitionSet.Empty);
        var plan = checker.CheckExpression(SegmentParser.ParseExpressionOrThrow(where), EntityKind.Account).OrThrow();
        return new SegmentReader(_directory.Connection, _directory.Catalog).Count(plan, new AsOf(1_795_305_600_000_000, NodaTime.DateTimeZone.Utc));
    }
}
