using FsCheck;
using FsCheck.Fluent;
using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Testing;

/// <summary>Quantifiers, sequences, rankings, aggregates and trends.</summary>
public static class RandomCalls
{
    /// <summary>Quantified conditions and rankings whose parts have about the given height.</summary>
    /// <param name="height">At least 0.</param>
    public static Gen<Expr> Condition(int height) => Gen.Frequency((3, Quantified(height)), (1, Top(height)));

    /// <summary>Aggregates and trends whose parts have about the given height.</summary>
    /// <param name="height">At least 0.</param>
    public static Gen<ValueExpr> Value(int height) => Gen.Frequency((4, Aggregate(height)), (1, Trend(height)));

    private static Gen<Expr> Quantified(int height) =>
        from quantifier in RandomTrees.EnumMember<Quantifier>()
        from source in RandomTrees.Source
        from condition in RandomTrees.Maybe(RandomTrees.Expression(height))
        from count in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from steps in Step(height).ListOf(count)
        from window in RandomTrees.Maybe(RandomTrees.Window)
        select (Expr)new QuantifiedExpr(quantifier, source, condition, steps.ToEquatableList(), window);

    private static Gen<SequenceStep> Step(int height) =>
        from absent in Gen.Elements(true, false)
        from source in RandomTrees.Source
        from condition in RandomTrees.Maybe(RandomTrees.Expression(height - 1))
        from within in RandomTrees.Duration
        select new SequenceStep(absent, source, condition, within);

    private static Gen<Expr> Top(int height) =>
        from percent in Gen.Elements(true, false)
        from limit in Gen.Choose(1, 10_000)
        from rank in RandomTrees.Value(height)
        from per in RandomTrees.Maybe(RandomTrees.Path)
        from among in RandomTrees.Maybe(RandomTrees.Expression(height - 1))
        select (Expr)new TopExpr(percent ? limit / 100m : limit, percent, rank, per, among);

    private static Gen<ValueExpr> Aggregate(int height) =>
        from function in RandomTrees.EnumMember<AggregateFunction>()
        from source in RandomTrees.Source
        from property in RandomTrees.Maybe(RandomTrees.Name)
        from condition in RandomTrees.Maybe(RandomTrees.Expression(height - 1))
        from window in RandomTrees.Maybe(RandomTrees.Window)
        select (ValueExpr)new AggregateValue(function, source, property, condition, window);

    private static Gen<ValueExpr> Trend(int height) =>
        from value in RandomTrees.Value(height)
        from duration in RandomTrees.Duration
        select (ValueExpr)new TrendValue(value, duration);
}
