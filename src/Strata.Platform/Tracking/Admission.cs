namespace Strata.Platform.Tracking;

/// <summary>Which well-formed messages are kept: none of robots, and none of people who did not agree. Used by one thread at a time.</summary>
/// <param name="requiredConsent">The categories of consent that a message must have; names without regard to case.</param>
/// <param name="respected">The signals of browsers that count as a refusal.</param>
internal sealed class Admission(IReadOnlyCollection<string> requiredConsent, PrivacySignals respected)
{
    private readonly BotList _bots = new();

    /// <summary>Why the message is not kept; null where it is.</summary>
    public DropReason? Refuse(TrackedMessage message)
    {
        TrackedContext context = message.Context;
        return _bots.IsBot(context.UserAgent) ? DropReason.Bot
            : (context.Privacy & respected) != PrivacySignals.None ? DropReason.PrivacySignal
            : HasConsent(context) ? null : DropReason.NoConsent;
    }

    /// <summary>
    /// A device that says nothing of consent has none; a server that says nothing speaks of what people did with the company, which
    /// needs none.
    /// </summary>
    private bool HasConsent(TrackedContext context)
    {
        if (requiredConsent.Count == 0)
        {
            return true;
        }

        return context.Consent is { } given ? Covers(given) : !context.IsFromDevice;
    }

    private bool Covers(IReadOnlyList<KeyValuePair<string, bool>> consent) => requiredConsent.All(category => consent.Any(
        given => given.Value && string.Equals(given.Key, category, StringComparison.OrdinalIgnoreCase)));
}
