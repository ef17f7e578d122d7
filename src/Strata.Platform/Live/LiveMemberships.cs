using System.Collections.Frozen;
using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>A segment to be kept live.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of its definition.</param>
/// <param name="Plan">The checked definition.</param>
/// <param name="IsTold">
/// False for what is kept for look-ups alone: its changes are not told, and it is not among the segments. Its name begins with a
/// character that no segment's name has.
/// </param>
public sealed record LiveDefinition(string Name, long Version, SegmentPlan Plan, bool IsTold = true);

/// <summary>Memberships over a warehouse, kept by circuits (<see cref="LiveCircuit"/>), one for the segments that were defined together.</summary>
public sealed partial class LiveMemberships : ILiveMemberships, IDisposable
{
    private readonly LiveRows _rows;
    private DateTimeZone _zone;
    private readonly Func<SegmentPlan, AsOf, Bitmap?> _evaluate;
    private readonly Func<FillingOptions> _filling;
    private readonly Lock _reading = new();
    private readonly MembershipNames _names;
    private readonly List<(LiveGroup Group, LiveChange Change, MembershipCause Cause)> _changes = [];
    private readonly WaitingChanges _waiting;
    private readonly List<LiveGroup> _groups = [];
    private volatile FrozenDictionary<string, Kept> _kept = FrozenDictionary<string, Kept>.Empty;

    /// <summary>Those that are told, of accounts and of contacts, to go through without an enumerator.</summary>
    private volatile Kept[][] _told = [[], []];
    private IReadOnlyDictionary<string, ToldMembers>? _toldBefore;
    private MembershipCause _cause;

    /// <summary>Creates memberships without segments.</summary>
    /// <param name="connection">The connection to read with; used by the thread that applies.</param>
    /// <param name="catalog">What definitions may name.</param>
    /// <param name="zone">The workspace's zone.</param>
    /// <param name="now">The instant to begin at, in UTC microseconds.</param>
    /// <param name="evaluate">Says who is in a segment, everybody at once, from what is stored; null where it cannot. Thread-safe.</param>
    /// <param name="connect">
    /// Opens a further connection, to evaluate new segments beside the live ones; null to evaluate them in the turn of whoever defines them.
    /// </param>
    /// <param name="filling">How conditions are evaluated that come into being, asked whenever some do; null for the usual.</param>
    public LiveMemberships(
        DuckDbConnection connection,
        DataCatalog catalog,
        DateTimeZone zone,
        long now,
        Func<SegmentPlan, AsOf, Bitmap?> evaluate,
        Func<DuckDbConnection>? connect = null,
        Func<FillingOptions>? filling = null)
    {
        _rows = new LiveRows(connection, catalog, evaluate);
        _names = new MembershipNames(connection);
        _waiting = new WaitingChanges(_names);
        _zone = zone;
        _evaluate = evaluate;
        _connect = connect;
        _filling = filling ?? (() => new FillingOptions());
        Now = now;
    }

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <summary>What definitions may name.</summary>
    public DataCatalog Catalog => _rows.Catalog;

    /// <inheritdoc/>
    public long NextDue => _groups.Count == 0 ? long.MaxValue : _groups.Min(group => group.Circuit.NextDue);

    /// <inheritdoc/>
    public IReadOnlyList<LiveSegment> Segments => [.. _kept.Values.Where(kept => kept.Definition.IsTold).Select(kept =>
        new LiveSegment(kept.Definition.Name, kept.Definition.Version, kept.Definition.Plan.Of, kept.Members.Count))];

    /// <inheritdoc/>
    public bool ReadsStored
    {
        get
        {
            lock (_reading)
            {
                return _rows.Catalog.Events.Values.Any(IsRead);
            }
        }
    }

    /// <inheritdoc/>
    public void Advance(long instant)
    {
        lock (_reading)
        {
            _cause = new MembershipCause(MembershipCauseKind.Expiry);
            int before = _changes.Count;
            Now = Math.Max(Now, instant);
            _groups.ForEach(group => group.Circuit.Advance(instant));
            if (_groups.Count > 1 && _changes.Count > before + 1)
            {
                InOrderOfTime(before);
            }

            _shadow?.Advance(instant);
            TakeShadow();
            Retry();
        }
    }

    /// <inheritdoc/>
    public void Apply(IngestedEvent arrived)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        lock (_reading)
        {
            _rows.Add(arrived, IsRead(arrived.Row.Type));
            _shadow?.Apply(arrived);
            ApplyKnown(arrived.Row, arrived.Account);
        }
    }

    /// <inheritdoc/>
    public void Amend(AmendedEvent amended)
    {
        ArgumentNullException.ThrowIfNull(amended);
        lock (_reading)
        {
            _rows.Amend(amended, IsRead(amended.Type));
            _shadow?.Amend(amended);
            foreach (LiveGroup group in _groups)
            {
                if (group.Circuit.Heeds(amended.Type.Name, amended.Property, amended.Instant))
                {
                    _cause = new MembershipCause(MembershipCauseKind.Event, amended.Id);
                    group.Circuit.Amend(amended.Before, amended.After, amended.Account);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Stored(int events)
    {
        lock (_reading)
        {
            _rows.Stored(events);
        }
    }

    /// <inheritdoc/>
    public void Changed(EntityChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_reading)
        {
            _cause = changes.Cause;
            _rows.Forget();
            _shadow?.Changed(changes);
            if (!changes.Everything)
            {
                _groups.ForEach(group => group.Circuit.Changed(changes.Accounts, changes.Contacts, changes.EventsMoved));
            }
            else
            {
                _due.UnionWith(_wanted.Select(wanted => wanted.Name));
                _dueCause = changes.Cause;
                Reconcile();
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<MembershipChange> TakeChanges()
    {
        lock (_reading)
        {
            if (_toldBefore is not null)
            {
                return [];
            }

            NameChanges();
            return _waiting.Take(ILiveMemberships.MostChanges, _rows.Catalog);
        }
    }

    /// <inheritdoc/>
    public bool IsMember(string segment, long reference) =>
        _kept.TryGetValue(segment, out Kept? kept) && kept.Members[checked((int)reference)];

    /// <inheritdoc/>
    public IReadOnlyList<string> SegmentsOf(EntityKind of, long reference)
    {
        var segments = new List<string>();
        int number = checked((int)reference);
        foreach (Kept kept in _told[of == EntityKind.Account ? 0 : 1])
        {
            if (kept.Members[number])
            {
                segments.Add(kept.Definition.Name);
            }
        }

        return segments;
    }

    /// <inheritdoc/>
    public Bitmap? Members(string segment)
    {
        lock (_reading)
        {
            return _kept.TryGetValue(segment, out Kept? kept) ? kept.Members.ToBitmap(LengthOf(kept.Definition.Plan.Of)) : null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _shadow?.Dispose();

    /// <summary>An event arrived that the warehouse has already.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    internal void ApplyStored(RowType type, string id)
    {
        lock (_reading)
        {
            (EventRow arrived, long? account) = _rows.FindStored(type, id);
            _rows.AddStored(arrived, account);
            _shadow?.Apply(new IngestedEvent(arrived, account, null, null, null));
            ApplyKnown(arrived, account);
        }
    }

    /// <summary>Whether events of a type may be asked for before they are stored.</summary>
    private bool IsRead(RowType type)
    {
        bool isRead = _shadow is not null;
        foreach (LiveGroup group in _groups)
        {
            isRead |= group.Circuit.ReadsEventsOfOne(type.Name);
        }

        return isRead;
    }

    private void ApplyKnown(EventRow arrived, long? account)
    {
        _cause = new MembershipCause(MembershipCauseKind.Event, arrived.Id);
        foreach (LiveGroup group in _groups)
        {
            group.Circuit.Apply(arrived, account);
        }
    }

    private long LengthOf(EntityKind of) => _groups.Count == 0 ? 0 : _groups.Max(group => group.Circuit.LengthOf(of));

    private void Note(LiveGroup group, LiveChange change)
    {
        // What is evaluated beside the live segments is compared with them when it takes their place.
        if (_groups.Contains(group) && group.Definitions[change.Segment].IsTold)
        {
            _changes.Add((group, change, CauseOf(change)));
        }
    }

    private MembershipCause CauseOf(LiveChange change) => change.Trigger switch
    {
        LiveTrigger.Said => _cause,
        LiveTrigger.EventDue => new MembershipCause(MembershipCauseKind.Event, change.EventId),
        LiveTrigger.Expiry => new MembershipCause(MembershipCauseKind.Expiry),
        _ => throw new InvalidOperationException($"Unknown trigger {change.Trigger}."),
    };

    private void InOrderOfTime(int from)
    {
        var ordered = _changes.Skip(from).OrderBy(noted => noted.Change.At).ToList();
        _changes.RemoveRange(from, _changes.Count - from);
        _changes.AddRange(ordered);
    }

    /// <summary>Gives the changes their names and ids, while their segments are known by their numbers.</summary>
    private void NameChanges()
    {
        if (_changes.Count == 0)
        {
            return;
        }

        bool areLearnt = false;
        foreach ((LiveGroup group, LiveChange change, MembershipCause cause) in _changes)
        {
            LiveDefinition definition = group.Definitions[change.Segment];
            EntityKind of = definition.Plan.Of;
            if (!areLearnt && !_names.Knows(of, change.Reference))
            {
                _names.Learn(_rows.Catalog, [.. _changes.Select(noted => (noted.Group.Definitions[noted.Change.Segment].Plan.Of, (long)noted.Change.Reference))]);
                areLearnt = true;
            }

            _waiting.Add(new MembershipChange(
                definition.Name, definition.Version, of, change.Reference, _names.Of(of, change.Reference), change.Entered, change.At, cause));
        }

        _changes.Clear();
    }

    /// <summary>A segment with its members.</summary>
    private sealed record Kept(LiveDefinition Definition, LiveMembers Members, LiveGroup Group, int Number);
}
