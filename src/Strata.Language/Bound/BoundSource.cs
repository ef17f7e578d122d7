using Strata.Language.Catalog;

namespace Strata.Language.Bound;

/// <summary>How the rows of a source belong to the entity that the expression stands in.</summary>
public enum SourceRelation
{
    /// <summary>Rows of the account (scope: an account).</summary>
    OfAccount,

    /// <summary>Events done by the contact (scope: a contact).</summary>
    OfContact,

    /// <summary>Rows of the account that the contact has (scope: a contact, written <c>account.</c>); none where it has no account.</summary>
    OfAccountOfContact,
}

/// <summary>The rows that a quantifier or an aggregate runs over.</summary>
/// <param name="Row">Their type: a collection, the contacts, or an event.</param>
/// <param name="Relation">Whose they are.</param>
public sealed record BoundSource(RowType Row, SourceRelation Relation)
{
    /// <summary>True for events, which have an instant and take a window.</summary>
    public bool IsEvent => Row.Kind == RowKind.Event;
}
