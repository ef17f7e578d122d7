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
    private readonly List<PendingRow> _contacts = [];
    private readonly List<PendingRow> _accounts = [];
    private readonly Dictionary<(List<PendingRow> Rows, object Key, long ObservedAt), PendingRow> _rows = [];

    /// <summary>Contacts, in the order said.</summary>
    public IReadOnlyList<PendingRow> Contacts => _contacts;

    /// <summary>Accounts, in the order said.</summary>
    public IReadOnlyList<PendingRow> Accounts => _accounts;

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

    /// <summary>Adds what a message says of a contact.</summary>
    public void AddContact(Dictionary<string, object?> fields, long observedAt) => Add(_contacts, fields, observedAt);

    /// <summary>Adds what a message says of an account.</summary>
    public void AddAccount(Dictionary<string, object?> fields, long observedAt) => Add(_accounts, fields, observedAt);

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
        _contacts.Clear();
        _accounts.Clear();
        _rows.Clear();
        Links.Clear();
        Merges.Clear();
        _awaited.Clear();
        Additions = CatalogAdditions.None;
        Cause = null;
    }

    /// <summary>Adds to what the catalog needs.</summary>
    public void Extend(CatalogAdditions additions) => Additions = Additions.Plus(additions);

    /// <summary>Of rows of one key and instant the loader takes the last, as of a file that has a row twice: messages are one row here.</summary>
    private void Add(List<PendingRow> rows, Dictionary<string, object?> fields, long observedAt)
    {
        object key = fields["id"] ?? throw new ArgumentException("A row has a key.", nameof(fields));
        if (!_rows.TryGetValue((rows, key, observedAt), out PendingRow? row))
        {
            rows.Add(_rows[(rows, key, observedAt)] = new PendingRow(fields, observedAt));
            return;
        }

        foreach ((string field, object? value) in fields)
        {
            row.Fields[field] = value ?? row.Fields.GetValueOrDefault(field);
        }
    }
}
