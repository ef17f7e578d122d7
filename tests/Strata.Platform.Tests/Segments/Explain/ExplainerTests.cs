using System.Text.Json;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Platform.Segments.Explain;

namespace Strata.Platform.Tests.Segments.Explain;

public sealed class ExplainerTests : IDisposable
{
    private const string Enterprise = "employees >= 500 and any(technologies where product = \"Salesforce\") and count(page_view where page = \"pricing\") in last 30 days >= 2";

    private readonly ExplainedWorld _world = new ExplainedWorld()
        .Account("a1", ("name", "Acme"), ("domain", "acme.com"), ("employees", 600), ("industry", "SaaS"))
        .Account("a2", ("name", "Beta"), ("employees", 320))
        .Row("technologies", ("account", "a1"), ("product", "Salesforce"), ("category", "CRM"))
        .Row("technologies", ("account", "a2"), ("product", "Salesforce"))
        .Event("page_view", "e1", "2026-10-24T10:00:00Z", ("account", "a1"), ("page", "pricing"))
        .Event("page_view", "e2", "2026-11-20T10:00:00Z", ("account", "a1"), ("page", "pricing"), ("seconds", 42))
        .Event("page_view", "e3", "2026-11-21T10:00:00Z", ("account", "a2"), ("page", "pricing"))
        .Event("page_view", "e4", "2026-11-21T11:00:00Z", ("account", "a2"), ("page", "home"));

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_member_is_in_because_every_clause_holds_until_the_first_that_ends()
    {
        Explanation explanation = _world.Explain(Enterprise, "a1");

        explanation.IsMember.ShouldBeTrue();
        explanation.Name.ShouldBe("Acme");
        explanation.Where.Kind.ShouldBe("and");
        explanation.Where.Parts.Select(part => part.IsTrue).ShouldAllBe(isTrue => isTrue);
        explanation.Where.Parts[0].Actual.ShouldBe("employees is 600");
        explanation.Where.Parts[1].Evidence!.Rows.ShouldHaveSingleItem().Values["product"].ShouldBe("\"Salesforce\"");
        explanation.Where.Parts[2].Actual.ShouldBe("2 page views match");
        explanation.Where.Parts[2].Evidence!.Rows.Select(row => row.Id).ShouldBe(["e2", "e1"]);
        explanation.Holds.Until.ShouldBe("2026-11-23T10:00:00Z");
        explanation.Holds.UntilWhy.ShouldBe("the page view of 2026-10-24T10:00:00Z leaves the window of 30 days");
        explanation.Holds.Since.ShouldBe("2026-11-20T10:00:00Z");
        explanation.Holds.SinceWhy.ShouldBe("the page view of 2026-11-20T10:00:00Z happens");
        explanation.Changes.ShouldHaveSingleItem().Change.ShouldBe("employees falls below 500, by more than 100");
    }

    [Fact]
    public void One_who_is_not_in_sees_what_is_missing_and_by_how_much()
    {
        Explanation explanation = _world.Explain(Enterprise, "a2");

        explanation.IsMember.ShouldBeFalse();
        explanation.IsNearMiss.ShouldBeFalse();
        explanation.Where.Parts[0].Missing.ShouldBe("needs at least 500: 180 short");
        explanation.Where.Parts[2].Missing.ShouldBe("needs 1 more");
        explanation.Changes.Select(change => change.Change)
            .ShouldBe(["employees rises by 180 to 500", "1 more page view where page = \"pricing\""]);
    }

    [Fact]
    public void A_near_miss_needs_one_change_and_an_or_the_cheapest()
    {
        _world.Explain("employees >= 200 and industry = \"SaaS\"", "a2").IsNearMiss.ShouldBeTrue();
        Explanation either = _world.Explain("(industry = \"SaaS\" and country = \"DE\") or employees > 1k", "a2");
        either.Changes.ShouldHaveSingleItem().Change.ShouldBe("employees rises above 1,000, by more than 680");
    }

    [Fact]
    public void An_unknown_value_is_called_unknown()
    {
        Clause clause = _world.Explain("industry = \"SaaS\"", "a2").Where;
        (clause.Actual, clause.Missing, clause.Change).ShouldBe(("industry is unknown", "needs \"SaaS\"", "industry becomes \"SaaS\""));
    }

    [Fact]
    public void A_condition_of_several_parts_says_how_many_rows_match_each()
    {
        Clause clause = _world.Explain("any(page_view where page = \"pricing\" and seconds >= 100) in last 90 days", "a1").Where;
        clause.Actual.ShouldBe("0 of 2 page views match (page = \"pricing\": 2; seconds >= 100: 0)");
        clause.Missing.ShouldBe("needs 1 page view where page = \"pricing\" and seconds >= 100");
    }

    [Fact]
    public void Suppression_and_the_include_list_are_shown_apart()
    {
        var segment = new SegmentDefinition("s", EntityKind.Account, SegmentParser.ParseExpressionOrThrow("employees > 10k"))
        {
            Exclude = SegmentParser.ParseExpressionOrThrow("industry = \"SaaS\""),
            IncludeList = ["a1"],
        };
        Explanation explanation = _world.Explain(segment, "a1");

        explanation.IsMember.ShouldBeFalse();
        explanation.OnIncludeList.ShouldBeTrue();
        explanation.Exclude!.IsTrue.ShouldBeTrue();
        explanation.IsNearMiss.ShouldBeTrue();
        explanation.Changes.ShouldHaveSingleItem().Change.ShouldBe("industry becomes something else");
        ExplanationText.Render(explanation).ShouldContain("suppressed by exclude:");
    }

    [Fact]
    public void A_segment_that_is_referred_to_is_explained_in_place()
    {
        _world.Define(new SegmentDefinition("large", EntityKind.Account, SegmentParser.ParseExpressionOrThrow("employees >= 500")));
        Clause clause = _world.Explain("in segment(\"large\")", "a2").Where;
        clause.Kind.ShouldBe("segment");
        clause.Parts.ShouldHaveSingleItem().Missing.ShouldBe("needs at least 500: 180 short");
        _world.Explain("in segment(\"large\")", "a2").Changes.ShouldHaveSingleItem().Clause.ShouldBe("employees >= 500");
    }

    [Theory]
    [InlineData("not employees < 1000", "employees rises by 400 to 1,000")]
    [InlineData("employees >= 1000", "employees rises by 400 to 1,000")]
    [InlineData("employees < 500", "employees falls below 500, by more than 100")]
    [InlineData("employees between 500 and 10000", "employees falls below 500, by more than 100")]
    [InlineData("employees between 100 and 700", "employees rises above 700, by more than 100")]
    [InlineData("not employees between 500 and 10000", "employees falls below 500, by more than 100")]
    [InlineData("employees >= 50 and employees between 550 and 5000", "employees falls below 550, by more than 50")]
    [InlineData("employees >= 700 and employees between 1000 and 5000", "employees rises by 400 to 1,000")]
    [InlineData("count(technologies) = 2", "1 more technology")]
    [InlineData("count(technologies) = 1", "1 fewer technology")]
    [InlineData("count(page_view) = 2", "1 fewer page view")]
    [InlineData("count(page_view) >= 4", "2 more page views")]
    [InlineData("any(technologies)", "the technology that matches goes")]
    [InlineData("any(page_view)", "all 2 page views that match go")]
    [InlineData("any(opportunities where is_won)", "1 opportunity where is_won")]
    [InlineData("every(page_view where seconds > 0)", "the page view that does not comply comes to, or goes")]
    public void The_smallest_change_is_named(string where, string change) =>
        _world.Explain(where, "a1").Changes.ShouldHaveSingleItem().Change.ShouldBe(change);

    [Fact]
    public void What_need_not_be_is_not_called_missing()
    {
        var segment = new SegmentDefinition("s", EntityKind.Account, SegmentParser.ParseExpressionOrThrow("employees > 100 and not (industry = \"Retail\")"))
        {
            Exclude = SegmentParser.ParseExpressionOrThrow("any(subscriptions where status = \"Cancelled\") or name = \"X\""),
        };
        string text = ExplanationText.Render(_world.Explain(segment, "a1"));
        text.ShouldNotContain("needs");
        text.ShouldContain("no subscriptions");
    }

    [Fact]
    public void Rows_are_called_by_names_and_not_by_keys()
    {
        _world.Contact("003xx0001", ("account", "a1"), ("email", "ann@acme.com"), ("first_name", "Ann"), ("last_name", "Lee"))
            .Row("opportunities", ("account", "a1"), ("id", "006xx0001"), ("name", "Renewal 2026"))
            .Row("spend", ("account", "a1"), ("category", "Software"), ("year", 2025));
        Explanation explanation = _world.Explain("any(contacts) and any(opportunities) and any(spend) and any(page_view)", "a1");
        string text = ExplanationText.Render(explanation);
        text.ShouldNotContain("xx000");
        text.ShouldContain("· Ann Lee");
        text.ShouldContain("· Renewal 2026");
        text.ShouldContain("· Software, 2025");
        explanation.Where.Parts[0].Evidence!.Rows[0].Id.ShouldBe("003xx0001");
    }

    [Fact]
    public void A_rank_is_known_for_its_instant_only_and_a_sample_cannot_change()
    {
        Explanation rank = _world.Explain("in top 1 by employees", "a1");
        rank.IsMember.ShouldBeTrue();
        rank.Holds.DependsOnOthers.ShouldBeTrue();
        Explanation sample = _world.Explain("in sample (0%, \"x\")", "a1");
        sample.Changes.ShouldBeEmpty();
        ExplanationText.Render(sample).ShouldContain("its definition would have to change");
    }

    [Fact]
    public void A_changed_field_says_since_when()
    {
        _world.AccountAt("2026-06-01T00:00:00Z", "a2", ("employees", 900));
        Explanation explanation = _world.Explain("employees >= 500", "a2");
        explanation.Holds.Since.ShouldBe("2026-06-01T00:00:00Z");
        explanation.Holds.SinceWhy.ShouldBe("employees becomes 900");
    }

    [Fact]
    public void A_row_is_called_by_its_key_and_begins_at_its_start()
    {
        _world.Row("technologies", ("account", "a2"), ("product", "Snowflake"), ("first_seen", ExplainedWorld.At("2026-10-01T00:00:00Z")));
        Explanation explanation = _world.Explain("any(technologies where product = \"Snowflake\")", "a2");
        explanation.Where.Evidence!.Rows.ShouldHaveSingleItem().Id.ShouldBe("Snowflake");
        explanation.Holds.SinceWhy.ShouldBe("the technology Snowflake begins");
    }

    [Fact]
    public void It_can_be_written_as_text_and_as_json()
    {
        Explanation explanation = _world.Explain(Enterprise, "a2");
        string text = ExplanationText.Render(explanation);
        text.ShouldStartWith("✗ account Beta (a2) is not in the expression as of 2026-11-22T00:00:00Z\n");
        text.ShouldContain("    ✗ employees >= 500\n        employees is 320; needs at least 500: 180 short\n");
        text.ShouldContain("to get in, the least that would have to happen (2):\n    - employees rises by 180 to 500\n");
        using JsonDocument json = JsonDocument.Parse(JsonSerializer.Serialize(explanation));
        json.RootElement.GetProperty("Where").GetProperty("Parts").GetArrayLength().ShouldBe(3);
    }

    [Theory]
    [InlineData("a1")]
    [InlineData("ACME.com")]
    [InlineData(" acme ")]
    public void An_account_is_found_by_id_domain_or_name(string text) => _world.Finder.Find(EntityKind.Account, text).Id.ShouldBe("a1");

    [Fact]
    public void A_contact_is_found_by_id_email_or_name_and_an_ambiguous_name_is_refused()
    {
        _world.Contact("c1", ("account", "a1"), ("email", "ann@acme.com"), ("first_name", "Ann"), ("last_name", "Lee"))
            .Contact("c2", ("account", "a2"), ("email", "ann@beta.com"), ("first_name", "Ann"), ("last_name", "Lee"));

        _world.Finder.Find(EntityKind.Contact, "Ann@Acme.com").Id.ShouldBe("c1");
        Should.Throw<UserErrorException>(() => _world.Finder.Find(EntityKind.Contact, "ann lee")).Message.ShouldContain("c1, c2");
        Should.Throw<UserErrorException>(() => _world.Finder.Find(EntityKind.Contact, "nobody")).Errors[0].Code.ShouldBe("argument");
    }

    [Fact]
    public void A_contact_is_explained_through_its_account()
    {
        _world.Contact("c1", ("account", "a1"), ("email", "ann@acme.com"), ("seniority", "VP"));
        Explanation explanation = _world.Explain("seniority = \"VP\" and account.employees >= 1k", "c1", EntityKind.Contact);
        explanation.Of.ShouldBe("contact");
        explanation.Where.Parts[1].Actual.ShouldBe("account.employees is 600");
        explanation.Changes.ShouldHaveSingleItem().Change.ShouldBe("account.employees rises by 400 to 1,000");
    }
}
