using Strata.Language.Catalog;

namespace Strata.Language.Tests.Catalog;

public sealed class ShippedCatalogTests
{
    private static readonly DataCatalog Shipped = ShippedCatalog.Load();

    /// <summary>Every name of the page that describes the shipped catalog, transcribed.</summary>
    public static TheoryData<string, string> Names => new()
    {
        {
            "account",
            "name domain industry naics sic employees annual_revenue country region state city ownership growth_stage founded_at parent_id "
            + "owner contract_value arr renewal_date health tags created_at updated_at stage tier fit_score fit_grade win_score expand_score "
            + "churn_score intent_score engagement_score "
            + "churn_risk predicted_value"
        },
        {
            "contact",
            "account_id email first_name last_name title seniority department persona committee_role phone country email_status opted_out "
            + "verified_at created_at updated_at"
        },
        { "technologies", "product vendor category first_seen last_seen confidence source" },
        { "opportunities", "id name stage amount type is_closed is_won created_at closed_at loss_reason owner product" },
        { "subscriptions", "product plan seats arr started_at renews_at status" },
        { "spend", "category amount year" },
        { "page_view", "page path url title referrer seconds campaign category source" },
        { "page_engagement", "page path url title seconds campaign source" },
        { "screen_view", "screen category source" },
        { "form_start", "form source" },
        { "form_submit", "form source" },
        { "form_abandon", "form seconds source" },
        { "download", "asset topic source" },
        { "webinar", "name attended source" },
        { "video", "name seconds source" },
        { "email_open", "campaign source" },
        { "email_click", "campaign source" },
        { "email_reply", "campaign source" },
        { "ad_impression", "campaign channel source" },
        { "ad_click", "campaign channel source" },
        { "usage", "feature minutes users source" },
        { "intent", "topic score source stage" },
        { "news", "kind text source" },
        { "review", "site product kind source" },
        { "meeting", "outcome minutes notes source" },
        { "call", "outcome minutes notes source" },
        { "ticket", "theme severity source" },
        { "survey", "question answer source" },
        { "stage_change", "from to source" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_is_there_in_order(string row, string fields) =>
        string.Join(' ', RowOf(row).Fields.Select(field => field.Name)).ShouldBe(fields);

    [Fact]
    public void Nothing_else_is_there() =>
        Shipped.RowTypes.Select(row => row.Name).ShouldBe(Names.Select(entry => (string)((object[])entry)[0]), ignoreOrder: true);

    [Fact]
    public void Every_row_type_and_field_is_described()
    {
        foreach (RowType row in Shipped.RowTypes)
        {
            row.Description.ShouldNotBeEmpty(row.Name);
            row.Fields.ShouldAllBe(field => field.Description.Length > 0, row.Name);
        }
    }

    [Fact]
    public void Every_taxonomy_that_a_field_names_exists()
    {
        foreach (RowType row in Shipped.RowTypes)
        {
            foreach (FieldDefinition field in row.Fields.Where(field => field.Taxonomy is not null))
            {
                Shipped.TaxonomyOf(field).ShouldNotBeNull($"{row.Name}.{field.Name}");
            }
        }
    }

    [Fact]
    public void Every_taxonomy_reads_and_no_spelling_belongs_to_two_nodes()
    {
        foreach (Taxonomy taxonomy in Shipped.Taxonomies.Values)
        {
            var seen = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (TaxonomyNode node in taxonomy.Nodes)
            {
                foreach (string spelling in Taxonomy.SpellingsOf(node))
                {
                    seen.TryAdd(spelling, node.Name).ShouldBeTrue($"{taxonomy.Name}: '{spelling}' of {node.Name} and {seen[spelling]}");
                }
            }
        }
    }

    [Fact]
    public void Contact_data_lives_for_a_year()
    {
        Shipped.Contact.Find("email")!.TimeToLiveDays.ShouldBe(365);
        Shipped.Contact.Find("title")!.TimeToLiveDays.ShouldBe(365);
        Shipped.Account.Find("employees")!.TimeToLiveDays.ShouldBeNull();
    }

    [Fact]
    public void Collections_have_keys_and_starts()
    {
        Shipped.Collections["technologies"].KeyFields.ShouldBe(["product"]);
        Shipped.Collections["opportunities"].KeyFields.ShouldBe(["id"]);
        Shipped.Collections["subscriptions"].KeyFields.ShouldBe(["product", "plan", "started_at"]);
        Shipped.Collections["spend"].KeyFields.ShouldBe(["category", "year"]);
        Shipped.Contact.StartField.ShouldBe("created_at");
        Shipped.Collections["technologies"].StartField.ShouldBe("first_seen");
        Shipped.Collections["opportunities"].StartField.ShouldBe("created_at");
        Shipped.Collections["subscriptions"].StartField.ShouldBe("started_at");
        Shipped.Collections["spend"].StartField.ShouldBeNull();
    }

    [Fact]
    public void The_catalog_is_read_once() => ShippedCatalog.Load().ShouldBeSameAs(Shipped);

    private static RowType RowOf(string name) =>
        Shipped.RowTypes.Single(row => string.Equals(row.Name, name, StringComparison.Ordinal));
}
