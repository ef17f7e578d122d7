namespace Strata.Platform.Tracking;

/// <summary>The calls of the Segment spec.</summary>
public enum MessageKind
{
    /// <summary>Somebody did something.</summary>
    Track,

    /// <summary>Who somebody is, with traits.</summary>
    Identify,

    /// <summary>Which account somebody belongs to, with the account's traits.</summary>
    Group,

    /// <summary>Somebody looked at a page.</summary>
    Page,

    /// <summary>Somebody looked at a screen of an app.</summary>
    Screen,

    /// <summary>Two ids are the same person.</summary>
    Alias,
}
