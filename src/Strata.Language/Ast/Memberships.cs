namespace Strata.Language.Ast;

/// <summary><c>in segment("…")</c> or <c>in list("…")</c>, of the entity itself or, in a contact segment, of its account.</summary>
/// <param name="ThroughAccount">True where it was written <c>account in …</c>.</param>
/// <param name="IsList">True for a list, false for a segment.</param>
/// <param name="Name">The name of the segment or list.</param>
public sealed record MembershipExpr(bool ThroughAccount, bool IsList, string Name) : Expr;

/// <summary><c>in top 25% by v per f among (E)</c>: by value descending, ties by id ascending.</summary>
/// <param name="Limit">A count (a positive whole number) or, with <paramref name="IsPercent"/>, a percentage above 0 and at most 100.</param>
/// <param name="IsPercent">Which of the two.</param>
/// <param name="By">What to rank by; entities without it are not ranked.</param>
/// <param name="Per">A field within whose every value is ranked, or null.</param>
/// <param name="Among">Who is ranked, or null for everyone.</param>
public sealed record TopExpr(decimal Limit, bool IsPercent, ValueExpr By, PathValue? Per, Expr? Among) : Expr;

/// <summary><c>in sample (10%, "salt")</c>.</summary>
/// <param name="Percent">0 to 100, at most two fractional digits.</param>
/// <param name="Salt">The salt.</param>
public sealed record SampleExpr(decimal Percent, string Salt) : Expr;
