namespace Strata.Language.Ast;

/// <summary>An expression that is true or false of an entity (or of a row, inside <c>where</c>).</summary>
public abstract record Expr : Node;
