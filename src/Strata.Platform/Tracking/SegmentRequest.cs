namespace Strata.Platform.Tracking;

/// <summary>What one request of the tracking API says.</summary>
/// <param name="Messages">The messages taken, in their order.</param>
/// <param name="Errors">Those not taken, in their order.</param>
public sealed record SegmentRequest(IReadOnlyList<TrackedMessage> Messages, IReadOnlyList<MessageError> Errors)
{
    /// <summary>When a batch says that it was sent, as it came, UTF-8 JSON; empty where it does not.</summary>
    internal ReadOnlyMemory<byte> SentAt { get; init; }

    /// <summary>What a batch says of all of its messages, as it came, UTF-8 JSON; empty where it says nothing.</summary>
    internal ReadOnlyMemory<byte> Context { get; init; }
}
