namespace Strata.Platform.Activation.Webhooks;

/// <summary>Somebody who is told of changes of membership by HTTP.</summary>
public sealed record Webhook
{
    /// <summary>Its id, 12 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Where changes are sent to.</summary>
    public required Uri Url { get; init; }

    /// <summary>What they are signed with: <c>whsec_</c> and base64. Shown when the webhook is made, and never after.</summary>
    public required string Secret { get; init; }

    /// <summary>The segments that it is told of, by name; empty for all.</summary>
    public IReadOnlyList<string> Segments { get; init; } = [];

    /// <summary>Whether it is told of who entered.</summary>
    public bool Entered { get; init; } = true;

    /// <summary>Whether it is told of who left.</summary>
    public bool Left { get; init; } = true;

    /// <summary>When it was made, in UTC microseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>The offset of the membership log before which nothing is left to be sent, other than what waits to be sent again.</summary>
    public long Position { get; init; }

    /// <summary>How often it was rewound.</summary>
    internal long Generation { get; init; }

    /// <summary>When it was given up, in UTC microseconds; null while it is sent to.</summary>
    public long? DisabledAt { get; init; }

    /// <summary>Why it was given up; null while it is sent to.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>Whether a change is one that it is told of.</summary>
    public bool Wants(Live.MembershipChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return (change.Entered ? Entered : Left) && (Segments.Count == 0 || Segments.Contains(change.Segment, StringComparer.OrdinalIgnoreCase));
    }
}

/// <summary>How a webhook stands.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Waiting">How many changes wait to be sent again.</param>
/// <param name="Dead">How many were given up.</param>
public sealed record WebhookState(Webhook Webhook, long Waiting, long Dead);

/// <summary>An attempt to tell a webhook of a change.</summary>
/// <param name="Offset">The change's offset in the membership log.</param>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Outcome"><c>delivered</c>, <c>failed</c> (it is tried again) or <c>dead</c> (it is not).</param>
/// <param name="Status">The status it was answered with; null where it was not answered.</param>
/// <param name="Error">Why it failed; null where it was delivered.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record WebhookAttempt(long Offset, long At, string Outcome, int? Status, string? Error, double Milliseconds);

/// <summary>A change that waits to be sent again, or was given up.</summary>
/// <param name="Offset">Its offset in the membership log.</param>
/// <param name="Entity">Whom it is about; changes of one entity are sent in their order.</param>
/// <param name="Payload">What is sent.</param>
/// <param name="Since">When it failed first, in UTC microseconds.</param>
internal sealed record ParkedChange(long Offset, string Entity, byte[] Payload, long Since);
