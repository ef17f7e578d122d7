using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest.Store;

/// <summary>A message that could not be taken, to be looked at and sent again.</summary>
/// <param name="ReceivedAt">When it came, in UTC microseconds.</param>
/// <param name="WriteKey">The id of the key it came with.</param>
/// <param name="Kind">What it was sent as: <c>track</c>, <c>identify</c>, …, <c>batch</c>.</param>
/// <param name="Ip">Where it came from, or null.</param>
/// <param name="UserAgent">What it came from, or null.</param>
/// <param name="Reason">Why it could not be taken.</param>
/// <param name="Message">The message as it was sent.</param>
/// <param name="Privacy">What the headers of its request said.</param>
/// <param name="Beside">A JSON object of what its batch said for all of its messages, <c>sentAt</c> and <c>context</c>; null where it said nothing.</param>
public sealed record DeadLetter(
    long ReceivedAt, string WriteKey, string Kind, string? Ip, string? UserAgent, string Reason, string Message,
    PrivacySignals Privacy = PrivacySignals.None, string? Beside = null)
{
    private const int CharactersOfAnEvent = 256;

    /// <summary>How many events take as much room while they wait to be stored, about.</summary>
    internal int Load => 1 + ((Message.Length + (Beside?.Length ?? 0)) / CharactersOfAnEvent);
}
