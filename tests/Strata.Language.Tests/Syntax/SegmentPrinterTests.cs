using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Language.Tests.Syntax;

/// <summary>The canonical layout.</summary>
public sealed class SegmentPrinterTests
{
    [Theory]
    [InlineData("employees>=500", "employees >= 500")]
    [InlineData("EMPLOYEES >= 1_000 AND Industry = \"SaaS\"", "employees >= 1000 and industry = \"SaaS\"")]
    [InlineData("x = 200000", "x = 200k")]
    [InlineData("x = 20000000", "x = 20M")]
    [InlineData("x = 1500000000", "x = 1.5B")]
    [InlineData("x = 12345", "x = 12345")]
    [InlineData("x = 9999", "x = 9999")]
    [InlineData("x = 0.50", "x = 0.5")]
    [InlineData("x = -25.0%", "x = -25%")]
    [InlineData("x = 0.25", "x = 0.25")]
    [InlineData("((a = 1) and ((b)))", "a = 1 and b")]
    [InlineData("(a and b) and c", "(a and b) and c")]
    [InlineData("(a or b) and c or d", "(a or b) and c or d")]
    [InlineData("(a and b) or c", "a and b or c")]
    [InlineData("not a = 1", "not (a = 1)")]
    [InlineData("not (any(a)) and not (b)", "not any(a) and not b")]
    [InlineData("not (a and b)", "not (a and b)")]
    [InlineData("((a + b)) * 2 - (3 - c) > (d)", "(a + b) * 2 - (3 - c) > d")]
    [InlineData("country under (\"Europe\")", "country under \"Europe\"")]
    [InlineData("a in (\"x\",\"y\")", "a in (\"x\", \"y\")")]
    [InlineData("any(a where b then no c within 30 minute) in last 1 days", "any(a where b then no c within 30 minutes) in last 1 day")]
    [InlineData("t > 2026-03-01t10:00", "t > 2026-03-01T10:00:00")]
    [InlineData("t > 2026-03-01T10:00:00.500000+02:00", "t > 2026-03-01T08:00:00.5Z")]
    [InlineData("in sample(10%,\"s\")", "in sample (10%, \"s\")")]
    [InlineData("in top 25.50% by a per b among(c)", "in top 25.5% by a per b among (c)")]
    [InlineData("(count(x)) in last 30 days", "(count(x)) in last 30 days")]
    [InlineData("(last(x)) in last 30 days", "last(x) in last 30 days")]
    public void The_print_is_canonical(string text, string expected)
    {
        Expr tree = SegmentParser.ParseExpressionOrThrow(text);
        string printed = SegmentPrinter.Print(tree);
        printed.ShouldBe(expected);
        SegmentParser.ParseExpressionOrThrow(printed).ShouldBe(tree);
    }

    [Fact]
    public void A_long_definition_has_a_line_for_each_operand()
    {
        const string text = """
            employees >= 500 and any(technologies where product = "Salesforce") and none(technologies where category = "Marketing automation")
              and any(contacts where seniority in ("C-level", "VP") and department under "Finance" and any(email_click where campaign = "spring") in last 30 days)
              and (country in ("United States", "Canada", "United Kingdom", "Germany", "France", "Netherlands", "Sweden", "Spain") or is_target)
            """;
        SegmentPrinter.Print(SegmentParser.ParseExpressionOrThrow(text)).ShouldBe("""
            employees >= 500
              and any(technologies where product = "Salesforce")
              and none(technologies where category = "Marketing automation")
              and any(contacts
                where seniority in ("C-level", "VP")
                  and department under "Finance"
                  and any(email_click where campaign = "spring") in last 30 days)
              and (country in ("United States", "Canada", "United Kingdom", "Germany", "France", "Netherlands",
                  "Sweden", "Spain")
                or is_target)
            """);
    }

    [Fact]
    public void One_line_is_one_line() =>
        SegmentPrinter.PrintOnOneLine(SegmentParser.ParseExpressionOrThrow(string.Join(" and ", Enumerable.Repeat("employees >= 500", 20))))
            .ShouldNotContain('\n');

    [Fact]
    public void A_trait_is_printed() =>
        SegmentPrinter.Print(SegmentParser.ParseValueOrThrow("count(page_view where page=\"pricing\") in last 30 days / 2"))
            .ShouldBe("count(page_view where page = \"pricing\") in last 30 days / 2");
}
