using NodaTime;

namespace Strata.Language.Ast;

/// <summary>A constant written in a definition.</summary>
public abstract record Literal : Node;

/// <summary>A text in double quotes.</summary>
/// <param name="Value">The text, escapes resolved.</param>
public sealed record TextLiteral(string Value) : Literal;

/// <summary>A number, with its suffix applied: <c>200k</c> is 200,000 and <c>25%</c> is 0.25.</summary>
/// <param name="Value">The exact value.</param>
/// <param name="IsPercent">True where it was written with a percent sign, so that it is printed so.</param>
public sealed record NumberLiteral(decimal Value, bool IsPercent = false) : Literal;

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Value">Which of the two.</param>
public sealed record BooleanLiteral(bool Value) : Literal;

/// <summary>A bare date: midnight in the workspace's zone.</summary>
/// <param name="Value">The date.</param>
public sealed record DateLiteral(LocalDate Value) : Literal;

/// <summary>A date-time with an offset (<c>2026-03-01T10:00:00Z</c>, <c>…+02:00</c>): an instant.</summary>
/// <param name="Value">The instant; precision beyond a microsecond is refused by the parser.</param>
public sealed record InstantLiteral(Instant Value) : Literal;

/// <summary>A date-time without an offset: a time in the workspace's zone.</summary>
/// <param name="Value">The local time.</param>
public sealed record LocalDateTimeLiteral(LocalDateTime Value) : Literal;
