namespace Strata.Platform.Tracking;

/// <summary>Why a message that is well-formed is not kept.</summary>
public enum DropReason
{
    /// <summary>A robot sent it.</summary>
    Bot,

    /// <summary>The person did not consent to a category that is required.</summary>
    NoConsent,

    /// <summary>The person's browser asks not to be tracked.</summary>
    PrivacySignal,
}
