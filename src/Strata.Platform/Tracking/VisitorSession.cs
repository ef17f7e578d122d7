using System.Buffers;
using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tracking;

/// <summary>
/// The page that a visitor is on: the event of its view as it is stored by now, so that it can be told how it was and how it is when its
/// time is known. Changed in place, without references to anything that comes and goes.
/// </summary>
internal sealed class OpenPage : IGrowingEvent
{
    private PackedValues _held;
    private int _length;

    /// <summary>The id of the event.</summary>
    public string EventId => _held.Id;

    /// <summary>When they came to it, in UTC microseconds.</summary>
    public long Instant { get; private set; }

    /// <summary>The event's type.</summary>
    public RowType Type { get; private set; } = null!;

    /// <summary>The account that the event belongs to, or null.</summary>
    public long? Account { get; set; }

    /// <summary>The contact who did it, or null.</summary>
    public long? Contact { get; set; }

    /// <summary>True where somebody who is not known yet may turn out to be the one it belongs to.</summary>
    public bool AwaitsOwner { get; private set; }

    /// <summary>When it was known last to whom the event belongs, as <see cref="EventMoves"/> counts.</summary>
    public long OwnerKnownAt { get; set; }

    /// <summary>Where the event waits to be stored.</summary>
    public PendingPlace Place { get; private set; }

    /// <summary>How long they stayed, as the event says by now; missing where it does not.</summary>
    public DataValue Time { get; set; }

    /// <summary>True where the time is said by those who measure it: what follows from the next page is not better.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>Puts another page in its place.</summary>
    /// <param name="opened">The event of its view.</param>
    /// <param name="place">Where it waits to be stored.</param>
    /// <param name="knownAt">When it was known to whom it belongs.</param>
    public void Set(IngestedEvent opened, PendingPlace place, long knownAt)
    {
        EventRow row = opened.Row;
        Instant = row.Instant;
        Account = opened.Account;
        Contact = row.Contact;
        AwaitsOwner = (opened.Account is null && (opened.AccountKey is not null || opened.ContactKey is not null || row.Contact is not null))
            || (row.Contact is null && opened.ContactKey is not null);
        OwnerKnownAt = knownAt;
        Place = place;
        Type = row.Type;
        Time = row.Property(GrowingProperties.Seconds);
        _length = Length(row.Type);
        DataValue[] values = ArrayPool<DataValue>.Shared.Rent(_length);
        row.CopyTo(values.AsSpan(0, _length));
        _held.Set(row.Id, values.AsSpan(0, _length));
        ArrayPool<DataValue>.Shared.Return(values);
    }

    /// <summary>The event as it is.</summary>
    /// <param name="type">Its type by the catalog of now, whose properties may be others than when it came.</param>
    public EventRow Row(RowType type)
    {
        var values = new DataValue[_length];
        _held.CopyTo(values);
        if (!ReferenceEquals(type, Type))
        {
            var earlier = new EventRow(Type, EventId, Instant, Contact, values);
            values = new DataValue[Length(type)];
            foreach (FieldDefinition field in type.Fields)
            {
                values[type.IndexOf(field.Name)] = earlier.Property(field.Name);
            }

            values[EventRow.Ordinal(type, "source")] = earlier.Property("source");
        }

        int time = type.IndexOf(GrowingProperties.Seconds);
        if (time >= 0)
        {
            values[time] = Time;
        }

        return new EventRow(type, EventId, Instant, Contact, values);
    }

    private static int Length(RowType type) => type.Fields.Count + (type.IndexOf("source") < 0 ? 1 : 0);
}

/// <summary>The form that a visitor has begun to fill in.</summary>
/// <param name="EventId">The id of the event of its start.</param>
/// <param name="Instant">When they began, in UTC microseconds.</param>
/// <param name="Form">Its name.</param>
internal sealed record OpenForm(string EventId, long Instant, DataValue Form)
{
    /// <summary>Whose the visitor's events are, as the last one since the form was begun said.</summary>
    public IdentityClues Clues { get; set; }
}

/// <summary>What a visitor is doing.</summary>
internal sealed class VisitorSession(UInt128 key, string anonymousId)
{
    /// <summary>One for all of their pages: hundreds of thousands of visitors are there at a time, and go from page to page.</summary>
    private OpenPage? _page;
    private bool _isOnPage;

    /// <summary>What stands for the visitor.</summary>
    public UInt128 Key { get; } = key;

    /// <summary>The visitor.</summary>
    public string AnonymousId { get; } = anonymousId;

    /// <summary>The page they are on; null where they are on none.</summary>
    public OpenPage? Page => _isOnPage ? _page : null;

    /// <summary>The form they are filling in, or null.</summary>
    public OpenForm? Form { get; set; }

    /// <summary>When they last did something, in UTC microseconds.</summary>
    public long LastSeen { get; set; }

    /// <summary>When the server last heard of them, in UTC microseconds.</summary>
    public long LastHeard { get; set; }

    /// <summary>They came to a page.</summary>
    /// <param name="opened">The event of its view.</param>
    /// <param name="place">Where it waits to be stored.</param>
    /// <param name="knownAt">When it was known to whom it belongs, as <see cref="EventMoves"/> counts.</param>
    public void OpenPage(IngestedEvent opened, PendingPlace place, long knownAt)
    {
        (_page ??= new OpenPage()).Set(opened, place, knownAt);
        _page.IsMeasured = opened.Row.Property(GrowingProperties.Seconds).IsKnown;
        _isOnPage = true;
    }

    /// <summary>They left it.</summary>
    public void ClosePage() => _isOnPage = false;
}
