using Strata.Language.Catalog;

namespace Strata.Language.Checking;

/// <summary>The row that an expression stands in: an entity, or a row of a source.</summary>
/// <param name="Row">Its type.</param>
/// <param name="TrendWindow">The window that a trend gives to the aggregates inside it, or null outside a trend.</param>
internal sealed record Scope(RowType Row, Time.InstantRange? TrendWindow = null)
{
    /// <summary>True where the row is an account.</summary>
    public bool IsAccount => Row.Kind == RowKind.Account;

    /// <summary>True where the row is a contact, also as a row of <c>contacts</c>.</summary>
    public bool IsContact => Row.Kind == RowKind.Contact;

    /// <summary>The entity, or null for a row of a collection or an event.</summary>
    public EntityKind? Entity => Row.Kind switch
    {
        RowKind.Account => EntityKind.Account,
        RowKind.Contact => EntityKind.Contact,
        _ => null,
    };

    /// <summary>How a person calls the row.</summary>
    public string Text => Row.Kind switch
    {
        RowKind.Account => "an account",
        RowKind.Contact => "a contact",
        RowKind.Event => $"the event '{Row.Name}'",
        _ => $"a row of '{Row.Name}'",
    };
}
