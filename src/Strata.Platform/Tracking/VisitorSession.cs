using Strata.Index.Entity.Data;
using Strata.Platform.Identity;

namespace Strata.Platform.Tracking;

/// <summary>The page that a visitor is on.</summary>
/// <param name="EventId">The id of its page view.</param>
/// <param name="Instant">When they came to it, in UTC microseconds.</param>
/// <param name="Page">Its short name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Url">Its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Campaign">The campaign that brought them.</param>
internal sealed record OpenPage(
    string EventId, long Instant, DataValue Page, DataValue Path, DataValue Url, DataValue Title, DataValue Campaign);

/// <summary>The form that a visitor has begun to fill in.</summary>
/// <param name="EventId">The id of the event of its start.</param>
/// <param name="Instant">When they began, in UTC microseconds.</param>
/// <param name="Form">Its name.</param>
internal sealed record OpenForm(string EventId, long Instant, DataValue Form);

/// <summary>What a visitor is doing.</summary>
internal sealed class VisitorSession(string anonymousId)
{
    /// <summary>The visitor.</summary>
    public string AnonymousId { get; } = anonymousId;

    /// <summary>Whose the visitor's events are, as the last one said.</summary>
    public IdentityClues Clues { get; set; }

    /// <summary>The page they are on; null where its time is told, or they are on none.</summary>
    public OpenPage? Page { get; set; }

    /// <summary>The form they are filling in, or null.</summary>
    public OpenForm? Form { get; set; }

    /// <summary>When they last did something, in UTC microseconds.</summary>
    public long LastSeen { get; set; }

    /// <summary>When the server last heard of them, in UTC microseconds.</summary>
    public long LastHeard { get; set; }
}
