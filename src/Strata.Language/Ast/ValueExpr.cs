namespace Strata.Language.Ast;

/// <summary>An expression that has a value, or is missing.</summary>
public abstract record ValueExpr : Node;
