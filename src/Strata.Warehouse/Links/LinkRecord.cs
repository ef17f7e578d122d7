namespace Strata.Warehouse.Links;

/// <summary>What the key of a link is.</summary>
public enum LinkKind
{
    /// <summary>A visitor's anonymous id.</summary>
    Anonymous,

    /// <summary>A user's id that is not the contact's own: the contact was found by the e-mail address.</summary>
    User,

    /// <summary>A group's id that is not the account's own: the account was found by the domain.</summary>
    Group,
}

/// <summary>That an id of the tracking API names a contact, an account, or a contact with its account.</summary>
/// <param name="Id">Its number, from 1 in the order made.</param>
/// <param name="Kind">What the key is.</param>
/// <param name="Key">The id as sent.</param>
/// <param name="Contact">The contact's ref; null where the link names an account only.</param>
/// <param name="Account">The account's ref; null where it is not known.</param>
/// <param name="LinkedAt">When it was made, in UTC microseconds.</param>
/// <param name="Cause">The id of the message that said so.</param>
/// <param name="UndoneAt">When it was undone, in UTC microseconds; null while it holds.</param>
public sealed record LinkRecord(
    long Id, LinkKind Kind, string Key, long? Contact, long? Account, long LinkedAt, string Cause, long? UndoneAt = null);
