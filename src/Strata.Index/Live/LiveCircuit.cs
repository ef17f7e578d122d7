using NodaTime;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>
/// Segments as a circuit: leaves with a truth for every entity, and formulas over them. What arrives changes the leaves that read it,
/// for whom it concerns; what time does to a leaf is known beforehand and a timer is set for that microsecond; the segments of leaves
/// that turned are then looked at. So every membership is true at every instant, and nothing is looked at that did not change.
/// Used by one thread at a time, but for <see cref="LiveMembers"/>.
/// </summary>
public sealed partial class LiveCircuit : IRankOracle
{
    private readonly ILiveData _data;
    private readonly Action<LiveChange> _changed;
    private readonly FillingOptions _filling;
    private readonly Dictionary<object, LiveLeaf> _leafOf = [];
    private readonly List<LiveLeaf?> _leaves = [];
    private readonly LeafDirectory _directory = new();
    private readonly Dictionary<EntityKind, EntityBits> _existing = new() { [EntityKind.Account] = new(), [EntityKind.Contact] = new() };
    private readonly TimerWheel _timers;
    private readonly List<LiveTimer> _fired = [];
    private readonly RowsAhead _ahead;
    private LiveSegmentState[] _segments = [];
    private AsOf _asOf;

    /// <summary>Creates a circuit without segments.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="zone">The workspace's zone.</param>
    /// <param name="now">The instant it begins at.</param>
    /// <param name="changed">Told of each membership that changes, in order.</param>
    /// <param name="filling">How conditions are evaluated that come into being; null for the usual.</param>
    public LiveCircuit(ILiveData data, DateTimeZone zone, long now, Action<LiveChange> changed, FillingOptions? filling = null)
    {
        _data = data;
        _changed = changed;
        _filling = filling ?? new FillingOptions();
        _timers = new TimerWheel(now);
        _ahead = new RowsAhead(data, _leaves);
        _asOf = new AsOf(now, zone);
    }

    /// <summary>The instant as of which memberships are true.</summary>
    public long Now
    {
        get => _asOf.Instant;
        private set => _asOf = value == _asOf.Instant ? _asOf : _asOf.At(value);
    }

    /// <summary>The instant at which a truth may change by itself next; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDue => _timers.NextDue();

    bool IRankOracle.TellsOfChanges => true;

    /// <summary>Who is in a segment, until the segments are set anew.</summary>
    public LiveMembers Members(int segment) => new(_segments[segment].Members);

    /// <summary>How many positions a set of everybody has: one more than the highest reference.</summary>
    public long LengthOf(EntityKind of) => _existing[of].Length;

    /// <summary>Whether a leaf evaluates events of the type by asking <see cref="ILiveData"/> for those of one entity.</summary>
    public bool ReadsEventsOfOne(string type) => _directory.ReadersOf(type).Count > 0;

    /// <summary>Lets time pass: what is due up to and including the instant happens, each at its own instant, in order.</summary>
    public void Advance(long instant)
    {
        long until;
        do
        {
            until = _ahead.Read(_timers, instant, ReadTogether);
            while (_timers.TakeNext(until, _fired) is { } next)
            {
                Now = Math.Max(Now, next);
                Fire();
                Settle(LiveTrigger.Expiry);
            }
        }
        while (until < instant);
        _ahead.Clear();
        Now = Math.Max(Now, instant);
    }

    /// <summary>An event arrived, which <see cref="ILiveData"/> has by now. One that is still to come counts from its own instant on.</summary>
    /// <param name="arrived">The event.</param>
    /// <param name="account">Whose it is, or null.</param>
    public void Apply(EventRow arrived, long? account)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        if (arrived.Instant > Now)
        {
            Await(arrived, account);
        }
        else
        {
            Happen(arrived, account);
        }

        TouchReaders(arrived, arrived, account);
        Settle(LiveTrigger.Said);
    }

    /// <summary>Whether anything may follow where a property of an event that had arrived grows.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="property">The property.</param>
    /// <param name="instant">When the event happened or will.</param>
    public bool Heeds(string type, string property, long instant) =>
        instant > Now || _directory.ReadersOf(type).Count > 0 || _directory.Recent(type).Read(property);

    /// <summary>Properties of an event that had arrived have grown, which <see cref="ILiveData"/> shows by now.</summary>
    /// <param name="before">The event as it was.</param>
    /// <param name="after">The event as it is.</param>
    /// <param name="account">Whose it is, or null.</param>
    public void Amend(EventRow before, EventRow after, long? account)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (after.Instant > Now)
        {
            AwaitInstead(after);
        }
        else
        {
            foreach (RecentLeaf leaf in _directory.Recent(after.Type.Name).All)
            {
                if ((leaf.Of == EntityKind.Account ? account : after.Contact) is { } reference && leaf.Amend(before, after, Reference(reference)))
                {
                    Touch(leaf, Reference(reference));
                }
            }
        }

        TouchReaders(before, after, account);
        Settle(LiveTrigger.Said);
    }

    /// <summary>Rows around entities changed, which <see cref="ILiveData"/> shows by now.</summary>
    /// <param name="accounts">The accounts whose rows they are or were.</param>
    /// <param name="contacts">The contacts whose fields they are.</param>
    /// <param name="eventsMoved">Whether events that had arrived before came to them or went from them.</param>
    public void Changed(IReadOnlyCollection<long> accounts, IReadOnlyCollection<long> contacts, bool eventsMoved)
    {
        HashSet<int> touchedAccounts = [.. accounts.Select(Reference)], touchedContacts = [.. contacts.Select(Reference)];
        foreach (long contact in contacts)
        {
            touchedAccounts.UnionWith(AccountsOf(contact));
            touchedAccounts.UnionWith(eventsMoved ? _data.AccountsOfEventsOf(contact).Select(Reference) : []);
        }

        if (eventsMoved)
        {
            // Events of theirs may be of others now.
            touchedContacts.UnionWith(touchedAccounts.SelectMany(ContactsOf));
        }

        NoteExistence(EntityKind.Account, touchedAccounts);
        NoteExistence(EntityKind.Contact, touchedContacts);
        if (eventsMoved)
        {
            ReadEventsAgain(touchedAccounts, touchedContacts);
        }

        foreach (LeafReader reader in _directory.Readers)
        {
            foreach (int reference in Concerned(reader.Leaf, reader.Reads, touchedAccounts, touchedContacts))
            {
                Touch(reader.Leaf, reference);
            }
        }

        Settle(LiveTrigger.Said);
    }

    /// <inheritdoc/>
    bool IRankOracle.IsInTop(BoundTop top, StateRow entity, AsOf asOf) =>
        _leafOf.TryGetValue(top, out LiveLeaf? leaf)
            ? leaf.Truth[Reference(entity.Reference)]
            : throw new InvalidOperationException("A rank is read that is not kept.");

    private static int Reference(long reference) => checked((int)reference);

    /// <summary>Has what the timers of an instant are for.</summary>
    private void Fire()
    {
        foreach (LiveTimer timer in _fired)
        {
            if (timer.Leaf == FutureEvents)
            {
                Arrive(timer.Reference);
            }
            else if (_leaves[timer.Leaf] is { } leaf && leaf.Scheduled(timer.Reference) == timer.Due)
            {
                leaf.Schedule(timer.Reference, long.MaxValue);
                Touch(leaf, timer.Reference);
            }
        }

        _fired.Clear();
    }

    private IEnumerable<int> AccountsOf(long contact) => _data.Contact(contact) is { } row
        ? row.Account.Observations.Select(observation => observation.Value).Append(row.Account.Newest).OfType<long>().Select(Reference)
        : [];

    private IEnumerable<int> ContactsOf(int account) => _data.RowsOfAccount(account, _data.Catalog.Contact).Select(row => Reference(row.Reference));

    private void NoteExistence(EntityKind of, IEnumerable<int> references)
    {
        foreach (int reference in references)
        {
            bool exists = (of == EntityKind.Account ? _data.Account(reference) : _data.Contact(reference)) is not null;
            if (_existing[of].Set(reference, exists))
            {
                for (int segment = 0; segment < _segments.Length; segment++)
                {
                    if (_segments[segment].Plan.Of == of)
                    {
                        _lookAt.Add((segment, reference));
                    }
                }
            }
        }
    }
}
