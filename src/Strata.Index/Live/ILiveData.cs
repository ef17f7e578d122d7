using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>
/// Where live evaluation gets rows: of one entity as <see cref="IEntityData"/>, and of everybody when a leaf comes into being. What
/// arrived and is not stored yet is part of both. Used by one thread at a time.
/// </summary>
public interface ILiveData : IEntityData
{
    /// <summary>What definitions may name.</summary>
    DataCatalog Catalog { get; }

    /// <summary>Everybody there is, by reference.</summary>
    Bitmap Everybody(EntityKind of);

    /// <summary>
    /// For whom a condition is true at T by what is stored, where that can be had for everybody at once; null where it has to be
    /// evaluated one by one.
    /// </summary>
    Bitmap? Evaluate(BoundExpr expression, EntityKind of, AsOf asOf);

    /// <summary>Goes through entities, ascending, with the rows around each.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="references">Which of them; null for everybody.</param>
    /// <param name="fields">The fields that are needed; others may be missing.</param>
    /// <param name="visit">Given each; the rows that it is given can be read until something changes them.</param>
    void ForEach(EntityKind of, Bitmap? references, FieldsRead fields, Action<int, IEntityData> visit);

    /// <summary>Goes through every event of a type, in any order, with the account that it belongs to.</summary>
    /// <param name="type">The type.</param>
    /// <param name="fields">The properties that are needed; the others may be missing, and the ids empty.</param>
    /// <param name="visit">Given each.</param>
    void ForEachEvent(RowType type, IReadOnlySet<string> fields, Action<EventRow, long?> visit);

    /// <summary>The events that are still to come after an instant, of every type, with their accounts.</summary>
    IEnumerable<(EventRow Event, long? Account)> EventsAfter(long instant);

    /// <summary>The events that are not stored yet, with their accounts.</summary>
    IEnumerable<(EventRow Event, long? Account)> EventsNotStored();

    /// <summary>The accounts with rows of a collection that begin after an instant.</summary>
    IEnumerable<long> AccountsOfRowsAfter(RowType collection, long instant);

    /// <summary>The accounts of events that a contact did.</summary>
    IEnumerable<long> AccountsOfEventsOf(long contact);
}
