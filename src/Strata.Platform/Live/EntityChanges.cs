namespace Strata.Platform.Live;

/// <summary>Which accounts and contacts the rows belong to that were written to the warehouse; past and present ones.</summary>
/// <param name="Accounts">The numbers of the accounts whose fields, contacts or collections changed, or that are new or gone.</param>
/// <param name="Contacts">The numbers of the contacts whose fields changed, or that are new or gone.</param>
/// <param name="EventsMoved">True where events that were stored before came to them or went from them (stitched, merged, attached).</param>
/// <param name="Cause">Why.</param>
public sealed record EntityChanges(
    IReadOnlyCollection<long> Accounts, IReadOnlyCollection<long> Contacts, bool EventsMoved, MembershipCause Cause)
{
    /// <summary>True where anything may have changed, so that everybody is evaluated again; the two lists are then without meaning.</summary>
    public bool Everything { get; internal init; }

    /// <summary>True where accounts or contacts became one, or two again.</summary>
    public bool Merged { get; init; }

    /// <summary>The visitors whose links were undone, by their anonymous ids.</summary>
    public IReadOnlyCollection<string> Unlinked { get; init; } = [];

    /// <summary>Anything may have changed.</summary>
    public static EntityChanges All(MembershipCause cause) => new([], [], EventsMoved: true, cause) { Everything = true };
}
