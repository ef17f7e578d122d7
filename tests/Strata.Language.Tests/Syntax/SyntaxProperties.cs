using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Ast;
using Strata.Language.Syntax;
using Strata.Testing;

namespace Strata.Language.Tests.Syntax;

/// <summary>What holds of every tree and of every text.</summary>
public sealed class SyntaxProperties
{
    private static Gen<Expr> Trees { get; } = RandomTrees.Expression().Where(tree => SyntaxLimits.Measure(tree).Nodes <= SyntaxLimits.MaxNodes);

    private static void Check<T>(Gen<T> values, int count, Action<T> holds) =>
        Prop.ForAll(values.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    [Fact]
    public void Reading_a_print_gives_the_tree_again() => Check(Trees, 3_000, tree =>
    {
        string printed = SegmentPrinter.Print(tree);
        var read = SegmentParser.ParseExpression(printed);
        read.Errors.ShouldBeEmpty(printed);
        read.Tree.ShouldBe(tree, printed);
        SegmentPrinter.Print(read.Tree!).ShouldBe(printed);
        SegmentParser.ParseExpressionOrThrow(SegmentPrinter.PrintOnOneLine(tree)).ShouldBe(tree);
    });

    [Fact]
    public void Reading_a_print_of_a_value_gives_the_value_again() => Check(RandomTrees.Value(3), 1_000, value =>
    {
        string printed = SegmentPrinter.Print(value);
        SegmentParser.ParseValueOrThrow(printed).ShouldBe(value, printed);
    });

    /// <summary>One edit of a text: something cut out, put in, doubled or moved.</summary>
    private static Gen<string> Mutated(string text) =>
        from edits in Gen.Choose(1, 4)
        from places in Gen.Choose(0, Math.Max(text.Length, 1)).ArrayOf(edits * 2)
        from pieces in Gen.Frequency(
            (3, Gen.Elements("(", ")", "\"", ",", "not ", " and ", " or ", " in ", "then ", "where ", " within ", "-", "%", "=", "==", ".", "2026-02-30", "1e5", "#", "'", "\\", "any(", "in last ")),
            (1, RandomTexts.Any)).ArrayOf(edits)
        select Enumerable.Range(0, edits).Aggregate(text, (current, edit) => Edit(current, places[edit * 2], places[(edit * 2) + 1], pieces[edit]));

    private static string Edit(string text, int first, int second, string piece)
    {
        int at = Math.Min(first, text.Length), end = Math.Min(second, text.Length);
        return ((first + second) % 3) switch
        {
            0 => text.Insert(at, piece),
            1 when at <= end => text.Remove(at, Math.Min(end - at, 12)).Insert(at, piece),
            _ => text.Remove(at, Math.Min(text.Length - at, 1 + (second % 5))),
        };
    }

    [Fact]
    public void A_spoilt_text_is_read_or_answered_with_located_errors() => Check(Trees.SelectMany(tree => Mutated(SegmentPrinter.Print(tree))), 5_000, text =>
    {
        var read = SegmentParser.ParseExpression(text);
        if (read.Ok)
        {
            SegmentParser.ParseExpressionOrThrow(SegmentPrinter.Print(read.Tree)).ShouldBe(read.Tree);
            return;
        }

        read.Errors.ShouldNotBeEmpty(text);
        string[] lines = text.Split('\n');
        foreach (UserError error in read.Errors)
        {
            error.Code.ShouldBeOneOf("syntax", "limit", "type");
            error.Where.ShouldNotBeNull();
            error.Where.Line.ShouldBeInRange(1, lines.Length, text);
            error.Where.Column.ShouldBeInRange(1, lines[error.Where.Line - 1].Length + 1, text);
            error.Message.ShouldNotContain("broken");
        }
    });

    [Fact]
    public void A_text_stays_what_it_is_in_every_literal_position() => Check(RandomTexts.Any, 500, text =>
    {
        string quoted = SegmentPrinter.Print(new TextLiteral(text));
        string definition = $"a = {quoted} and a in ({quoted}, {quoted}) and a not under {quoted} and a contains {quoted} and tags has all ({quoted}) and in segment({quoted}) "
            + $"and in sample (5%, {quoted}) and a between {quoted} and {quoted} and any(b where c = {quoted} then d where e != {quoted} within 1 day)";
        Expr tree = SegmentParser.ParseExpressionOrThrow(definition);
        var operands = tree.ShouldBeOfType<AndExpr>().Operands;
        operands.Count.ShouldBe(9);
        ((TextLiteral)((LiteralValue)((CompareExpr)operands[0]).Right).Literal).Value.ShouldBe(text);
        ((MembershipExpr)operands[5]).Name.ShouldBe(text);
        ((SampleExpr)operands[6]).Salt.ShouldBe(text);
        SegmentParser.ParseExpressionOrThrow(SegmentPrinter.Print(tree)).ShouldBe(tree);
    });
}
