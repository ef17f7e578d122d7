namespace Strata.Platform.Tracking;

/// <summary>What is known of a request besides its body. With the body it decides what is read: the same again gives the same messages.</summary>
/// <param name="ReceivedAt">When it came, in UTC microseconds; not the same for two requests.</param>
/// <param name="Ip">The address it came from, or null.</param>
/// <param name="UserAgent">Its <c>User-Agent</c>, or null.</param>
/// <param name="Privacy">What its headers <c>Sec-GPC</c> and <c>DNT</c> say.</param>
public readonly record struct RequestContext(long ReceivedAt, string? Ip = null, string? UserAgent = null, PrivacySignals Privacy = PrivacySignals.None);

/// <summary>What a browser says about its user's wishes.</summary>
[Flags]
public enum PrivacySignals
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Global Privacy Control: do not sell or share.</summary>
    GlobalPrivacyControl = 1,

    /// <summary>Do Not Track.</summary>
    DoNotTrack = 2,
}
