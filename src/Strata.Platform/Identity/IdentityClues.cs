namespace Strata.Platform.Identity;

/// <summary>What is said about whose an event is; everything may be null.</summary>
/// <param name="GroupId">The account that the event itself names.</param>
/// <param name="UserId">The person's id.</param>
/// <param name="Email">The person's e-mail address.</param>
/// <param name="AnonymousId">The visitor.</param>
/// <param name="Ip">The address that the visitor used.</param>
public readonly record struct IdentityClues(
    string? GroupId = null, string? UserId = null, string? Email = null, string? AnonymousId = null, string? Ip = null)
{
    /// <summary>Stands for <see cref="AnonymousId"/> (<see cref="VisitorLinks.KeyOf(string)"/>); 0 where nobody worked it out.</summary>
    internal UInt128 VisitorKey { get; init; }

    /// <summary>Stands for <see cref="GroupId"/> as an id (<see cref="Ingest.References.ReferenceCache.KeyOfId(string)"/>); 0 where nobody worked it out.</summary>
    internal UInt128 AccountKey { get; init; }
}
