using NodaTime;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Tracking;

/// <summary>What the settings say about messages.</summary>
/// <param name="Zone">The zone of dates that have no offset.</param>
/// <param name="RequiredConsent">The categories of consent that a message must have.</param>
/// <param name="Respected">The signals of browsers that count as a refusal.</param>
/// <param name="IpConfidence">How sure an address must be of its company.</param>
/// <param name="ConcludesVisits">Whether the time on a page and forms that were left are concluded.</param>
public sealed record TrackingRules(
    DateTimeZone Zone, IReadOnlyList<string> RequiredConsent, PrivacySignals Respected, double IpConfidence, bool ConcludesVisits)
{
    /// <summary>The rules that settings make.</summary>
    public static TrackingRules Of(WorkspaceSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new TrackingRules(settings.Zone, settings.RequiredConsent, settings.RespectedSignals, settings.IpConfidence, settings.ConcludesVisits);
    }
}
