using Strata.Language.Values;

namespace Strata.Language.Ast;

/// <summary>The comparison operators.</summary>
public enum CompareOp
{
    /// <summary><c>=</c></summary>
    Equal,

    /// <summary><c>!=</c>, the complement of <c>=</c>: true also where a side is missing.</summary>
    NotEqual,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&lt;=</c></summary>
    LessOrEqual,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>&gt;=</c></summary>
    GreaterOrEqual,
}

/// <summary><c>employees &gt;= 500</c>; the right side is a literal or a value.</summary>
public sealed record CompareExpr(ValueExpr Left, CompareOp Op, ValueExpr Right) : Expr;

/// <summary><c>employees between 200 and 2000</c>, both ends included; a bare date as upper end includes its whole day.</summary>
public sealed record BetweenExpr(ValueExpr Value, Literal Low, Literal High) : Expr;

/// <summary><c>country in ("US", "CA")</c>, or its complement.</summary>
public sealed record InListExpr(ValueExpr Value, EquatableList<Literal> Items, bool Negated) : Expr;

/// <summary><c>industry under "Finance and Insurance"</c>: the category or one below it, or the complement.</summary>
public sealed record UnderExpr(ValueExpr Value, EquatableList<TextLiteral> Items, bool Negated) : Expr;

/// <summary>How a text is matched.</summary>
public enum TextMatchOp
{
    /// <summary>The text holds the pattern anywhere.</summary>
    Contains,

    /// <summary>The text begins with the pattern.</summary>
    StartsWith,

    /// <summary>The text ends with the pattern.</summary>
    EndsWith,

    /// <summary>A regular expression (RE2 subset) finds a match anywhere in the folded text.</summary>
    Matches,
}

/// <summary><c>name contains "bank"</c>, or its complement.</summary>
public sealed record TextMatchExpr(ValueExpr Value, TextMatchOp Op, TextLiteral Pattern, bool Negated) : Expr;

/// <summary>Which of the named categories a set field must have.</summary>
public enum HasMode
{
    /// <summary>At least one.</summary>
    Any,

    /// <summary>Every one.</summary>
    All,

    /// <summary>Not one: the complement of <see cref="Any"/>.</summary>
    None,
}

/// <summary><c>tags has any ("a", "b")</c>.</summary>
public sealed record HasExpr(ValueExpr Value, HasMode Mode, EquatableList<TextLiteral> Items) : Expr;

/// <summary><c>x is known</c>, <c>x is unknown</c>.</summary>
public sealed record KnownExpr(ValueExpr Value, bool Known) : Expr;

/// <summary>A boolean field standing alone: true when it is known and true.</summary>
public sealed record BooleanExpr(PathValue Value) : Expr;

/// <summary><c>renewal_date in next 90 days</c> (T &lt; v ≤ T + D) or <c>in last 90 days</c> (T − D &lt; v ≤ T).</summary>
public sealed record DateWithinExpr(ValueExpr Value, bool Next, Duration Duration) : Expr;

/// <summary><c>created_at before 2026-01-01</c>, <c>after</c>: strict.</summary>
public sealed record DateMomentExpr(ValueExpr Value, bool Before, Literal Moment) : Expr;

/// <summary><c>last(login) before 60 days ago</c>, <c>after …</c>: strict against T − D.</summary>
public sealed record DateAgoExpr(ValueExpr Value, bool Before, Duration Duration) : Expr;
