using Strata.Language.Catalog;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Identity;

/// <summary>Who a visitor turned out to be.</summary>
/// <param name="Contact">The contact's ref; null where only the account is known.</param>
/// <param name="Account">The account that the visitor was said to belong to; null for the contact's.</param>
public readonly record struct LinkedVisitor(long? Contact, long? Account);

/// <summary>
/// The visitors that were identified and the other names of users, in memory: about 40 bytes each. One thread owns it, which changes and
/// reads it; any other asks <see cref="FindBeside"/>.
/// </summary>
public sealed class VisitorLinks
{
    private const uint Seed = 11;
    private readonly HashSet<UInt128> _otherNames = [];

    /// <summary>Held by the owner while it changes what others read, and by others while they read.</summary>
    private readonly Lock _changing = new();
    private KeyMap<(int Contact, int Account)> _links = new();

    /// <summary>Those that were merged away, with those they are now.</summary>
    private Dictionary<long, long> _contacts = [];
    private Dictionary<long, long> _accounts = [];

    /// <summary>The links of a warehouse.</summary>
    public static VisitorLinks Of(DuckDbConnection connection)
    {
        var links = new VisitorLinks();
        links.Reload(connection);
        return links;
    }

    /// <summary>Reads the links that hold.</summary>
    internal void Reload(DuckDbConnection connection)
    {
        var links = new KeyMap<(int Contact, int Account)>();
        foreach (LinkRecord link in LinkLedger.Holding(connection, LinkKind.Anonymous))
        {
            links.GetOrAdd(KeyOf(link.Key), out _) = Packed(new LinkedVisitor(link.Contact, link.Account));
        }

        _otherNames.Clear();
        foreach (LinkRecord link in LinkLedger.Holding(connection, LinkKind.User))
        {
            AddOtherName(link.Key);
        }

        lock (_changing)
        {
            _links = links;
        }

        ReloadMerges(connection);
    }

    /// <summary>Reads again who was merged into whom.</summary>
    internal void ReloadMerges(DuckDbConnection connection)
    {
        MergeRecord[] holding = [.. MergeLedger.All(connection).Where(merge => merge.UndoneAt is null)];
        Dictionary<long, long> contacts = Merged(holding, EntityKind.Contact), accounts = Merged(holding, EntityKind.Account);
        lock (_changing)
        {
            (_contacts, _accounts) = (contacts, accounts);
        }

        foreach (MergeRecord merge in holding.Where(merge => merge.Of == EntityKind.Contact))
        {
            AddOtherName(merge.OtherId);
        }
    }

    /// <summary>Reads again who a visitor is, after a link of theirs was undone.</summary>
    internal void Reload(DuckDbConnection connection, string anonymousId)
    {
        LinkRecord? link = LinkLedger.Of(connection, anonymousId).FirstOrDefault(link => link.Kind == LinkKind.Anonymous && link.UndoneAt is null);
        if (link is not null)
        {
            Add(anonymousId, new LinkedVisitor(link.Contact, link.Account));
            return;
        }

        lock (_changing)
        {
            _links.Remove(KeyOf(anonymousId));
        }
    }

    /// <summary>True for a user's id that is another name of a contact.</summary>
    internal bool IsOtherName(string user) => _otherNames.Contains(KeyHash.Of(user, Seed));

    /// <summary>Says that a user's id is another name of a contact.</summary>
    internal void AddOtherName(string user) => _otherNames.Add(KeyHash.Of(user, Seed));

    /// <summary>What stands for a visitor.</summary>
    internal static UInt128 KeyOf(string anonymousId) => KeyHash.Of(anonymousId, Seed);

    /// <summary>What stands for a visitor, whose id is UTF-8 text.</summary>
    internal static UInt128 KeyOf(ReadOnlySpan<byte> anonymousId) => KeyHash.Of(anonymousId, Seed);

    /// <summary>Who a visitor is, or null.</summary>
    internal LinkedVisitor? Find(string anonymousId) => Find(KeyOf(anonymousId));

    /// <summary>Who a visitor is, or null. Contacts and accounts that were merged away are those that stayed.</summary>
    /// <param name="key">What stands for the visitor.</param>
    internal LinkedVisitor? Find(UInt128 key) =>
        _links.TryGetValue(key, out (int Contact, int Account) found)
            ? new LinkedVisitor(Stayed(_contacts, found.Contact), Stayed(_accounts, found.Account))
            : null;

    /// <summary>As <see cref="Find(UInt128)"/>, for threads that do not own it.</summary>
    internal LinkedVisitor? FindBeside(UInt128 key)
    {
        lock (_changing)
        {
            return Find(key);
        }
    }

    /// <summary>Fetches what is known of a visitor into the processor's cache.</summary>
    internal void Prefetch(UInt128 key) => _links.Prefetch(key);

    /// <summary>Says who a visitor is.</summary>
    internal void Add(string anonymousId, LinkedVisitor visitor)
    {
        if (_links.IsFull)
        {
            // Nobody waits while the room for it is made.
            KeyMap<(int Contact, int Account)> larger = _links.Larger();
            lock (_changing)
            {
                _links = larger;
            }
        }

        lock (_changing)
        {
            _links.GetOrAdd(KeyOf(anonymousId), out _) = Packed(visitor);
        }
    }

    private static (int Contact, int Account) Packed(LinkedVisitor visitor) =>
        (visitor.Contact is { } contact ? checked((int)contact) : -1, visitor.Account is { } account ? checked((int)account) : -1);

    private static Dictionary<long, long> Merged(IEnumerable<MergeRecord> holding, EntityKind of) => holding
        .Where(merge => merge.Of == of)
        .ToDictionary(merge => merge.OtherRef, merge => merge.KeepRef);

    private static long? Stayed(Dictionary<long, long> merged, int reference)
    {
        long stayed = reference;
        while (merged.Count > 0 && merged.TryGetValue(stayed, out long kept))
        {
            stayed = kept;
        }

        return stayed < 0 ? null : stayed;
    }
}
