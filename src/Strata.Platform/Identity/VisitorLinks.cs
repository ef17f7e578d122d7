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

/// <summary>The visitors that were identified and the other names of users, in memory: about 40 bytes each. Used by one thread at a time.</summary>
internal sealed class VisitorLinks
{
    private const uint Seed = 11;
    private readonly KeyMap<(int Contact, int Account)> _links = new();
    private readonly HashSet<UInt128> _otherNames = [];

    /// <summary>Reads the links that hold; contacts and accounts that were merged away are those that stayed.</summary>
    public void Reload(DuckDbConnection connection)
    {
        _links.Clear();
        _otherNames.Clear();
        Dictionary<long, long> contacts = Merged(connection, EntityKind.Contact), accounts = Merged(connection, EntityKind.Account);
        foreach (LinkRecord link in LinkLedger.Holding(connection, LinkKind.Anonymous))
        {
            Add(link.Key, new LinkedVisitor(Stayed(contacts, link.Contact), Stayed(accounts, link.Account)));
        }

        foreach (LinkRecord link in LinkLedger.Holding(connection, LinkKind.User))
        {
            AddOtherName(link.Key);
        }

        foreach (MergeRecord merge in MergeLedger.All(connection).Where(merge => merge.Of == EntityKind.Contact && merge.UndoneAt is null))
        {
            AddOtherName(merge.OtherId);
        }
    }

    /// <summary>True for a user's id that is another name of a contact.</summary>
    public bool IsOtherName(string user) => _otherNames.Contains(KeyHash.Of(user, Seed));

    /// <summary>Says that a user's id is another name of a contact.</summary>
    public void AddOtherName(string user) => _otherNames.Add(KeyHash.Of(user, Seed));

    /// <summary>What stands for a visitor.</summary>
    public static UInt128 KeyOf(string anonymousId) => KeyHash.Of(anonymousId, Seed);

    /// <summary>What stands for a visitor, whose id is UTF-8 text.</summary>
    public static UInt128 KeyOf(ReadOnlySpan<byte> anonymousId) => KeyHash.Of(anonymousId, Seed);

    /// <summary>Who a visitor is, or null.</summary>
    public LinkedVisitor? Find(string anonymousId) => Find(KeyOf(anonymousId));

    /// <summary>Who a visitor is, or null.</summary>
    /// <param name="key">What stands for the visitor.</param>
    public LinkedVisitor? Find(UInt128 key) =>
        _links.TryGetValue(key, out (int Contact, int Account) found)
            ? new LinkedVisitor(found.Contact < 0 ? null : found.Contact, found.Account < 0 ? null : found.Account)
            : null;

    /// <summary>Fetches what is known of a visitor into the processor's cache.</summary>
    public void Prefetch(UInt128 key) => _links.Prefetch(key);

    /// <summary>Says who a visitor is.</summary>
    public void Add(string anonymousId, LinkedVisitor visitor) => _links.GetOrAdd(KeyOf(anonymousId), out _) =
        (visitor.Contact is { } contact ? checked((int)contact) : -1, visitor.Account is { } account ? checked((int)account) : -1);

    private static Dictionary<long, long> Merged(DuckDbConnection connection, EntityKind of) => MergeLedger.All(connection)
        .Where(merge => merge.Of == of && merge.UndoneAt is null)
        .ToDictionary(merge => merge.OtherRef, merge => merge.KeepRef);

    private static long? Stayed(Dictionary<long, long> merged, long? reference)
    {
        while (reference is { } known && merged.TryGetValue(known, out long stayed))
        {
            reference = stayed;
        }

        return reference;
    }
}
