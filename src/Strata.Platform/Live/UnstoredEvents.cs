using Strata.Index.Entity.Data;
using Strata.Platform.Ingest;

namespace Strata.Platform.Live;

/// <summary>
/// Events that arrived, or were amended, and that the warehouse may not show yet, each in its latest form. Used by one thread at a time.
/// </summary>
internal sealed class UnstoredEvents
{
    private readonly Queue<(long Number, IngestedEvent Event)> _waiting = new();
    private readonly Dictionary<EventsKey, List<EventRow>> _of = [];

    /// <summary>Those of the events that wait in whose place amended ones wait too.</summary>
    private readonly HashSet<EventRow> _superseded = [];
    private long _arrived;
    private long _storedUpTo;

    /// <summary>True where none is held.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>All of them.</summary>
    public IEnumerable<IngestedEvent> All => _waiting.Select(waiting => waiting.Event).Where(waiting => !_superseded.Contains(waiting.Row));

    /// <summary>Those of one owner and type, in any order; null where there are none.</summary>
    public List<EventRow>? Of(EventsKey key) => _of.GetValueOrDefault(key);

    /// <summary>An event arrived; where it is not held it only counts.</summary>
    public void Add(IngestedEvent arrived, bool isHeld)
    {
        _arrived++;
        if (!isHeld)
        {
            return;
        }

        _waiting.Enqueue((_arrived, arrived));
        foreach (EventsKey key in EventsKey.Of(arrived.Row, arrived.Account))
        {
            ListOf(key).Add(arrived.Row);
        }
    }

    /// <summary>An event is another from here on; where it is not held it only counts.</summary>
    public void Amend(AmendedEvent amended, bool isHeld)
    {
        _arrived++;
        if (!isHeld)
        {
            return;
        }

        EventRow after = amended.After;
        _waiting.Enqueue((_arrived, new IngestedEvent(after, amended.Account, null, null, null)));
        foreach (EventsKey key in EventsKey.Of(after, amended.Account))
        {
            List<EventRow> waiting = ListOf(key);
            if (Replace(waiting, after) is { } before)
            {
                _superseded.Add(before);
            }
            else
            {
                waiting.Add(after);
            }
        }
    }

    /// <summary>The warehouse has the oldest of what was added and amended.</summary>
    public void Stored(int count)
    {
        _storedUpTo += count;
        while (_waiting.TryPeek(out (long Number, IngestedEvent Event) oldest) && oldest.Number <= _storedUpTo)
        {
            _waiting.Dequeue();
            if (_superseded.Remove(oldest.Event.Row))
            {
                continue;
            }

            foreach (EventsKey key in EventsKey.Of(oldest.Event.Row, oldest.Event.Account))
            {
                if (_of.TryGetValue(key, out List<EventRow>? waiting) && waiting.Remove(oldest.Event.Row) && waiting.Count == 0)
                {
                    _of.Remove(key);
                }
            }
        }
    }

    /// <summary>Puts an event in the place of the one with its id; gives that one, null where there is none.</summary>
    public static EventRow? Replace(List<EventRow> events, EventRow after)
    {
        int place = events.FindLastIndex(one => string.Equals(one.Id, after.Id, StringComparison.Ordinal));
        if (place < 0)
        {
            return null;
        }

        EventRow before = events[place];
        events[place] = after;
        return before;
    }

    private List<EventRow> ListOf(EventsKey key)
    {
        if (!_of.TryGetValue(key, out List<EventRow>? waiting))
        {
            _of.Add(key, waiting = []);
        }

        return waiting;
    }
}

/// <summary>Whose events of which type.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="OfContact">Whether the owner is a contact.</param>
/// <param name="Owner">The number of the account or contact.</param>
internal readonly record struct EventsKey(string Type, bool OfContact, long Owner)
{
    /// <summary>The keys of an event: its account's and its contact's.</summary>
    public static IEnumerable<EventsKey> Of(EventRow happened, long? account) => Of(happened.Type.Name, account, happened.Contact);

    /// <summary>The keys of an event of an account and a contact.</summary>
    public static IEnumerable<EventsKey> Of(string type, long? account, long? contact)
    {
        if (account is { } owner)
        {
            yield return new EventsKey(type, OfContact: false, owner);
        }

        if (contact is { } who)
        {
            yield return new EventsKey(type, OfContact: true, who);
        }
    }
}
