using Strata.Language.Values;

namespace Strata.Language.Ast;

/// <summary>The name of a collection or an event, in a contact segment perhaps reached through <c>account.</c>.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="ThroughAccount">True where it was written <c>account.NAME</c>.</param>
public sealed record SourceRef(string Name, bool ThroughAccount = false) : Node;

/// <summary>A step of a sequence after the first: <c>then [no] SOURCE [where …] within D</c>.</summary>
/// <param name="Absent">True for <c>no</c>: the step must not happen within the time.</param>
/// <param name="Source">What happens.</param>
/// <param name="Where">Which of them, or null for all.</param>
/// <param name="Within">Within what time of the step before; the checker wants a fixed length (minutes to weeks).</param>
public sealed record SequenceStep(bool Absent, SourceRef Source, Expr? Where, Duration Within) : Node;

/// <summary>The quantifiers.</summary>
public enum Quantifier
{
    /// <summary>At least one row.</summary>
    Any,

    /// <summary>No row: the complement of <see cref="Any"/>.</summary>
    None,

    /// <summary>All rows; true over no rows.</summary>
    Every,
}

/// <summary><c>any(technologies where product = "Salesforce")</c>, perhaps a sequence and with a window.</summary>
public sealed record QuantifiedExpr(
    Quantifier Quantifier, SourceRef Source, Expr? Where, EquatableList<SequenceStep> Steps, Window? Window) : Expr;
