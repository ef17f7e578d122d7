using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Syntax;
using Strata.Platform.Cases;
using Strata.Platform.Segments.Sizing;
using Strata.Testing;

namespace Strata.Platform.Tests.Segments.Sizing;

public sealed class EditFinderTests
{
    /// <summary>Every change of every definition of the conformance cases can be written down and read again as the same tree.</summary>
    [Fact]
    public void Every_change_can_be_written()
    {
        int changes = 0;
        foreach (Expr where in CaseFiles.Below(Repository.PathOf("cases")).SelectMany(DefinitionsOf))
        {
            foreach (EditSite site in EditFinder.Find(new Conditions(where, where), (_, item) => item))
            {
                IEnumerable<Edited> results = site switch
                {
                    SingleSite single => [single.Result],
                    ConstantSite constant => constant.Ladder.Rungs.Where((_, at) => at % 97 == 0 || Math.Abs(at - constant.Ladder.Written) < 2).Select(constant.Change),
                    _ => throw new InvalidOperationException("Unknown site."),
                };
                foreach (Edited result in results)
                {
                    changes++;
                    string text = SegmentPrinter.Print(result.Conditions.Where);
                    SegmentParser.ParseExpressionOrThrow(text).ShouldBe(result.Conditions.Where, text);
                }
            }
        }

        changes.ShouldBeGreaterThan(5000);
    }

    [Theory]
    [InlineData("employees >= 500 and opted_out", "employees >= 500|opted_out|500")]
    [InlineData("country in (\"US\", \"CA\")", "country in (\"CA\")|country in (\"US\")")]
    [InlineData("country in (\"US\")", "")]
    [InlineData("any(intent where score >= 60 and topic = \"x\") in last 30 days", "any(intent) in last 30 days|any(intent where topic = \"x\") in last 30 days|any(intent where score >= 60) in last 30 days|60|30 days")]
    [InlineData("any(a then no b where x > 1 within 2 hours)", "any(a then no b within 2 hours)|1|2 hours")]
    [InlineData("count(a) since 2026-01-01 > 2", "2026-01-01|2")]
    [InlineData("in top 25% by sum(b.c) in last 3 months among (d = 1)", "25|3 months|in top 25% by sum(b.c) in last 3 months|in top 25% by sum(b.c) in last 3 months among (d >= 1)|in top 25% by sum(b.c) in last 3 months among (d <= 1)")]
    [InlineData("in sample (10%, \"salt\")", "10")]
    [InlineData("a / 2 > b", "")]
    [InlineData("not (a > 1 or b)", "b|a > 1|1")]
    public void Whatever_can_be_changed_is_found(string text, string sites)
    {
        IEnumerable<string> found = EditFinder.Find(new Conditions(SegmentParser.ParseExpressionOrThrow(text), null), (_, _) => null).Select(site => site switch
        {
            SingleSite { Result.Clause: { } clause } => SegmentPrinter.PrintOnOneLine(clause),
            SingleSite single => SegmentPrinter.PrintOnOneLine(single.Clause),
            ConstantSite constant => constant.Ladder.Rungs[constant.Ladder.Written].Node switch
            {
                Literal literal => SegmentPrinter.Print(literal),
                Duration duration => SegmentPrinter.Print(duration),
                _ => throw new InvalidOperationException("Unknown constant."),
            },
            _ => throw new InvalidOperationException("Unknown site."),
        });

        found.Order(StringComparer.Ordinal).ShouldBe(sites.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Expr> DefinitionsOf(string file) =>
        CaseFiles.Read(file, ShippedCatalog.Load()).Cases.Where(test => test.Error is null).Select(test => test.Where).OfType<Expr>();
}
