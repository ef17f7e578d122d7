using Strata.Language.Ast;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Language.Bound;

/// <summary>
/// A checked expression: names resolved, types settled, literals in the form engines compare, negative operators rewritten as
/// <see cref="BoundNot"/> of their positive. It is true or false; a comparison with a missing value is false.
/// Each engine evaluates exactly these nodes.
/// </summary>
public abstract record BoundExpr
{
    /// <summary>What was written, for explanations.</summary>
    public Origin Origin { get; init; }
}

/// <summary>True or false whatever the data (an expression that the checker decided).</summary>
public sealed record BoundConstant(bool Value) : BoundExpr;

/// <summary>True when every operand is.</summary>
public sealed record BoundAnd(EquatableList<BoundExpr> Operands) : BoundExpr;

/// <summary>True when an operand is.</summary>
public sealed record BoundOr(EquatableList<BoundExpr> Operands) : BoundExpr;

/// <summary>The exact complement.</summary>
public sealed record BoundNot(BoundExpr Operand) : BoundExpr;

/// <summary>The folded text of a text or category value is one of <paramref name="Folded"/> (for a taxonomy: all accepted spellings).</summary>
public sealed record BoundTextIn(BoundValue Value, EquatableList<string> Folded) : BoundExpr;

/// <summary>Two text or category values are known and have the same folded text.</summary>
public sealed record BoundTextEqual(BoundValue Left, BoundValue Right) : BoundExpr;

/// <summary>The folded text of a value matches. The pattern is folded, except of <c>matches</c>, which is an RE2 pattern as written.</summary>
public sealed record BoundTextMatch(BoundValue Value, TextMatchOp Op, string Pattern) : BoundExpr;

/// <summary>
/// A set value shares a folded category with at least one (<paramref name="All"/> false) or with each (true) of the groups; a group is
/// the accepted spellings of one written category. False where the set is missing.
/// </summary>
public sealed record BoundSetHas(BoundValue Value, bool All, EquatableList<EquatableList<string>> Groups) : BoundExpr;

/// <summary>
/// Compares two numeric values, never with <see cref="CompareOp.NotEqual"/>. Where both sides are <see cref="ValueKind.Exact"/> or
/// <see cref="ValueKind.Count"/> the comparison is of exact numbers, else of doubles.
/// </summary>
public sealed record BoundNumberCompare(BoundValue Left, CompareOp Op, BoundValue Right) : BoundExpr;

/// <summary>A boolean value is known and equals <paramref name="Expected"/>.</summary>
public sealed record BoundBooleanIs(BoundValue Value, bool Expected) : BoundExpr;

/// <summary>Two boolean values are known and equal.</summary>
public sealed record BoundBooleanEqual(BoundValue Left, BoundValue Right) : BoundExpr;

/// <summary>An instant is known and within the range at T. (Unlike the window of an event, the range is not cut at T.)</summary>
public sealed record BoundInstantIn(BoundValue Value, InstantRange Range) : BoundExpr;

/// <summary>Compares two instants, never with <see cref="CompareOp.NotEqual"/>.</summary>
public sealed record BoundInstantCompare(BoundValue Left, CompareOp Op, BoundValue Right) : BoundExpr;

/// <summary>A value is known. (A set is known when it is not missing; an empty set is missing.)</summary>
public sealed record BoundKnown(BoundValue Value) : BoundExpr;

/// <summary>
/// At least one row (<paramref name="Every"/> false) or every row (true, also over no rows) of the source in the window satisfies
/// <paramref name="Where"/> and starts a chain of the steps.
/// </summary>
/// <param name="Every">Which of the two quantifiers.</param>
/// <param name="Source">The rows.</param>
/// <param name="Where">Which rows satisfy, in the scope of the row; null for all.</param>
/// <param name="Steps">The later steps of a sequence of events; empty for none.</param>
/// <param name="Window">For events the window of the (first) event, ever where none was written; null for a collection.</param>
public sealed record BoundQuantified(
    bool Every, BoundSource Source, BoundExpr? Where, EquatableList<BoundStep> Steps, InstantRange? Window) : BoundExpr;

/// <summary>
/// A later step of a sequence. <c>Absent</c>: no such event with t &lt; ts ≤ t + Within, and T ≥ t + Within; else: some such event.
/// t is the instant of the last step before that was not absent.
/// </summary>
/// <param name="Absent">Whether the step must not happen.</param>
/// <param name="Source">The events; of the same entity as the first step.</param>
/// <param name="Where">Which events; null for all.</param>
/// <param name="WithinMicroseconds">The fixed length, above 0.</param>
public sealed record BoundStep(bool Absent, BoundSource Source, BoundExpr? Where, long WithinMicroseconds);

/// <summary>The entity (or, with <paramref name="ThroughAccount"/>, the account of the contact) is a member of the segment at T.</summary>
public sealed record BoundInSegment(SegmentPlan Segment, bool ThroughAccount) : BoundExpr;

/// <summary>The entity's id (or its account's) is on the list.</summary>
public sealed record BoundInList(string ListName, EquatableList<string> Ids, bool ThroughAccount) : BoundExpr;

/// <summary>
/// The entity is among those of <paramref name="Among"/> (null: everyone) whose <paramref name="By"/> is known, and its rank by that
/// value descending, ties by id ascending in UTF-8 bytes, is at most the limit. With <paramref name="Per"/>, ranks and the percentage
/// are within each folded value of that field, and entities without it are not in.
/// </summary>
/// <param name="Entity">Who is ranked: the entity whose scope the expression stands in.</param>
/// <param name="Count">The limit as a count, or null where it is a percentage.</param>
/// <param name="PercentUnits">
/// The percentage in units of 1/10,000 of a percent: rank ≤ ceil(PercentUnits × n ÷ 1,000,000), in integers. Null where it is a count.
/// </param>
/// <param name="By">What to rank by: numeric or instant.</param>
/// <param name="Per">A text, category or boolean field, or null.</param>
/// <param name="Among">Who is ranked, or null.</param>
public sealed record BoundTop(
    Catalog.EntityKind Entity, long? Count, long? PercentUnits, BoundValue By, BoundValue? Per, BoundExpr? Among) : BoundExpr;

/// <summary>
/// The first eight hexadecimal digits of MD5 of <c>salt:id</c> in UTF-8, as a number modulo 10,000, are below
/// <paramref name="Threshold"/> (percent × 100).
/// </summary>
public sealed record BoundSample(string Salt, int Threshold) : BoundExpr;
