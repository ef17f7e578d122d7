using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tracking;

/// <summary>
/// What follows from the events of a visitor: how long they stayed on a page, which the event of its view then says, and which form they
/// left, which is an event of its own. Used by one thread at a time.
/// </summary>
/// <param name="sessions">Who is there.</param>
/// <param name="resolver">Says whose events are.</param>
/// <param name="moves">Which stored events may belong to others by now.</param>
/// <param name="findOwner">Says to whom a stored page view belongs, by its id and instant; null where it is no more.</param>
internal sealed class VisitorEvents(
    VisitorSessions sessions, IdentityResolver resolver, EventMoves moves, Func<string, long, (long? Account, long? Contact)?> findOwner)
{
    private const long MicrosecondsPerUnit = 100;

    /// <summary>Who is on a page for less than a second was led on.</summary>
    private const long ShortestStay = 1_000_000;

    /// <summary>Nobody fills in more forms at a time: who begins one more has left the first of them.</summary>
    private const int MostForms = 16;

    /// <summary>False to conclude nothing.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>The time from one instant to another, as events say it.</summary>
    public static DataValue Between(long from, long to) => DataValue.OfUnits((to - from) / MicrosecondsPerUnit);

    /// <summary>Whose visits end by themselves, as of an instant.</summary>
    public void PassTime(long now, DataCatalog catalog, IIngestSink sink)
    {
        while (sessions.TakeGone(now) is { } gone)
        {
            EndVisit(gone, catalog, sink);
        }
    }

    /// <summary>A message of a visitor that makes no event.</summary>
    public void Hear(TrackedMessage message, in IdentityClues clues)
    {
        if (message.HasVisitor && sessions.Find(message.VisitorKey) is { } session)
        {
            Touch(session, message, clues);
        }
    }

    /// <summary>Before an event of a visitor: gives what follows from it for what they did before to the sink.</summary>
    public void Leave(TrackedMessage message, EventRow row, DataCatalog catalog, IIngestSink sink)
    {
        if (!IsOn || !message.HasVisitor || sessions.Find(message.VisitorKey) is not { } session)
        {
            return;
        }

        if (session.LastSeen > 0 && row.Instant - session.LastSeen > VisitorSessions.IdleMicroseconds)
        {
            EndVisit(session, catalog, sink);
        }

        switch (row.Type.Name)
        {
            case EventMaker.PageView:
                LeavePage(session, row.Instant, catalog, sink);
                LeaveForms(session, row.Instant, catalog, sink);
                break;
            case EventMaker.FormStart when session.Forms is [{ } first, ..] forms && forms.Count >= MostForms:
                LeaveForm(session, first, Math.Max(first.Instant, row.Instant), catalog, sink);
                session.EndForms(first.Equals);
                break;
            case EventMaker.PageEngagement:
                Engage(session, row, catalog, sink);
                break;
            default:
                break;
        }
    }

    /// <summary>After an event of a visitor: where they are now.</summary>
    /// <param name="message">The message.</param>
    /// <param name="made">The event.</param>
    /// <param name="place">Where it waits to be stored.</param>
    /// <param name="clues">Whose it is.</param>
    public void Arrive(TrackedMessage message, IngestedEvent made, PendingPlace place, in IdentityClues clues)
    {
        if (!IsOn || message.AnonymousId is null)
        {
            return;
        }

        VisitorSession session = sessions.Open(message.VisitorKey, message.AnonymousId, message.ReceivedAt);
        EventRow row = made.Row;
        switch (row.Type.Name)
        {
            case EventMaker.PageView when session.Page is null || session.Page.Instant <= row.Instant:
                session.OpenPage(made, place, moves.Count);
                break;
            case EventMaker.FormStart:
                BeginForm(session, row, row.Property("form"));
                break;
            case EventMaker.FormSubmit or EventMaker.FormAbandon when session.Forms is not null:
                EndForms(session, row.Property("form"));
                break;
            default:
                break;
        }

        Touch(session, message, clues);
    }

    /// <summary>Who begins a form again begins it only then.</summary>
    private static void BeginForm(VisitorSession session, EventRow row, DataValue begun)
    {
        session.EndForms(form => form.Form == begun);
        session.BeginForm(new OpenForm(row.Id, row.Instant, begun));
    }

    /// <summary>What does not say which form it is may be of any of them.</summary>
    private static void EndForms(VisitorSession session, DataValue ended) =>
        session.EndForms(form => !ended.IsKnown || !form.Form.IsKnown || form.Form == ended);

    private static void Touch(VisitorSession session, TrackedMessage message, in IdentityClues clues)
    {
        session.LastSeen = Math.Max(session.LastSeen, message.Instant);
        session.LastHeard = message.ReceivedAt;
        if (session.Forms is { } forms)
        {
            foreach (OpenForm form in forms)
            {
                form.Clues = clues;
            }
        }
    }

    /// <summary>Of the last page of a visit the time is known up to the last thing that the visitor did there.</summary>
    private void EndVisit(VisitorSession session, DataCatalog catalog, IIngestSink sink)
    {
        LeavePage(session, session.LastSeen, catalog, sink);
        LeaveForms(session, session.LastSeen, catalog, sink);
        session.ClosePage();
        session.EndForms(_ => true);
    }

    private void LeavePage(VisitorSession session, long instant, DataCatalog catalog, IIngestSink sink)
    {
        if (session.Page is not { } page || page.Instant + ShortestStay > instant)
        {
            return;
        }

        if (!page.IsMeasured)
        {
            TellTime(session, page, Between(page.Instant, instant), catalog, sink);
        }

        session.ClosePage();
    }

    /// <summary>A ping says how long they have been on the page; one that does not say it says that they still are.</summary>
    private void Engage(VisitorSession session, EventRow ping, DataCatalog catalog, IIngestSink sink)
    {
        if (session.Page is not { } page || page.Instant > ping.Instant || !IsThere(page, ping, catalog))
        {
            return;
        }

        DataValue said = ping.Property(GrowingProperties.Seconds);
        if (said is { IsKnown: true, Kind: ValueKind.Exact } && said.Number >= 0)
        {
            page.IsMeasured = true;
            TellTime(session, page, DataValue.OfUnits(checked((long)said.Number)), catalog, sink);
        }
        else if (!page.IsMeasured && page.Instant + ShortestStay <= ping.Instant)
        {
            TellTime(session, page, Between(page.Instant, ping.Instant), catalog, sink);
        }

        // The event of the page before may be sent when the next one is there already; of that the time up to the next is told by then, and it only grows.
        static bool IsThere(OpenPage page, EventRow ping, DataCatalog catalog)
        {
            DataValue path = ping.Property("path");
            DataValue known = catalog.FindEvent(EventMaker.PageView) is { } type ? page.Row(type).Property("path") : DataValue.Missing;
            return !path.IsKnown || !known.IsKnown || path == known;
        }
    }

    /// <summary>The event of the page's view says from here on how long they stayed, where that is longer than it said.</summary>
    private void TellTime(VisitorSession session, OpenPage page, DataValue time, DataCatalog catalog, IIngestSink sink)
    {
        if (catalog.FindEvent(EventMaker.PageView) is not { } type || type.Find(GrowingProperties.Seconds) is not { Type: FieldType.Number })
        {
            return;
        }

        if (moves.MayHaveMoved(session, page))
        {
            if (findOwner(page.EventId, page.Instant) is not { } owner)
            {
                session.ClosePage();
                return;
            }

            page.SetOwner(owner.Account, owner.Contact, moves.Count);
        }

        if (page.Time is { IsKnown: true } told && told.Number >= time.Number)
        {
            return;
        }

        sink.Amend(new AmendedEvent(page, type, GrowingProperties.Seconds, time));
        page.Time = time;
    }

    private void LeaveForms(VisitorSession session, long instant, DataCatalog catalog, IIngestSink sink)
    {
        if (session.Forms is { } forms)
        {
            LeaveForms(session, forms, instant, catalog, sink);
        }
    }

    private void LeaveForms(VisitorSession session, IReadOnlyList<OpenForm> forms, long instant, DataCatalog catalog, IIngestSink sink)
    {
        foreach (OpenForm form in forms.Where(form => form.Instant <= instant))
        {
            LeaveForm(session, form, instant, catalog, sink);
        }

        session.EndForms(form => form.Instant <= instant);
    }

    private void LeaveForm(VisitorSession session, OpenForm form, long instant, DataCatalog catalog, IIngestSink sink)
    {
        if (catalog.FindEvent(EventMaker.FormAbandon) is { } type)
        {
            sink.Add(EventMaker.Derive(
                form.EventId + ":abandon",
                instant,
                type,
                [("form", form.Form), ("seconds", Between(form.Instant, instant))],
                session.AnonymousId,
                resolver.Resolve(form.Clues)));
        }
    }
}
