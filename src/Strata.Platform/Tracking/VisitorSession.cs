using Strata.Index.Entity.Data;
using Strata.Platform.Identity;

namespace Strata.Platform.Tracking;

/// <summary>The page that a visitor is on.</summary>
internal sealed class OpenPage
{
    /// <summary>The id of its page view.</summary>
    public string EventId { get; private set; } = "";

    /// <summary>When they came to it, in UTC microseconds.</summary>
    public long Instant { get; private set; }

    /// <summary>Its short name.</summary>
    public DataValue Page { get; private set; }

    /// <summary>Its path.</summary>
    public DataValue Path { get; private set; }

    /// <summary>Its address.</summary>
    public DataValue Url { get; private set; }

    /// <summary>Its title.</summary>
    public DataValue Title { get; private set; }

    /// <summary>The campaign that brought them.</summary>
    public DataValue Campaign { get; private set; }

    /// <summary>Puts another page in its place.</summary>
    public void Set(string eventId, long instant, DataValue page, DataValue path, DataValue url, DataValue title, DataValue campaign)
    {
        EventId = eventId;
        Instant = instant;
        Page = page;
        Path = path;
        Url = url;
        Title = title;
        Campaign = campaign;
    }
}

/// <summary>The form that a visitor has begun to fill in.</summary>
/// <param name="EventId">The id of the event of its start.</param>
/// <param name="Instant">When they began, in UTC microseconds.</param>
/// <param name="Form">Its name.</param>
internal sealed record OpenForm(string EventId, long Instant, DataValue Form);

/// <summary>What a visitor is doing.</summary>
internal sealed class VisitorSession(string anonymousId)
{
    /// <summary>One for all of their pages: hundreds of thousands of visitors are there at a time, and go from page to page.</summary>
    private OpenPage? _page;
    private bool _isOnPage;

    /// <summary>The visitor.</summary>
    public string AnonymousId { get; } = anonymousId;

    /// <summary>Whose the visitor's events are, as the last one said.</summary>
    public IdentityClues Clues { get; set; }

    /// <summary>The page they are on; null where its time is told, or they are on none.</summary>
    public OpenPage? Page => _isOnPage ? _page : null;

    /// <summary>The form they are filling in, or null.</summary>
    public OpenForm? Form { get; set; }

    /// <summary>When they last did something, in UTC microseconds.</summary>
    public long LastSeen { get; set; }

    /// <summary>When the server last heard of them, in UTC microseconds.</summary>
    public long LastHeard { get; set; }

    /// <summary>They came to a page.</summary>
    public void OpenPage(string eventId, long instant, DataValue page, DataValue path, DataValue url, DataValue title, DataValue campaign)
    {
        (_page ??= new OpenPage()).Set(eventId, instant, page, path, url, title, campaign);
        _isOnPage = true;
    }

    /// <summary>They left it, or its time is told.</summary>
    public void ClosePage() => _isOnPage = false;
}
