using Strata.Language.Ast;
using Strata.Language.Bound;

namespace Strata.Platform.Segments.Explain;

/// <summary>
/// Tells the <c>and</c>, <c>or</c> and <c>not</c> that somebody wrote from those that stand for something else: <c>between</c> is bound
/// as a conjunction, a list as a disjunction, <c>!=</c> as a negation.
/// </summary>
internal static class Written
{
    public static bool IsConjunction(BoundAnd and) => and.Origin.Node is AndExpr or null;

    public static bool IsDisjunction(BoundOr or) => or.Origin.Node is OrExpr or null;

    public static bool IsNegation(BoundNot not) => not.Origin.Node is NotExpr or null;
}
