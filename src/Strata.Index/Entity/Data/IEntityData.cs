using Strata.Language.Catalog;

namespace Strata.Index.Entity.Data;

/// <summary>
/// Where evaluation gets the rows around one entity. What is asked for is what a definition reads, so an implementation that loads on
/// demand loads no more. Not required to be thread-safe; a row once given must not change while it is evaluated.
/// </summary>
public interface IEntityData
{
    /// <summary>An account by its number, or null where there is none.</summary>
    StateRow? Account(long reference);

    /// <summary>A contact by its number, or null where there is none.</summary>
    StateRow? Contact(long reference);

    /// <summary>The rows of a collection (or the contacts) that belong, or ever belonged, to an account.</summary>
    IReadOnlyList<StateRow> RowsOfAccount(long account, RowType collection);

    /// <summary>The events of a type of an account, whoever did them, ascending by instant; future ones included.</summary>
    IReadOnlyList<EventRow> EventsOfAccount(long account, RowType type);

    /// <summary>The events of a type that a contact did, ascending by instant; future ones included.</summary>
    IReadOnlyList<EventRow> EventsOfContact(long contact, RowType type);
}
