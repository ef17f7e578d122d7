namespace Strata.Platform.Keys;

/// <summary>What a key may do.</summary>
public enum KeyScope
{
    /// <summary>Send events, and nothing else: such a key may be public, in a web page.</summary>
    Track,

    /// <summary>Read segments, members, accounts and changes.</summary>
    Read,

    /// <summary>
    /// What <see cref="Read"/> and <see cref="Track"/> may, and change data and definitions: edit and delete segments and segmentations (propose
    /// to, where changes need approval), import, merge, train scores, replay dead letters, and manage webhooks, which send data elsewhere.
    /// </summary>
    Write,

    /// <summary>Everything: also approve, manage keys and people, read the audit log, and order sources.</summary>
    Admin,
}

/// <summary>What scopes allow.</summary>
public static class KeyScopes
{
    /// <summary>Whether whoever has a scope may do what needs another. Who may only read may not send events.</summary>
    public static bool Allows(this KeyScope scope, KeyScope needed) => needed == scope || (needed < scope && scope >= KeyScope.Write);
}

/// <summary>A key of the server's interface, as it is stored: the key itself is shown once, when it is made, and kept nowhere.</summary>
/// <param name="Id">Its public part, 12 characters, by which it is listed and revoked.</param>
/// <param name="Name">What its owner calls it; may be empty.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="RateLimit">The most requests a second; 0 for any number, null for the server's standard.</param>
/// <param name="CreatedAt">When it was made, in UTC microseconds.</param>
/// <param name="RevokedAt">When it was revoked, in UTC microseconds; null while it is accepted.</param>
public sealed record ApiKey(string Id, string Name, KeyScope Scope, int? RateLimit, long CreatedAt, long? RevokedAt)
{
    /// <summary>Whether the key may do what needs a scope.</summary>
    public bool Allows(KeyScope needed) => Scope.Allows(needed);
}
