using Strata.Index.Bitmaps;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Live;

public sealed partial class LiveCircuit
{
    /// <summary>From so many evaluations on, what they read is read at once.</summary>
    private const int ReadTogether = 4;

    /// <summary>What timers name instead of a leaf where an event comes to its instant.</summary>
    private const int FutureEvents = -1;

    private readonly Dictionary<int, (EventRow Event, long? Account)> _awaited = [];
    private readonly List<HashSet<(LiveLeaf Leaf, int Reference)>> _touched = [];
    private readonly HashSet<(int Segment, int Reference)> _lookAt = [];
    private int _lastAwaited;
    private string? _due;

    private void Touch(LiveLeaf leaf, int reference)
    {
        while (_touched.Count <= leaf.Level)
        {
            _touched.Add([]);
        }

        _touched[leaf.Level].Add((leaf, reference));
    }

    private void Await(EventRow arrived, long? account)
    {
        _awaited.Add(++_lastAwaited, (arrived, account));
        _timers.Add(new LiveTimer(arrived.Instant, FutureEvents, _lastAwaited));
    }

    private void AwaitInstead(EventRow amended)
    {
        foreach ((int number, (EventRow awaited, long? account)) in _awaited)
        {
            if (string.Equals(awaited.Id, amended.Id, StringComparison.Ordinal))
            {
                _awaited[number] = (amended, account);
                return;
            }
        }
    }

    private void Arrive(int number)
    {
        if (_awaited.Remove(number, out (EventRow Event, long? Account) awaited))
        {
            _due = awaited.Event.Id;
            Happen(awaited.Event, awaited.Account);
        }
    }

    /// <summary>Gives an event that has happened to the leaves that keep the newest.</summary>
    private void Happen(EventRow happened, long? account)
    {
        RecentLeaves recent = _directory.Recent(happened.Type.Name);
        Give(happened, account, recent.OfAnyValue);
        foreach (RecentLeaves.ByValue asked in recent.OfValues)
        {
            if (happened.Property(asked.Ordinal) is { IsKnown: true, Kind: ValueKind.Text } value
                && asked.Leaves.TryGetValue(value.Folded, out List<RecentLeaf>? leaves))
            {
                Give(happened, account, leaves);
            }
        }
    }

    private void Give(EventRow happened, long? account, List<RecentLeaf> leaves)
    {
        // No cache holds what is kept of everybody: what all of them begin with comes at once instead of one after the other.
        foreach (RecentLeaf leaf in leaves)
        {
            if (Whose(leaf) is { } reference)
            {
                leaf.Prefetch(Reference(reference));
            }
        }

        foreach (RecentLeaf leaf in leaves)
        {
            if (Whose(leaf) is { } reference && leaf.Add(happened, Reference(reference)))
            {
                Touch(leaf, Reference(reference));
            }
        }

        long? Whose(RecentLeaf leaf) => leaf.Of == EntityKind.Account ? account : happened.Contact;
    }

    /// <summary>Touches the leaves that read rows of the event's type, for whom it concerns; it was another before where it was amended.</summary>
    private void TouchReaders(EventRow before, EventRow arrived, long? account)
    {
        foreach (LeafReader reader in _directory.ReadersOf(arrived.Type.Name))
        {
            if (!reader.Reads.MayCount(arrived) && (ReferenceEquals(before, arrived) || !reader.Reads.MayCount(before)))
            {
                continue;
            }

            int[] accounts = account is { } of ? [Reference(of)] : [], contacts = arrived.Contact is { } who ? [Reference(who)] : [];
            foreach (int reference in Concerned(reader.Leaf, reader.Reads, accounts, contacts))
            {
                Touch(reader.Leaf, reference);
            }
        }
    }

    /// <summary>
    /// Whose truth may be another when something of these accounts and contacts is: they themselves, and whoever reads them through a
    /// contact's account, an account's contacts, or who did an event.
    /// </summary>
    private HashSet<int> Concerned(LiveLeaf leaf, LeafReads reads, IEnumerable<int> ofAccounts, IEnumerable<int> ofContacts)
    {
        HashSet<int> accounts = [.. ofAccounts], contacts = [.. ofContacts];
        for (int hop = 0, before = -1; hop < reads.Hops && before != accounts.Count + contacts.Count; hop++)
        {
            before = accounts.Count + contacts.Count;
            int[] from = [.. contacts];
            if (reads.ReadsAccountOfContact)
            {
                contacts.UnionWith(accounts.SelectMany(ContactsOf));
            }

            if (reads.ReadsRows)
            {
                accounts.UnionWith(from.SelectMany(contact => AccountsOf(contact)));
            }

            if (reads.ReadsWhoDidEvents)
            {
                accounts.UnionWith(from.SelectMany(contact => _data.AccountsOfEventsOf(contact)).Select(Reference));
            }
        }

        return leaf.Of == EntityKind.Account ? accounts : contacts;
    }

    /// <summary>Evaluates what was touched, ranks before what reads them, and then the segments of leaves that turned.</summary>
    private void Settle(LiveTrigger trigger)
    {
        for (int level = 0; level < _touched.Count; level++)
        {
            HashSet<(LiveLeaf Leaf, int Reference)> touched = _touched[level];
            if (EvaluateTouched(touched))
            {
                foreach (IGrouping<LiveLeaf, int> ranked in touched.Where(pair => pair.Leaf is TopLeaf).GroupBy(pair => pair.Leaf, pair => pair.Reference))
                {
                    RankAnew((TopLeaf)ranked.Key, [.. ranked]);
                }
            }

            Empty(touched);
        }

        foreach ((int segment, int reference) in _lookAt)
        {
            LookAt(segment, reference, trigger);
        }

        Empty(_lookAt);
        _due = null;
    }

    /// <summary>Evaluates what was touched but for ranks.</summary>
    /// <returns>Whether ranks were touched.</returns>
    private bool EvaluateTouched(HashSet<(LiveLeaf Leaf, int Reference)> touched)
    {
        bool anyRanked = false;
        List<(RowsLeaf Leaf, int Reference)>? unread = null;
        foreach ((LiveLeaf leaf, int reference) in touched)
        {
            switch (leaf)
            {
                case TopLeaf:
                    anyRanked = true;
                    break;
                case RowsLeaf rows when _ahead.Find(rows, reference) is { } read:
                    TakeTruth(rows, reference, rows.Evaluate(read, reference, _asOf));
                    break;
                case RowsLeaf rows:
                    (unread ??= []).Add((rows, reference));
                    break;
                default:
                    TakeTruth(leaf, reference, leaf.Evaluate(reference, _asOf));
                    break;
            }
        }

        if (unread is not null && unread.Count >= ReadTogether && unread.Select(pair => pair.Reference).Distinct().Count() >= ReadTogether)
        {
            EvaluateTogether(unread);
        }
        else
        {
            unread?.ForEach(pair => TakeTruth(pair.Leaf, pair.Reference, pair.Leaf.Evaluate(pair.Reference, _asOf)));
        }

        return anyRanked;
    }

    /// <summary>Evaluates conditions on rows for many: their rows are read at once.</summary>
    private void EvaluateTogether(List<(RowsLeaf Leaf, int Reference)> touched)
    {
        foreach (IGrouping<EntityKind, (RowsLeaf Leaf, int Reference)> ofKind in touched.GroupBy(pair => pair.Leaf.Of))
        {
            ILookup<int, RowsLeaf> leavesOf = ofKind.ToLookup(pair => pair.Reference, pair => pair.Leaf);
            var fields = new FieldsRead();
            foreach (RowsLeaf leaf in ofKind.Select(pair => pair.Leaf).Distinct())
            {
                fields.UnionWith(leaf.Reads.Fields);
            }

            var references = new Bitmap(ofKind.Max(pair => pair.Reference) + 1L);
            foreach (IGrouping<int, RowsLeaf> leaves in leavesOf)
            {
                references.Add(leaves.Key);
            }

            _data.ForEach(ofKind.Key, references, fields, (reference, data) =>
            {
                foreach (RowsLeaf leaf in leavesOf[reference])
                {
                    TakeTruth(leaf, reference, leaf.Evaluate(data, reference, _asOf));
                }
            });
        }
    }

    private void TakeTruth(LiveLeaf leaf, int reference, Stable truth)
    {
        SetTimer(leaf, reference, truth.Period.Until);
        if (leaf.Truth.Set(reference, truth.Value))
        {
            Turned(leaf, reference);
        }
    }

    /// <summary>Clearing a set takes as long as it ever was large: one that was, after a change of many, is made small again.</summary>
    private static void Empty<T>(HashSet<T> set)
    {
        const int Usual = 1024;
        set.Clear();
        if (set.Capacity > Usual)
        {
            set.TrimExcess();
        }
    }

    private void RankAnew(TopLeaf leaf, int[] references)
    {
        foreach (int reference in references)
        {
            SetTimer(leaf, reference, leaf.Rank(_ahead.Find(leaf, reference) ?? _data, reference, _asOf).Until);
        }

        var changed = new List<int>();
        leaf.Settle(references, changed);
        foreach (int reference in changed)
        {
            Turned(leaf, reference);
            foreach (LeafReader reader in _directory.ReadersOf(leaf.Top))
            {
                int[] accounts = leaf.Of == EntityKind.Account ? [reference] : [], contacts = leaf.Of == EntityKind.Contact ? [reference] : [];
                foreach (int concerned in Concerned(reader.Leaf, reader.Reads, accounts, contacts))
                {
                    Touch(reader.Leaf, concerned);
                }
            }
        }
    }

    private void SetTimer(LiveLeaf leaf, int reference, long until)
    {
        if (until != long.MaxValue && until < leaf.Scheduled(reference))
        {
            long due = Math.Max(until, Now + 1);
            leaf.Schedule(reference, due);
            _timers.Add(new LiveTimer(due, leaf.Number, reference));
        }
    }

    private void Turned(LiveLeaf leaf, int reference)
    {
        foreach (int segment in leaf.Segments)
        {
            _lookAt.Add((segment, reference));
        }
    }

    private void LookAt(int segment, int reference, LiveTrigger trigger)
    {
        LiveSegmentState state = _segments[segment];
        bool isIn = _existing[state.Plan.Of][reference] && state.Formula.IsTrue(reference);
        if (state.Members.Set(reference, isIn))
        {
            bool wasDue = trigger == LiveTrigger.Expiry && _due is not null;
            _changed(new LiveChange(segment, reference, isIn, Now, wasDue ? LiveTrigger.EventDue : trigger, wasDue ? _due : null));
        }
    }

    /// <summary>Events moved between entities: what is kept of them is read again.</summary>
    private void ReadEventsAgain(IReadOnlyCollection<int> accounts, IReadOnlyCollection<int> contacts)
    {
        foreach (RecentLeaf leaf in _directory.AllRecent)
        {
            foreach (int reference in leaf.Of == EntityKind.Account ? accounts : contacts)
            {
                leaf.Forget(reference);
                IReadOnlyList<EventRow> events = leaf.Of == EntityKind.Account
                    ? _data.EventsOfAccount(reference, leaf.Type)
                    : _data.EventsOfContact(reference, leaf.Type);
                foreach (EventRow happened in events.Where(happened => happened.Instant <= Now))
                {
                    leaf.Add(happened, reference);
                }

                Touch(leaf, reference);
            }
        }

        AwaitAgain();
    }

    private void AwaitAgain()
    {
        _awaited.Clear();
        foreach ((EventRow awaited, long? account) in _data.EventsAfter(Now))
        {
            Await(awaited, account);
        }
    }
}
