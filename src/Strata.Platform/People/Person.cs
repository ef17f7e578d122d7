namespace Strata.Platform.People;

/// <summary>Somebody who works with the workspace in the browser.</summary>
/// <param name="Id">The id, 12 characters; it stays when name and e-mail change.</param>
/// <param name="Email">The e-mail address, as it was written; by it a person signs in. No two have one that differs only in case.</param>
/// <param name="Name">What the person is called.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="CreatedAt">When the account was made, in UTC microseconds.</param>
public sealed record Person(string Id, string Email, string Name, Role Role, long CreatedAt)
{
    /// <summary>Whether a password was set. Who has none signs in through OpenID Connect, or was only invited.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Whether the person signed in through OpenID Connect at least once.</summary>
    public bool HasOpenId { get; init; }

    /// <summary>When the person last did anything, to the minute, in UTC microseconds; null for never.</summary>
    public long? LastSeen { get; init; }

    /// <summary>When the account was disabled, in UTC microseconds; null while it is not.</summary>
    public long? DisabledAt { get; init; }

    /// <summary>Until when passwords are refused because too many were wrong, in UTC microseconds; null where they are not.</summary>
    public long? LockedUntil { get; init; }

    /// <summary>The person as the author of a change, as git writes authors.</summary>
    public string Author => $"{Name} <{Email}>";
}
