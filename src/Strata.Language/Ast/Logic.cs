using Strata.Language.Values;

namespace Strata.Language.Ast;

/// <summary>True when every operand is. At least two operands.</summary>
public sealed record AndExpr(EquatableList<Expr> Operands) : Expr;

/// <summary>True when an operand is. At least two operands.</summary>
public sealed record OrExpr(EquatableList<Expr> Operands) : Expr;

/// <summary>The exact complement of its operand.</summary>
public sealed record NotExpr(Expr Operand) : Expr;
