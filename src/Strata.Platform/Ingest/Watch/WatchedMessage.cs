using Strata.Platform.Identity;

namespace Strata.Platform.Ingest.Watch;

/// <summary>What became of a message.</summary>
public enum WatchedOutcome
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>It came before and counts once.</summary>
    Duplicate,

    /// <summary>It is well-formed and not kept: a robot sent it, or somebody who did not agree.</summary>
    Dropped,

    /// <summary>It could not be taken; it is a dead letter.</summary>
    Refused,
}

/// <summary>An event that a message made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="Instant">When it happened, in UTC microseconds.</param>
public sealed record WatchedEvent(string Id, string Type, long Instant);

/// <summary>A message as it came, and what became of it.</summary>
/// <param name="ReceivedAt">When it came, in UTC microseconds.</param>
/// <param name="MessageId">Its id; null for one without.</param>
/// <param name="Kind">Which call it is: <c>track</c>, <c>identify</c> …</param>
/// <param name="Name">The event's name as sent, or the page's; null for others.</param>
/// <param name="WriteKey">The id of the key that it came with.</param>
/// <param name="AnonymousId">The visitor, or null.</param>
/// <param name="UserId">The user, or null.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why it was dropped or refused; null for others.</param>
/// <param name="Account">The ref of the account that it is attributed to; null for nobody's.</param>
/// <param name="Contact">The ref of the contact; null for none.</param>
/// <param name="Rule">By what the account was found.</param>
/// <param name="Confidence">How sure that is, from 0 to 1.</param>
/// <param name="Steps">The rules that were tried, in order, with what came of them.</param>
/// <param name="Events">The events that it made; none for those that say something of people and accounts.</param>
/// <param name="Raw">The message as it came, JSON; cut where it is long.</param>
public sealed record WatchedMessage(
    long ReceivedAt,
    string? MessageId,
    string Kind,
    string? Name,
    string WriteKey,
    string? AnonymousId,
    string? UserId,
    WatchedOutcome Outcome,
    string? Reason,
    long? Account,
    long? Contact,
    AttributionRule Rule,
    double Confidence,
    IReadOnlyList<IdentityStep> Steps,
    IReadOnlyList<WatchedEvent> Events,
    string Raw);
