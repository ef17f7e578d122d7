using System.Globalization;
using Strata.Language.Ast;

namespace Strata.Platform.Segments.Analysis;

/// <summary>A clause of a condition as it is written.</summary>
/// <param name="Path">Where it stands in the JSON form: <c>$</c> for the whole, <c>$.and[1]</c>, <c>$.not</c>.</param>
/// <param name="Kind"><c>and</c>, <c>or</c> or <c>not</c> for one that is made of others, else <c>clause</c>.</param>
/// <param name="Clause">The clause.</param>
public sealed record PlacedClause(string Path, string Kind, Expr Clause);

/// <summary>Names the clauses of a condition by their place in its JSON form, so that text, blocks and counts speak of the same ones.</summary>
public static class ClausePaths
{
    /// <summary>The clauses of a condition outside of any quantifier, each before those within it.</summary>
    public static IEnumerable<PlacedClause> Of(Expr condition) => Below(condition, "$");

    /// <summary>The path of a part of a clause.</summary>
    /// <param name="path">The path of the clause.</param>
    /// <param name="kind"><c>and</c>, <c>or</c> or <c>not</c>.</param>
    /// <param name="part">Which part, from 0.</param>
    internal static string Part(string path, string kind, int part) =>
        kind == "not" ? $"{path}.not" : string.Create(CultureInfo.InvariantCulture, $"{path}.{kind}[{part}]");

    private static IEnumerable<PlacedClause> Below(Expr clause, string path)
    {
        (string kind, IEnumerable<Expr> parts) = clause switch
        {
            AndExpr and => ("and", and.Operands),
            OrExpr or => ("or", or.Operands),
            NotExpr { Operand: AndExpr or OrExpr } not => ("not", (IEnumerable<Expr>)[not.Operand]),
            _ => ("clause", Enumerable.Empty<Expr>()),
        };
        return parts.SelectMany((part, at) => Below(part, Part(path, kind, at))).Prepend(new PlacedClause(path, kind, clause));
    }
}
