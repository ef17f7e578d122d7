using System.Text;
using Strata.Language.Ast;
using Strata.Language.Json;
using Strata.Language.Syntax;

namespace Strata.Language.Tests.Json;

/// <summary>The shape of the JSON form, and what wrong JSON is answered with.</summary>
public sealed class SegmentJsonTests
{
    [Theory]
    [InlineData("employees >= 500", """{"compare":{"left":{"path":"employees"},"op":">=","right":{"number":500}}}""")]
    [InlineData("x < 25%", """{"compare":{"left":{"path":"x"},"op":"<","right":{"percent":25}}}""")]
    [InlineData("not opted_out", """{"not":{"path":"opted_out"}}""")]
    [InlineData("industry not in (\"SaaS\", \"R&D\")", """{"in":{"value":{"path":"industry"},"items":[{"text":"SaaS"},{"text":"R&D"}],"negated":true}}""")]
    [InlineData("department under \"Finance\"", """{"under":{"value":{"path":"department"},"items":["Finance"]}}""")]
    [InlineData("name starts with \"a\"", """{"starts_with":{"value":{"path":"name"},"text":"a"}}""")]
    [InlineData("last(login) before 60 days ago", """{"before":{"value":{"last":{"source":"login"}},"ago":"60 days"}}""")]
    [InlineData("t after 2026-01-31", """{"after":{"value":{"path":"t"},"moment":{"date":"2026-01-31"}}}""")]
    [InlineData("account in segment(\"x\")", """{"in_segment":{"name":"x","through_account":true}}""")]
    [InlineData("in top 25% by a - 1 among (b)", """{"top":{"percent":25,"by":{"subtract":[{"path":"a"},{"number":1}]},"among":{"path":"b"}}}""")]
    [InlineData(
        "any(account.a where b then no c within 30 minutes) in previous quarter",
        """{"any":{"source":"account.a","where":{"path":"b"},"then":[{"absent":true,"source":"c","within":"30 minutes"}],"window":{"previous_unit":"quarter"}}}""")]
    public void The_form_is_readable(string text, string json)
    {
        Expr tree = SegmentParser.ParseExpressionOrThrow(text);
        SegmentJson.Write(tree).ShouldBe(json);
        SegmentJson.ReadExpression(json).OrThrow().ShouldBe(tree);
    }

    [Theory]
    [InlineData("""{"and":[{"path":"a"},{"compare":{"left":{"path":"b"},"op":"==","right":{"number":1}}}]}""", "$.and[1].compare.op")]
    [InlineData("""{"compare":{"left":{"path":"b"},"op":"=","right":{"number":1},"note":"x"}}""", "$.compare: There is no 'note'")]
    [InlineData("""{"compare":{"left":{"path":"b"},"op":"="}}""", "$.compare: 'right' is missing")]
    [InlineData("""{"compare":{"left":{"text":"b"},"op":"=","right":{"number":1}}}""", "$.compare.left: There is no 'text'")]
    [InlineData("""{"path":"a","not":{"path":"b"}}""", "$: A condition has one key")]
    [InlineData("""{}""", "$: A condition has one key")]
    [InlineData("""[]""", "$: A condition is an object")]
    [InlineData("""{"path":"a","path":"b"}""", "'path' is given twice")]
    [InlineData("""{"and":[{"path":"a"}]}""", "$.and: This is a list of at least 2")]
    [InlineData("""{"path":"A b"}""", "$.path: 'A b' is no path")]
    [InlineData("""{"path":"and"}""", "$.path")]
    [InlineData("""{"path":"\ud800"}""", "not valid Unicode")]
    [InlineData("""{"\ud800":1}""", "not valid Unicode")]
    [InlineData("""{"any":{"source":"a","window":{"last":"30"}}}""", "$.any.window.last: '30' is no duration")]
    [InlineData("""{"any":{"source":"a","window":{"last":"0 days"}}}""", "$.any.window.last")]
    [InlineData("""{"any":{"source":"a","window":{"ever":false}}}""", "$.any.window.ever")]
    [InlineData("""{"any":{"source":"a","then":[{"source":"b"}]}}""", "$.any.then[0]: 'within' is missing")]
    [InlineData("""{"before":{"value":{"path":"t"},"moment":{"date":"2026-02-30"}}}""", "$.before.moment.date")]
    [InlineData("""{"before":{"value":{"path":"t"},"moment":{"instant":"2026-02-03"}}}""", "$.before.moment.instant")]
    [InlineData("""{"before":{"value":{"path":"t"}}}""", "$.before: One of moment and ago")]
    [InlineData("""{"sample":{"percent":101,"salt":"x"}}""", "$.sample.percent")]
    [InlineData("""{"top":{"count":1.5,"by":{"path":"x"}}}""", "$.top.count")]
    [InlineData("""{"known":{"number":"5"}}""", "$.known.number")]
    [InlineData("""{"known":{"number":1e99}}""", "$.known.number")]
    [InlineData("""{"known":{"number":1000000000000000}}""", "$.known.number")]
    [InlineData("""{"in":{"value":{"path":"a"},"items":[]}}""", "$.in.items")]
    [InlineData("""{"in":{"value":{"path":"a"},"items":[{"text":"x"}],"negated":"no"}}""", "$.in.negated")]
    [InlineData("null", "$: A condition")]
    public void An_error_names_the_path(string json, string expected)
    {
        var result = SegmentJson.ReadExpression(json);
        result.Tree.ShouldBeNull();
        result.Errors[0].Code.ShouldBe("syntax");
        result.Errors[0].Message.ShouldContain(expected);
    }

    [Fact]
    public void Independent_errors_are_all_reported() =>
        SegmentJson.ReadExpression("""{"or":[{"pth":"a"},{"compare":{"left":{"path":"B"},"op":"~","right":{"number":"1"}}},{"path":"c"}]}""")
            .Errors.Count.ShouldBe(4);

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"path\": a}", 2, 11)]
    [InlineData("{\"path\": \"a\"} x", 1, 15)]
    public void What_is_no_JSON_is_located(string json, int line, int column)
    {
        UserError error = SegmentJson.ReadExpression(json, "x.json").Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("syntax");
        error.Where.ShouldBe(new SourceLocation("x.json", line, column));
    }

    [Fact]
    public void The_limits_are_those_of_the_text_form()
    {
        static string Nots(int count) =>
            string.Concat(Enumerable.Repeat("{\"not\":", count)) + """{"known":{"path":"a"}}""" + new string('}', count);
        SegmentJson.ReadExpression(Nots(63)).Ok.ShouldBeTrue();
        foreach (int count in (int[])[64, 100, 10_000, 200_000])
        {
            SegmentJson.ReadExpression(Nots(count)).Errors.ShouldHaveSingleItem().Code.ShouldBe("limit");
        }

        static string Items(int count) =>
            """{"in":{"value":{"path":"a"},"items":[""" + string.Join(',', Enumerable.Repeat("{\"number\":1}", count)) + "]}}";
        SegmentJson.ReadExpression(Items(1_998)).Ok.ShouldBeTrue();
        SegmentJson.ReadExpression(Items(1_999)).Errors.ShouldHaveSingleItem().Code.ShouldBe("limit");
        SegmentJson.ReadExpression(new string('[', 1_000_000)).Errors.ShouldHaveSingleItem().Code.ShouldBe("limit");
        SegmentJson.ReadExpression(new string(' ', 5_000_000)).Errors.ShouldHaveSingleItem().Code.ShouldBe("limit");
    }

    [Fact]
    public void The_deepest_tree_is_written_and_read()
    {
        // Each level is a step of a sequence within a quantifier: the form that nests deepest in JSON.
        var text = new StringBuilder("a = 1");
        for (int i = 0; i < 31; i++)
        {
            text.Insert(0, "any(x then y where ").Append(" within 1 day)");
        }

        Expr tree = SegmentParser.ParseExpressionOrThrow($"not ({text})");
        SegmentJson.ReadExpression(SegmentJson.Write(tree, indented: true)).OrThrow().ShouldBe(tree);
    }
}
