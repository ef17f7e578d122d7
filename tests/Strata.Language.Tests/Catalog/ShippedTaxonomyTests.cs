using Strata.Language.Catalog;
using Strata.Language.Values;

namespace Strata.Language.Tests.Catalog;

/// <summary>What people ask of the shipped taxonomies, in the spellings that their systems use.</summary>
public sealed class ShippedTaxonomyTests
{
    private static readonly DataCatalog Shipped = ShippedCatalog.Load();

    [Theory]
    [InlineData("industry", "SaaS", "Software Publishers")]
    [InlineData("industry", "Software as a Service", "Information")]
    [InlineData("industry", "Fintech", "Finance and Insurance")]
    [InlineData("industry", "Insurtech", "Finance and Insurance")]
    [InlineData("industry", "Banking", "Financial Services")]
    [InlineData("industry", "Commercial Banking", "52")]
    [InlineData("industry", "522110", "Finance and Insurance")]
    [InlineData("industry", "Biotechnology", "Professional, Scientific, and Technical Services")]
    [InlineData("industry", "Healthtech", "Healthcare")]
    [InlineData("industry", "Hospital & Health Care", "Health Care and Social Assistance")]
    [InlineData("industry", "E-commerce", "Retail")]
    [InlineData("industry", "Ecommerce", "44-45")]
    [InlineData("industry", "Semiconductors", "Manufacturing")]
    [InlineData("industry", "334413", "31-33")]
    [InlineData("industry", "334413", "33")]
    [InlineData("industry", "Medical Devices", "Manufacturing")]
    [InlineData("industry", "Information Technology and Services", "Professional Services")]
    [InlineData("industry", "SIC 7372", "Software Publishers")]
    [InlineData("industry", "Oil & Energy", "Mining, Quarrying, and Oil and Gas Extraction")]
    [InlineData("geography", "Germany", "DACH")]
    [InlineData("geography", "DE", "Europe")]
    [InlineData("geography", "Deutschland", "EMEA")]
    [InlineData("geography", "Switzerland", "DACH")]
    [InlineData("geography", "Sweden", "Nordics")]
    [InlineData("geography", "NLD", "Benelux")]
    [InlineData("geography", "UK", "EMEA")]
    [InlineData("geography", "England", "United Kingdom")]
    [InlineData("geography", "UAE", "Middle East")]
    [InlineData("geography", "Nigeria", "Africa")]
    [InlineData("geography", "Japan", "APAC")]
    [InlineData("geography", "Japan", "Asia")]
    [InlineData("geography", "Australia", "ANZ")]
    [InlineData("geography", "USA", "North America")]
    [InlineData("geography", "U.S.A.", "Americas")]
    [InlineData("geography", "California", "United States")]
    [InlineData("geography", "US-CA", "USA")]
    [InlineData("geography", "Bavaria", "DACH")]
    [InlineData("geography", "Bayern", "Germany")]
    [InlineData("geography", "São Paulo", "LATAM")]
    [InlineData("geography", "Sao Paulo", "Brazil")]
    [InlineData("geography", "Mexico", "Latin America")]
    [InlineData("geography", "DACH", "EMEA")]
    [InlineData("state", "CA", "United States")]
    [InlineData("state", "Georgia", "United States")]
    [InlineData("state", "ON", "Canada")]
    [InlineData("state", "NSW", "Australia")]
    [InlineData("state", "Nordrhein-Westfalen", "Germany")]
    [InlineData("product", "Pardot", "Salesforce")]
    [InlineData("product", "Slack", "Salesforce")]
    [InlineData("product", "Office 365", "Microsoft")]
    [InlineData("product", "HubSpot", "HubSpot")]
    [InlineData("technology", "CRM", "Sales technology")]
    [InlineData("technology", "Marketing Automation", "Martech")]
    [InlineData("department", "FP&A", "Finance")]
    [InlineData("department", "Demand generation", "Marketing")]
    [InlineData("department", "DevOps", "Engineering")]
    [InlineData("topic", "GTM platform", "Go-to-market")]
    [InlineData("topic", "Sales automation", "GTM")]
    [InlineData("sic", "7372", "73")]
    [InlineData("sic", "7382", "Services")]
    [InlineData("opportunity_type", "Existing Customer - Upgrade", "Expansion")]
    [InlineData("ownership", "PE-backed", "Private")]
    [InlineData("seniority", "Intern", "Individual")]
    public void Is_under(string taxonomy, string spelling, string ancestor)
    {
        Taxonomy tree = Shipped.Taxonomies[taxonomy];
        TaxonomyNode node = tree.Find(TextFolding.Fold(ancestor)).ShouldNotBeNull(ancestor);
        tree.SpellingsUnder(node).ShouldContain(TextFolding.Fold(spelling));
    }

    [Theory]
    [InlineData("industry", "Retail", "Finance and Insurance")]
    [InlineData("industry", "Healthcare", "Information")]
    [InlineData("geography", "Georgia", "United States")]
    [InlineData("geography", "CA", "United States")]
    [InlineData("geography", "Turkey", "Asia")]
    [InlineData("geography", "United Kingdom", "DACH")]
    [InlineData("product", "Slack", "Microsoft")]
    public void Is_not_under(string taxonomy, string spelling, string ancestor)
    {
        Taxonomy tree = Shipped.Taxonomies[taxonomy];
        tree.SpellingsUnder(tree.Find(TextFolding.Fold(ancestor))!).ShouldNotContain(TextFolding.Fold(spelling));
    }

    [Theory]
    [InlineData("industry", 1_500)]
    [InlineData("geography", 700)]
    [InlineData("state", 450)]
    [InlineData("product", 400)]
    [InlineData("technology", 60)]
    [InlineData("topic", 150)]
    [InlineData("department", 60)]
    [InlineData("sic", 4_000)]
    public void Is_as_complete_as_promised(string taxonomy, int nodes) =>
        Shipped.Taxonomies[taxonomy].Nodes.Count.ShouldBeGreaterThanOrEqualTo(nodes);

    [Fact]
    public void Every_code_of_NAICS_lies_under_the_code_it_begins_with()
    {
        Taxonomy industry = Shipped.Taxonomies["industry"];
        string[] codes = [.. industry.Nodes.SelectMany(node => node.Synonyms).Where(code => code.Length is >= 3 and <= 6 && code.All(char.IsAsciiDigit))];
        codes.Length.ShouldBeGreaterThan(2_000);
        foreach (string code in codes)
        {
            industry.SpellingsUnder(industry.Find(code[..2])!).ShouldContain(code);
            industry.Find(code[..^1]).ShouldNotBeNull(code);
        }
    }

    [Fact]
    public void Every_country_is_a_node_by_its_name_and_is_in_the_world()
    {
        Taxonomy geography = Shipped.Taxonomies["geography"];
        EquatableList<string> world = geography.SpellingsUnder(geography.Find("world")!);
        foreach (string code in "us gb de fr in cn jp br mx za ng ke au nz sg ae il pl cz xk".Split(' '))
        {
            geography.Find(code).ShouldNotBeNull(code);
            world.ShouldContain(code);
        }

        geography.Nodes.ShouldAllBe(node => world.Contains(TextFolding.Fold(node.Name)));
    }

    [Fact]
    public void Seniority_and_committee_roles_are_those_of_the_catalog()
    {
        Shipped.Taxonomies["seniority"].Nodes.Where(node => node.Parent is null).Select(node => node.Name)
            .ShouldBe(["C-level", "VP", "Director", "Manager", "Individual"]);
        Shipped.Taxonomies["committee_role"].Nodes.Select(node => node.Name).ShouldBe(
            [
                "Economic buyer", "Technical evaluator", "End user", "Executive sponsor", "Champion", "Influencer", "Initiator", "Gatekeeper",
                "Detractor", "Decider",
            ],
            ignoreOrder: true);
        Shipped.Taxonomies["stage"].Nodes.Select(node => node.Name)
            .ShouldBe(["Qualified", "Aware", "Engaged", "MQA", "Opportunity", "Customer"]);
    }
}
