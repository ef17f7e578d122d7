using Strata.Platform.Live;

namespace Strata.Platform.Tracking;

/// <summary>
/// Says whether stored events may belong to others than they did when they came: visitors and people become known, entities are merged and
/// parted. Bounded; used by one thread at a time.
/// </summary>
internal sealed class EventMoves
{
    /// <summary>Of more accounts, contacts and visitors it is not noted which.</summary>
    private const int MostNoted = 100_000;

    private readonly Dictionary<long, long> _accounts = [];
    private readonly Dictionary<long, long> _contacts = [];
    private readonly Dictionary<string, long> _visitors = new(StringComparer.Ordinal);
    private long _everybody;

    /// <summary>How often events moved so far.</summary>
    public long Count { get; private set; }

    /// <summary>Notes a change.</summary>
    public void Note(EntityChanges changes)
    {
        if (!changes.EventsMoved && !changes.Everything)
        {
            return;
        }

        Count++;
        if (changes.Everything || _accounts.Count + _contacts.Count + changes.Accounts.Count + changes.Contacts.Count > MostNoted)
        {
            NoteEverybody();
            return;
        }

        foreach (long account in changes.Accounts)
        {
            _accounts[account] = Count;
        }

        foreach (long contact in changes.Contacts)
        {
            _contacts[contact] = Count;
        }
    }

    /// <summary>Notes that the events of a visitor moved.</summary>
    public void NoteVisitor(string anonymousId)
    {
        Count++;
        if (_visitors.Count >= MostNoted)
        {
            NoteEverybody();
        }

        _visitors[anonymousId] = Count;
    }

    /// <summary>Whether the event of a page may belong to others since it was looked at.</summary>
    public bool MayHaveMoved(VisitorSession session, OpenPage page)
    {
        long since = page.OwnerKnownAt;
        return since < Count
            && (since < _everybody || page.AwaitsOwner
                || (page.Account is { } account && _accounts.GetValueOrDefault(account) > since)
                || (page.Contact is { } contact && _contacts.GetValueOrDefault(contact) > since)
                || (_visitors.Count > 0 && _visitors.GetValueOrDefault(session.AnonymousId) > since));
    }

    private void NoteEverybody()
    {
        _accounts.Clear();
        _contacts.Clear();
        _visitors.Clear();
        _everybody = Count;
    }
}
