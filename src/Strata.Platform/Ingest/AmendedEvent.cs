using Strata.Index.Entity.Data;
using Strata.Language.Catalog;

namespace Strata.Platform.Ingest;

/// <summary>An event that came before, one of whose growing properties became known or larger.</summary>
public sealed class AmendedEvent
{
    private readonly IGrowingEvent? _growing;
    private string? _id;
    private EventRow? _before;
    private EventRow? _after;

    /// <summary>Creates one of an event as it was and as it is.</summary>
    /// <param name="before">The event as it was.</param>
    /// <param name="after">The event as it is: only the property differs.</param>
    /// <param name="account">The account that it belongs to now, or null.</param>
    /// <param name="property">The property.</param>
    /// <param name="place">Where the event waits to be stored, as the sink said when it was added.</param>
    public AmendedEvent(EventRow before, EventRow after, long? account, string property, PendingPlace place = default)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        _before = before;
        _after = after;
        (Type, _id, Instant, Contact, Account, Property, Value, Place) =
            (after.Type, after.Id, after.Instant, after.Contact, account, property, after.Property(property), place);
    }

    /// <summary>Creates one of an event that is held elsewhere: its rows are made only for those who ask, which is hardly anybody.</summary>
    /// <param name="growing">The event, which has the value only once everybody was told.</param>
    /// <param name="type">Its type.</param>
    /// <param name="property">The property.</param>
    /// <param name="value">Its value from now on.</param>
    internal AmendedEvent(IGrowingEvent growing, RowType type, string property, DataValue value)
    {
        _growing = growing;
        (Type, Instant, Contact, Account, Property, Value, Place) =
            (type, growing.Instant, growing.Contact, growing.Account, property, value, growing.Place);
    }

    /// <summary>The event's type.</summary>
    public RowType Type { get; }

    /// <summary>Its id; made for those who ask.</summary>
    public string Id => _id ??= _growing!.EventId;

    /// <summary>When it happened, in UTC microseconds.</summary>
    public long Instant { get; }

    /// <summary>The contact who did it, or null.</summary>
    public long? Contact { get; }

    /// <summary>The account that it belongs to now, or null.</summary>
    public long? Account { get; }

    /// <summary>The property.</summary>
    public string Property { get; }

    /// <summary>The property's value from now on.</summary>
    public DataValue Value { get; }

    /// <summary>Where the event waits to be stored, as the sink said when it was added.</summary>
    public PendingPlace Place { get; }

    /// <summary>The event as it was. Whoever asks later than while being told calls <see cref="Keep"/> first.</summary>
    public EventRow Before => _before ??= _growing!.Row(Type);

    /// <summary>The event as it is: only the property differs. As with <see cref="Before"/>.</summary>
    public EventRow After => _after ??= Before.With(EventRow.Ordinal(Type, Property), Value);

    /// <summary>Lets it be read later too.</summary>
    public AmendedEvent Keep()
    {
        _id = Id;
        _after = After;
        return this;
    }
}

/// <summary>An event that is held while it may grow.</summary>
internal interface IGrowingEvent
{
    /// <summary>Its id.</summary>
    string EventId { get; }

    /// <summary>When it happened, in UTC microseconds.</summary>
    long Instant { get; }

    /// <summary>The contact who did it, or null.</summary>
    long? Contact { get; }

    /// <summary>The account that it belongs to, or null.</summary>
    long? Account { get; }

    /// <summary>Where it waits to be stored.</summary>
    PendingPlace Place { get; }

    /// <summary>The event as it is now.</summary>
    /// <param name="type">Its type by the catalog of now.</param>
    EventRow Row(RowType type);
}

/// <summary>Where an event waits to be stored; of no meaning once it is.</summary>
/// <param name="Buffer">The number of what is stored together, from 1.</param>
/// <param name="Row">Its place among the events of its type there.</param>
public readonly record struct PendingPlace(long Buffer, int Row);
