using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Language.Tests.Syntax;

/// <summary>The shape of trees.</summary>
public sealed class SegmentParserTests
{
    private static Expr Parse(string text) => SegmentParser.ParseExpressionOrThrow(text);

    [Fact]
    public void The_examples_of_the_language_are_read()
    {
        Parse("""
            # example 1: enterprise expansion
            employees >= 500 and any(technologies where product = "Salesforce")
              and none(technologies where category = "Marketing automation")
            """).ShouldBeOfType<AndExpr>().Operands.Count.ShouldBe(3);
        Parse("""
            any(intent where topic in ("GTM platform", "Sales automation") and score >= 60) in last 30 days
              and count(page_view where page = "pricing" and seconds >= 10) in last 30 days >= 2
            """).ShouldBeOfType<AndExpr>();
        Parse("""
            in top 25% by contract_value among (stage = "Customer")
              and trend(sum(usage.minutes), 60 days) < 0%
              and none(meeting where contact.committee_role = "Executive sponsor") in last 90 days
            """).ShouldBeOfType<AndExpr>();
        Parse("""any(form_start where form = "demo" then no form_submit where form = "demo" within 30 minutes) in last 14 days""")
            .ShouldBeOfType<QuantifiedExpr>().Steps[0].Absent.ShouldBeTrue();
        Parse("""
            distinct(page_view.contact where page = "pricing") in last 30 days >= 3
              and any(contacts where seniority in ("C-level", "VP") and department under "Finance"
                                 and any(email_click) in last 30 days)
            """).ShouldBeOfType<AndExpr>();
    }

    [Theory]
    [InlineData("last(login) before 60 days ago", typeof(DateAgoExpr))]
    [InlineData("last(login) in last 60 days", typeof(DateWithinExpr))]
    [InlineData("(last(login) in last 60 days)", typeof(DateWithinExpr))]
    [InlineData("last(login) in last 60 days is known", typeof(KnownExpr))]
    [InlineData("(last(login) in last 60 days) is known", typeof(KnownExpr))]
    [InlineData("last(login) in last 60 days before 30 days ago", typeof(DateAgoExpr))]
    [InlineData("last(login) in last 60 days in last 30 days", typeof(DateWithinExpr))]
    [InlineData("first(login) between 2026-01-01 and 2026-02-01", typeof(BetweenExpr))]
    [InlineData("first(login) between 2026-01-01 and 2026-02-01 < 2026-01-15", typeof(CompareExpr))]
    [InlineData("first(login) before 2026-01-01", typeof(DateMomentExpr))]
    [InlineData("min(opportunities.closed_at) before 2026-01-01", typeof(DateMomentExpr))]
    [InlineData("count(login) before 2026-01-01 > 3", typeof(CompareExpr))]
    [InlineData("count(login) between 2 and 5", typeof(BetweenExpr))]
    [InlineData("count(login) between 2026-01-01 and 2026-02-01 between 2 and 5", typeof(BetweenExpr))]
    [InlineData("created_at > last(login) in last 60 days", typeof(CompareExpr))]
    [InlineData("(count(login) + 1) * 2 > 3", typeof(CompareExpr))]
    [InlineData("((a + b)) / 2 > (c)", typeof(CompareExpr))]
    [InlineData("(a)", typeof(BooleanExpr))]
    [InlineData("not (a) and b", typeof(AndExpr))]
    [InlineData("account in segment(\"x\")", typeof(MembershipExpr))]
    [InlineData("account in (\"x\")", typeof(InListExpr))]
    [InlineData("in list(\"x\")", typeof(MembershipExpr))]
    [InlineData("in sample (10%, \"salt\")", typeof(SampleExpr))]
    [InlineData("in top 10 by count(a) in last 3 days per country among (b)", typeof(TopExpr))]
    [InlineData("a not in (1, -2)", typeof(InListExpr))]
    [InlineData("a not under (\"x\", \"y\")", typeof(UnderExpr))]
    [InlineData("a not starts with \"x\"", typeof(TextMatchExpr))]
    [InlineData("tags has none (\"x\")", typeof(HasExpr))]
    [InlineData("renewal_date in next 90 days", typeof(DateWithinExpr))]
    [InlineData("ANY(A WHERE B) IN LAST 3 DAYS OR C", typeof(OrExpr))]
    public void Each_form_has_its_node(string text, Type node) => Parse(text).ShouldBeOfType(node);

    [Theory]
    [InlineData("min > 3")]
    [InlineData("count = 3 and first before 2026-01-01")]
    [InlineData("last in last 3 days")]
    [InlineData("stage = \"Customer\" and score >= 3")]
    [InlineData("any = 3 and none is known and every contains \"x\"")]
    [InlineData("where = 3 and within = 3 and then = 3 and per = 4 and by = 5")]
    [InlineData("x.in = 3 and x.and = 4 and x.not")]
    [InlineData("any(last where last = 3)")]
    [InlineData("any(form where where = 3 then no no_show within 3 days)")]
    [InlineData("since = 3 and ever and before = 3 and between between 1 and 2")]
    [InlineData("in top 5 by per per per")]
    public void Words_of_the_language_are_names_where_that_is_plain(string text) => Parse(text).ShouldNotBeNull();

    [Fact]
    public void Aggregates_that_can_be_dates_keep_their_window_where_a_comparison_follows()
    {
        var compare = Parse("(1 + last(login) in last 60 days) * 2 > 3").ShouldBeOfType<CompareExpr>();
        var product = compare.Left.ShouldBeOfType<ArithmeticValue>();
        product.Left.ShouldBeOfType<ArithmeticValue>().Right.ShouldBeOfType<AggregateValue>().Window.ShouldBe(new LastWindow(new Duration(60, TimeUnit.Day)));
        Parse("count(x where (last(login) in last 60 days)) > 5").ShouldBeOfType<CompareExpr>()
            .Left.ShouldBeOfType<AggregateValue>().Where.ShouldBeOfType<DateWithinExpr>();
    }

    [Theory]
    [InlineData("x = 1_000", 1000)]
    [InlineData("x = 200k", 200_000)]
    [InlineData("x = 20M", 20_000_000)]
    [InlineData("x = 1.5B", 1_500_000_000)]
    [InlineData("x = 25%", 0.25)]
    [InlineData("x = -3", -3)]
    [InlineData("x = 0.5", 0.5)]
    public void Numbers_have_their_value(string text, double value) =>
        ((NumberLiteral)Parse(text).ShouldBeOfType<CompareExpr>().Right.ShouldBeOfType<LiteralValue>().Literal).Value.ShouldBe((decimal)value);

    [Fact]
    public void Spans_say_where_a_node_stands()
    {
        const string text = "a = 1 and\n  count(page_view) in last 3 days >= 2";
        Expr second = Parse(text).ShouldBeOfType<AndExpr>().Operands[1];
        new SourceText(text).Locate(second.Span).ShouldBe(new SourceLocation(null, 2, 3, 36));
        new SourceText(text).Slice(((CompareExpr)second).Left.Span).ShouldBe("count(page_view) in last 3 days");
    }
}
