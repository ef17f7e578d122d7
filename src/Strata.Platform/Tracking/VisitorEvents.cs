using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tracking;

/// <summary>
/// What follows from the events of a visitor: how long they stayed on a page, and which form they left. A page view is stored when it
/// comes and does not change; its time is an event of its own, once it is known. Used by one thread at a time.
/// </summary>
internal sealed class VisitorEvents(VisitorSessions sessions, IdentityResolver resolver)
{
    private const long MicrosecondsPerUnit = 100;

    /// <summary>Who is on a page for less than a second was led on.</summary>
    private const long ShortestStay = 1_000_000;

    /// <summary>False to conclude nothing.</summary>
    public bool IsOn { get; set; } = true;

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
        if (message.AnonymousId is not null && sessions.Find(message.AnonymousId) is { } session)
        {
            Touch(session, message, clues);
        }
    }

    /// <summary>An event of a visitor; gives what follows from it to the sink.</summary>
    public void Follow(TrackedMessage message, EventRow row, in IdentityClues clues, DataCatalog catalog, IIngestSink sink)
    {
        if (!IsOn || message.AnonymousId is null)
        {
            return;
        }

        VisitorSession session = sessions.Open(message.AnonymousId, message.ReceivedAt);
        if (session.LastSeen > 0 && row.Instant - session.LastSeen > VisitorSessions.IdleMicroseconds)
        {
            EndVisit(session, catalog, sink);
        }

        switch (row.Type.Name)
        {
            case EventMaker.PageView:
                LeavePage(session, row.Instant, catalog, sink);
                LeaveForm(session, row.Instant, catalog, sink);
                OpenPage(session, row);
                break;
            case EventMaker.PageEngagement:
                session.ClosePage();
                break;
            case EventMaker.FormStart:
                session.Form = new OpenForm(row.Id, row.Instant, row.Property("form"));
                break;
            case EventMaker.FormSubmit or EventMaker.FormAbandon when IsOf(session.Form, row.Property("form")):
                session.Form = null;
                break;
            default:
                break;
        }

        Touch(session, message, clues);
    }

    private static bool IsOf(OpenForm? open, DataValue form) => open is not null && (!form.IsKnown || !open.Form.IsKnown || open.Form == form);

    private static void Touch(VisitorSession session, TrackedMessage message, in IdentityClues clues)
    {
        session.LastSeen = Math.Max(session.LastSeen, message.Instant);
        session.LastHeard = message.ReceivedAt;
        session.Clues = clues;
    }

    private static void OpenPage(VisitorSession session, EventRow row)
    {
        if (session.Page is null || session.Page.Instant <= row.Instant)
        {
            if (row.Property("seconds").IsKnown)
            {
                session.ClosePage();
                return;
            }

            session.OpenPage(
                row.Id, row.Instant, row.Property("page"), row.Property("path"), row.Property("url"), row.Property("title"), row.Property("campaign"));
        }
    }

    /// <summary>Of the last page of a visit the time is known up to the last thing that the visitor did there.</summary>
    private void EndVisit(VisitorSession session, DataCatalog catalog, IIngestSink sink)
    {
        LeavePage(session, session.LastSeen, catalog, sink);
        LeaveForm(session, session.LastSeen, catalog, sink);
        session.ClosePage();
        session.Form = null;
    }

    private void LeavePage(VisitorSession session, long instant, DataCatalog catalog, IIngestSink sink)
    {
        if (session.Page is not { } page || page.Instant + ShortestStay > instant || catalog.FindEvent(EventMaker.PageEngagement) is not { } type)
        {
            return;
        }

        sink.Add(EventMaker.Derive(
            page.EventId + ":engagement",
            instant,
            type,
            [
                ("page", page.Page), ("path", page.Path), ("url", page.Url), ("title", page.Title), ("campaign", page.Campaign),
                ("seconds", DataValue.OfUnits((instant - page.Instant) / MicrosecondsPerUnit)),
            ],
            session.AnonymousId,
            resolver.Resolve(session.Clues)));
        session.ClosePage();
    }

    private void LeaveForm(VisitorSession session, long instant, DataCatalog catalog, IIngestSink sink)
    {
        if (session.Form is not { } form || form.Instant > instant || catalog.FindEvent(EventMaker.FormAbandon) is not { } type)
        {
            return;
        }

        sink.Add(EventMaker.Derive(
            form.EventId + ":abandon",
            instant,
            type,
            [("form", form.Form), ("seconds", DataValue.OfUnits((instant - form.Instant) / MicrosecondsPerUnit))],
            session.AnonymousId,
            resolver.Resolve(session.Clues)));
        session.Form = null;
    }
}
