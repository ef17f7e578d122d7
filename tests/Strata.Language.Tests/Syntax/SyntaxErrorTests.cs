using Strata.Language.Syntax;

namespace Strata.Language.Tests.Syntax;

/// <summary>What a wrong text is answered with.</summary>
public sealed class SyntaxErrorTests
{
    private static IReadOnlyList<UserError> Errors(string text)
    {
        var result = SegmentParser.ParseExpression(text);
        result.Tree.ShouldBeNull();
        return result.Errors;
    }

    [Theory]
    [InlineData("a == 1", 1, 3, "=.")]
    [InlineData("a = 1 && b", 1, 7, "and")]
    [InlineData("a = 1 || b", 1, 7, "or")]
    [InlineData("a <> 1", 1, 3, "!=")]
    [InlineData("a => 1", 1, 3, ">=")]
    [InlineData("!a", 1, 1, "not")]
    [InlineData("industry = 'SaaS'", 1, 12, "\"SaaS\"")]
    [InlineData("industry = “SaaS”", 1, 12, "\"SaaS\"")]
    [InlineData("industry = Health Care", 1, 19, "\"Health Care\"")]
    [InlineData("industry in (SaaS)", 1, 14, "\"SaaS\"")]
    [InlineData("(a = 1", 1, 1, ")")]
    [InlineData("a = 1)", 1, 6, "(")]
    [InlineData("any(b) in last 30", 1, 16, "30 days")]
    [InlineData("any(b) in last 30d", 1, 16, "30 days")]
    [InlineData("any(b) in last 30m", 1, 16, "30 minutes or 30 months")]
    [InlineData("any(b) in last month", 1, 16, "in previous month")]
    [InlineData("any(b) in last 30 dayz", 1, 19, "days")]
    [InlineData("any(b) in last 1.5 days", 1, 16, "36 hours")]
    [InlineData("name like \"a\"", 1, 6, "contains")]
    [InlineData("name contians \"a\"", 1, 6, "contains")]
    [InlineData("a is null", 1, 3, "is unknown")]
    [InlineData("a is \"x\"", 1, 3, "= \"x\"")]
    [InlineData("a = 1,000", 1, 6, "1_000")]
    [InlineData("a = .5", 1, 5, "0.5")]
    [InlineData("a = $500", 1, 5, "currency")]
    [InlineData("created_at > 2026-02-30", 1, 14, "2026-01-31")]
    [InlineData("created_at > 2026-2-3", 1, 14, "2026-01-31")]
    [InlineData("created_at > 31/12/2026", 1, 14, "2026-01-31")]
    [InlineData("created_at before yesterday", 1, 19, "60 days ago")]
    [InlineData("created_at before 60 days", 1, 19, "60 days ago")]
    [InlineData("any(technologies product = \"x\")", 1, 18, "where")]
    [InlineData("1 < a < 5", 1, 7, "between")]
    [InlineData("\"SaaS\" = industry", 1, 1, "industry = \"SaaS\"")]
    [InlineData("a = \"x\\n\"", 1, 7, "\\\\")]
    [InlineData("a = \"x", 1, 5, "\"")]
    [InlineData("count(page_view) in last 30 days", 1, 1, "Compare")]
    [InlineData("tags has \"x\"", 1, 6, "has any (\"x\")")]
    [InlineData("and a", 1, 1, "condition")]
    [InlineData("a and", 1, 6, "employees")]
    [InlineData("", 1, 1, "employees")]
    [InlineData("lower(name) = \"x\"", 1, 1, "count")]
    [InlineData("in sample (200%, \"x\")", 1, 12, "10%")]
    [InlineData("in top 0 by a", 1, 8, null)]
    [InlineData("straße = 1", 1, 1, "double quotes")]
    [InlineData("a in ()", 1, 6, "at least one")]
    [InlineData("a in (1, )", 1, 10, "double quotes")]
    public void An_error_is_located_and_says_what_to_write(string text, int line, int column, string? fix)
    {
        UserError error = Errors(text)[0];
        error.Code.ShouldBe("syntax");
        (error.Where!.Line, error.Where.Column).ShouldBe((line, column), error.ToString());
        if (fix is not null)
        {
            error.Fix.ShouldNotBeNull().ShouldContain(fix, Case.Sensitive, error.ToString());
        }
    }

    [Fact]
    public void Independent_errors_are_all_reported()
    {
        const string text = """
            industry == "SaaS"
              and employees >=
              and country in (US, "CA", UK)
              and (revenue between 5 and)
              and any(page_view where page = 'pricing') in last 30
              and name is "x"
            """;
        Errors(text).Select(error => (error.Where!.Line, error.Where.Column))
            .ShouldBe([(1, 10), (2, 17), (3, 19), (3, 29), (4, 29), (5, 34), (5, 53), (6, 12)]);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("not (", ")")]
    [InlineData("any(a where ", ")")]
    [InlineData("1 + (", ")")]
    [InlineData("trend(", ")")]
    [InlineData("in top 5 by a among (", ")")]
    [InlineData("a + ", "")]
    [InlineData("a and ", "")]
    public void A_definition_too_large_is_refused_and_not_fatal(string open, string close)
    {
        string text = string.Concat(Enumerable.Repeat(open, 10_000)) + "a = 1" + string.Concat(Enumerable.Repeat(close, 10_000));
        Errors(text).ShouldHaveSingleItem().Code.ShouldBe("limit");
    }

    [Fact]
    public void The_limits_are_exact()
    {
        string Nots(int count) => string.Concat(Enumerable.Repeat("not ", count)) + "a = 1";
        SegmentParser.ParseExpression(Nots(63)).Ok.ShouldBeTrue();
        Errors(Nots(64)).ShouldHaveSingleItem().Code.ShouldBe("limit");

        string Parentheses(int count) => new string('(', count) + "a = 1" + new string(')', count);
        SegmentParser.ParseExpression(Parentheses(64)).Ok.ShouldBeTrue();
        Errors(Parentheses(65)).ShouldHaveSingleItem().Code.ShouldBe("limit");

        string Items(int count) => $"a in ({string.Join(", ", Enumerable.Range(0, count))})";
        SegmentParser.ParseExpression(Items(1_998)).Ok.ShouldBeTrue();
        Errors(Items(1_999)).ShouldHaveSingleItem().Code.ShouldBe("limit");
        Errors($"any(a) in last 1001 years").ShouldHaveSingleItem().Code.ShouldBe("limit");
    }

    [Theory]
    [InlineData("€")]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("9")]
    [InlineData("a")]
    [InlineData("a ")]
    [InlineData("'")]
    [InlineData("\0")]
    [InlineData("a = 1 and (")]
    [InlineData("- ")]
    [InlineData("\ud800")]
    [InlineData("1_")]
    [InlineData("x in (1,")]
    public void A_megabyte_of_nonsense_is_answered(string unit)
    {
        string text = string.Concat(Enumerable.Repeat(unit, 1_000_000 / unit.Length));
        var result = SegmentParser.ParseExpression(text);
        (result.Ok || result.Errors.Count > 0).ShouldBeTrue();
        result.Errors.Count.ShouldBeLessThanOrEqualTo(50);
    }

    [Fact]
    public void A_throwing_variant_carries_every_error() =>
        Should.Throw<UserErrorException>(() => SegmentParser.ParseExpressionOrThrow("a == 1 and b == 2", "in-market.yaml"))
            .Errors.Select(error => error.Where!.ToString()).ShouldBe(["in-market.yaml:1:3", "in-market.yaml:1:14"]);
}
