using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Ast;

namespace Strata.Testing;

/// <summary>Comparisons of every kind.</summary>
public static class RandomComparisons
{
    /// <summary>Comparisons whose left side (and, where it is a value, right side) comes from <paramref name="value"/>.</summary>
    public static Gen<Expr> Of(Gen<ValueExpr> value) => Gen.OneOf(
        Compare(value),
        OfConstants(value),
        OfTexts(value),
        OfDates(value),
        from left in value
        from known in Gen.Elements(true, false)
        select (Expr)new KnownExpr(left, known));

    private static Gen<Expr> Compare(Gen<ValueExpr> value) =>
        from left in value
        from op in RandomTrees.EnumMember<CompareOp>()
        from right in Gen.OneOf(value, RandomTrees.Literal.Select(literal => (ValueExpr)new LiteralValue(literal)))
        select (Expr)new CompareExpr(left, op, right);

    private static Gen<Expr> OfConstants(Gen<ValueExpr> value) => Gen.OneOf(
        from left in value
        from low in RandomTrees.Literal
        from high in RandomTrees.Literal
        select (Expr)new BetweenExpr(left, low, high),
        from left in value
        from items in RandomTrees.Some(RandomTrees.Literal)
        from negated in Gen.Elements(true, false)
        select (Expr)new InListExpr(left, items, negated));

    private static Gen<Expr> OfTexts(Gen<ValueExpr> value) => Gen.OneOf(
        from left in value
        from items in RandomTrees.Some(RandomTrees.Text)
        from negated in Gen.Elements(true, false)
        select (Expr)new UnderExpr(left, items, negated),
        from left in value
        from op in RandomTrees.EnumMember<TextMatchOp>()
        from pattern in RandomTrees.Text
        from negated in Gen.Elements(true, false)
        select (Expr)new TextMatchExpr(left, op, pattern, negated),
        from left in value
        from mode in RandomTrees.EnumMember<HasMode>()
        from items in RandomTrees.Some(RandomTrees.Text)
        select (Expr)new HasExpr(left, mode, items));

    private static Gen<Expr> OfDates(Gen<ValueExpr> value) =>
        from left in value
        from first in Gen.Elements(true, false)
        from duration in RandomTrees.Duration
        from moment in RandomTrees.Moment
        from kind in Gen.Choose(0, 2)
        select (Expr)(kind switch
        {
            0 => new DateWithinExpr(left, first, duration),
            1 => new DateMomentExpr(left, first, moment),
            _ => new DateAgoExpr(left, first, duration),
        });
}
