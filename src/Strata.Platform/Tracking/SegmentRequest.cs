namespace Strata.Platform.Tracking;

/// <summary>What one request of the tracking API says.</summary>
/// <param name="Messages">The messages taken, in their order.</param>
/// <param name="Errors">Those not taken, in their order.</param>
public sealed record SegmentRequest(IReadOnlyList<TrackedMessage> Messages, IReadOnlyList<MessageError> Errors);
