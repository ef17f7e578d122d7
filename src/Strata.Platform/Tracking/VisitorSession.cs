using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tracking;

/// <summary>
/// The page that a visitor is on: the event of its view as it is stored by now, so that it can be told how it was and how it is when its
/// time is known.
/// </summary>
/// <param name="states">What is kept of visitors.</param>
internal sealed class OpenPage(VisitorStates states) : IGrowingEvent
{
    /// <summary>Whose page it is: the place of what is kept of the visitor.</summary>
    public int Visitor { get; set; }

    /// <inheritdoc/>
    public string EventId => states.Held(Visitor).Id;

    /// <inheritdoc/>
    public long Instant => State.Instant;

    /// <inheritdoc/>
    public long? Account => Known(State.Account);

    /// <inheritdoc/>
    public long? Contact => Known(State.Contact);

    /// <summary>True where somebody who is not known yet may turn out to be the one it belongs to.</summary>
    public bool AwaitsOwner => State.AwaitsOwner;

    /// <summary>When it was known last to whom the event belongs, as <see cref="EventMoves"/> counts.</summary>
    public long OwnerKnownAt => State.OwnerKnownAt;

    /// <inheritdoc/>
    public PendingPlace Place => new(State.Buffer, State.Row);

    /// <summary>How long they stayed, as the event says by now; missing where it does not.</summary>
    public DataValue Time
    {
        get => State.HasTime ? DataValue.OfUnits(State.Time)
            : State.CameWithTime ? Values(states.TypeOf(Visitor))[EventRow.Ordinal(states.TypeOf(Visitor), GrowingProperties.Seconds)]
            : DataValue.Missing;
        set => (State.HasTime, State.Time) = (true, checked((long)value.Number));
    }

    /// <summary>True where the time is said by those who measure it: what follows from the next page is not better.</summary>
    public bool IsMeasured
    {
        get => State.IsMeasured;
        set => State.IsMeasured = value;
    }

    private ref VisitorState State => ref states.Of(Visitor);

    /// <summary>Puts another page in its place.</summary>
    /// <param name="opened">The event of its view.</param>
    /// <param name="place">Where it waits to be stored.</param>
    /// <param name="knownAt">When it was known to whom it belongs.</param>
    public void Set(IngestedEvent opened, PendingPlace place, long knownAt)
    {
        EventRow row = opened.Row;
        states.Hold(Visitor, row, Length(row.Type));
        ref VisitorState state = ref State;
        state.Instant = row.Instant;
        state.AwaitsOwner = (opened.Account is null && (opened.AccountKey is not null || opened.ContactKey is not null || row.Contact is not null))
            || (row.Contact is null && opened.ContactKey is not null);
        (state.Buffer, state.Row) = (place.Buffer, place.Row);
        state.CameWithTime = state.IsMeasured = row.Property(GrowingProperties.Seconds).IsKnown;
        state.HasTime = false;
        SetOwner(opened.Account, row.Contact, knownAt);
    }

    /// <summary>Says to whom the event belongs.</summary>
    /// <param name="account">The account, or null.</param>
    /// <param name="contact">The contact, or null.</param>
    /// <param name="knownAt">When that was known, as <see cref="EventMoves"/> counts.</param>
    public void SetOwner(long? account, long? contact, long knownAt) =>
        (State.Account, State.Contact, State.OwnerKnownAt) = (account ?? -1, contact ?? -1, knownAt);

    /// <summary>The event as it is.</summary>
    /// <param name="type">Its type by the catalog of now, whose properties may be others than when it came.</param>
    public EventRow Row(RowType type)
    {
        RowType then = states.TypeOf(Visitor);
        DataValue[] values = Values(then);
        if (!ReferenceEquals(type, then))
        {
            var earlier = new EventRow(then, EventId, Instant, Contact, values);
            values = new DataValue[Length(type)];
            foreach (FieldDefinition field in type.Fields)
            {
                values[type.IndexOf(field.Name)] = earlier.Property(field.Name);
            }

            values[EventRow.Ordinal(type, "source")] = earlier.Property("source");
        }

        int time = type.IndexOf(GrowingProperties.Seconds);
        if (time >= 0 && State.HasTime)
        {
            values[time] = Time;
        }

        return new EventRow(type, EventId, Instant, Contact, values);
    }

    private static long? Known(long reference) => reference < 0 ? null : reference;

    private static int Length(RowType type) => type.Fields.Count + (type.IndexOf("source") < 0 ? 1 : 0);

    private DataValue[] Values(RowType type)
    {
        var values = new DataValue[Length(type)];
        states.Held(Visitor).CopyTo(values);
        return values;
    }
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

/// <summary>What a visitor is doing: a look at what is kept of them, which is another's once another is looked for.</summary>
/// <param name="states">What is kept of visitors.</param>
internal sealed class VisitorSession(VisitorStates states)
{
    private readonly OpenPage _page = new(states);

    /// <summary>The visitor; made for those who ask.</summary>
    public string AnonymousId => states.VisitorOf(_page.Visitor);

    /// <summary>The page they are on; null where they are on none.</summary>
    public OpenPage? Page => State.IsOnPage ? _page : null;

    /// <summary>The forms they have begun to fill in and not sent, in the order in which they began; null for none.</summary>
    public IReadOnlyList<OpenForm>? Forms => states.FormsOf(_page.Visitor);

    /// <summary>When they last did something, in UTC microseconds.</summary>
    public long LastSeen
    {
        get => State.LastSeen;
        set => State.LastSeen = value;
    }

    /// <summary>When the server last heard of them, in UTC microseconds.</summary>
    public long LastHeard
    {
        get => State.LastHeard;
        set => State.LastHeard = value;
    }

    private ref VisitorState State => ref states.Of(_page.Visitor);

    /// <summary>Looks at another visitor.</summary>
    public VisitorSession At(int place)
    {
        _page.Visitor = place;
        return this;
    }

    /// <summary>They came to a page.</summary>
    /// <param name="opened">The event of its view.</param>
    /// <param name="place">Where it waits to be stored.</param>
    /// <param name="knownAt">When it was known to whom it belongs, as <see cref="EventMoves"/> counts.</param>
    public void OpenPage(IngestedEvent opened, PendingPlace place, long knownAt)
    {
        _page.Set(opened, place, knownAt);
        State.IsOnPage = true;
    }

    /// <summary>They began to fill in a form.</summary>
    public void BeginForm(OpenForm form) => states.AddForm(_page.Visitor, form);

    /// <summary>They are filling in some forms no more.</summary>
    public void EndForms(Predicate<OpenForm> which) => states.RemoveForms(_page.Visitor, which);

    /// <summary>They left it.</summary>
    public void ClosePage() => State.IsOnPage = false;
}
