using Strata.Language.Values;

namespace Strata.Language.Ast;

/// <summary>A literal used as a value.</summary>
public sealed record LiteralValue(Literal Literal) : ValueExpr;

/// <summary>A path: <c>employees</c>, <c>account.industry</c>, <c>contact.committee_role</c>.</summary>
/// <param name="Names">One or more names, lower case as written.</param>
public sealed record PathValue(EquatableList<string> Names) : ValueExpr
{
    /// <summary>The path as written.</summary>
    public string Text => string.Join('.', Names);
}

/// <summary>The arithmetic operators.</summary>
public enum ArithmeticOp
{
    /// <summary><c>+</c></summary>
    Add,

    /// <summary><c>-</c></summary>
    Subtract,

    /// <summary><c>*</c></summary>
    Multiply,

    /// <summary><c>/</c></summary>
    Divide,
}

/// <summary>Arithmetic in IEEE doubles; missing where an operand is, or on division by zero.</summary>
public sealed record ArithmeticValue(ArithmeticOp Op, ValueExpr Left, ValueExpr Right) : ValueExpr;

/// <summary>The aggregates (language.md section 5).</summary>
public enum AggregateFunction
{
    /// <summary>How many rows.</summary>
    Count,

    /// <summary>Exact sum; 0 over nothing.</summary>
    Sum,

    /// <summary>Mean; missing over nothing.</summary>
    Avg,

    /// <summary>Least; missing over nothing.</summary>
    Min,

    /// <summary>Greatest; missing over nothing.</summary>
    Max,

    /// <summary>How many different values.</summary>
    Distinct,

    /// <summary>The earliest instant; missing over nothing.</summary>
    First,

    /// <summary>The latest instant; missing over nothing.</summary>
    Last,
}

/// <summary><c>sum(usage.minutes where feature = "export") in last 60 days</c>.</summary>
/// <param name="Function">Which aggregate.</param>
/// <param name="Source">Over what.</param>
/// <param name="Property">Of which property; null for <c>count</c> and for the instant of <c>first</c> and <c>last</c>.</param>
/// <param name="Where">Of which rows; null for all.</param>
/// <param name="Window">In which time; null where none was written (which means ever).</param>
public sealed record AggregateValue(
    AggregateFunction Function, SourceRef Source, string? Property, Expr? Where, Window? Window) : ValueExpr;

/// <summary><c>trend(v, D)</c> = (v in last D − v in previous D) ÷ v in previous D.</summary>
public sealed record TrendValue(ValueExpr Value, Duration Duration) : ValueExpr;
