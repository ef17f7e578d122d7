using Strata.Language.Catalog;
using Strata.Warehouse.Links;

namespace Strata.Platform.Identity;

/// <summary>A contact or account as a message describes it, with its key in <c>id</c>.</summary>
/// <param name="Fields">The values by field, as <c>RowLoader</c> takes them.</param>
/// <param name="ObservedAt">When it was said, in UTC microseconds.</param>
internal sealed record PendingRow(Dictionary<string, object?> Fields, long ObservedAt);

/// <summary>A link that is to be made.</summary>
/// <param name="Kind">What the key is.</param>
/// <param name="Key">The id as sent.</param>
/// <param name="Contact">The contact as a reference, or null.</param>
/// <param name="Account">The account as a reference; null for the contact's.</param>
/// <param name="At">When it was said, in UTC microseconds.</param>
/// <param name="Cause">The id of the message.</param>
internal sealed record PendingLink(LinkKind Kind, string Key, string? Contact, string? Account, long At, string Cause);

/// <summary>That a visitor who left no events behind is a contact.</summary>
internal sealed record PendingLedgerRow(string AnonymousId, long Contact, long? Account, long At, string Cause);

/// <summary>Two contacts that an alias call says are one.</summary>
internal sealed record PendingMerge(string Keep, string Other, string Cause);

/// <summary>What messages said of contacts and accounts and of the catalog, and what is not written yet.</summary>
internal sealed class PendingIdentity
{
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);

    /// <summary>Contacts, in the order said.</summary>
    public List<PendingRow> Contacts { get; } = [];

    /// <summary>Accounts, in the order said.</summary>
    public List<PendingRow> Accounts { get; } = [];

    /// <summary>Links, in the order said.</summary>
    public List<PendingLink> Links { get; } = [];

    /// <summary>Merges, in the order said.</summary>
    public List<PendingMerge> Merges { get; } = [];

    /// <summary>Links that move nothing; they need not be written before anything else.</summary>
    public List<PendingLedgerRow> Ledger { get; } = [];

    /// <summary>What the catalog needs.</summary>
    public CatalogAdditions Additions { get; private set; } = CatalogAdditions.None;

    /// <summary>The id of the last message that said something.</summary>
    public string? Cause { get; set; }

    /// <summary>True where nothing waits but <see cref="Ledger"/>.</summary>
    public bool IsEmpty => Contacts.Count + Accounts.Count + Links.Count + Merges.Count == 0 && Additions.IsEmpty;

    /// <summary>Says that whose an event is that names this id depends on what waits.</summary>
    public void Await(string? key)
    {
        if (key is not null)
        {
            _awaited.Add(key);
        }
    }

    /// <summary>True where whose an event is depends on what waits.</summary>
    public bool Awaits(in IdentityClues clues) => _awaited.Count > 0
        && (Awaits(clues.GroupId) || Awaits(clues.UserId) || Awaits(clues.Email) || Awaits(clues.AnonymousId));

    /// <summary>True where what an id means depends on what waits.</summary>
    public bool Awaits(string? key) => key is not null && _awaited.Contains(key);

    /// <summary>Everything but <see cref="Ledger"/> is written.</summary>
    public void Clear()
    {
        Contacts.Clear();
        Accounts.Clear();
        Links.Clear();
        Merges.Clear();
        _awaited.Clear();
        Additions = CatalogAdditions.None;
        Cause = null;
    }

    /// <summary>Adds to what the catalog needs.</summary>
    public void Extend(CatalogAdditions additions) => Additions = Additions.Plus(additions);
}
