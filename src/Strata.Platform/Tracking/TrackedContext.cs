namespace Strata.Platform.Tracking;

/// <summary>What the <c>context</c> of a message says that Strata reads; everything is null where it is not said.</summary>
public sealed class TrackedContext
{
    /// <summary>Nothing said.</summary>
    internal static TrackedContext None { get; } = new();

    /// <summary>The visitor's address. A server's own address never stands here: only devices are taken at the address they send from.</summary>
    public string? Ip { get; internal set; }

    /// <summary>The visitor's browser or device.</summary>
    public string? UserAgent { get; internal set; }

    /// <summary>The e-mail address among <c>traits</c>.</summary>
    public string? Email { get; internal set; }

    /// <summary>The campaign's name.</summary>
    public string? Campaign { get; internal set; }

    /// <summary>The address of the page.</summary>
    public string? PageUrl { get; internal set; }

    /// <summary>The path of the page's address.</summary>
    public string? PagePath { get; internal set; }

    /// <summary>The page's title.</summary>
    public string? PageTitle { get; internal set; }

    /// <summary>Where the visitor came from.</summary>
    public string? PageReferrer { get; internal set; }

    /// <summary>What the browser says about its user's wishes.</summary>
    public PrivacySignals Privacy { get; internal set; }

    /// <summary>The categories of consent and whether each was given; null where the message says nothing of consent.</summary>
    public IReadOnlyList<KeyValuePair<string, bool>>? Consent { get; internal set; }

    /// <summary>True for a message that a browser or a device sent itself: it says which browser or page it is.</summary>
    internal bool IsFromDevice => UserAgent is not null || PageUrl is not null || PagePath is not null;

    /// <summary>True where nothing is said.</summary>
    internal bool IsNothing => (Ip ?? UserAgent ?? Email ?? Campaign ?? PageUrl ?? PagePath ?? PageTitle ?? PageReferrer) is null
        && Privacy == PrivacySignals.None && Consent is null;

    /// <summary>These, completed by others where they say nothing.</summary>
    internal TrackedContext Over(TrackedContext other) => new()
    {
        Ip = Ip ?? other.Ip,
        UserAgent = UserAgent ?? other.UserAgent,
        Email = Email ?? other.Email,
        Campaign = Campaign ?? other.Campaign,
        PageUrl = PageUrl ?? other.PageUrl,
        PagePath = PagePath ?? other.PagePath,
        PageTitle = PageTitle ?? other.PageTitle,
        PageReferrer = PageReferrer ?? other.PageReferrer,
        Privacy = Privacy | other.Privacy,
        Consent = Consent ?? other.Consent,
    };
}
