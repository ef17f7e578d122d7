using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Entity.Data;
using Strata.Index.Live;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
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

/// <summary>Memberships over a warehouse, kept by a <see cref="LiveCircuit"/>.</summary>
public sealed class LiveMemberships : ILiveMemberships
{
    private readonly DuckDbConnection _connection;
    private readonly LiveRows _rows;
    private readonly LiveCircuit _circuit;
    private readonly Lock _reading = new();
    private readonly List<(LiveChange Change, MembershipCause Cause)> _changes = [];
    private readonly Dictionary<(EntityKind Of, long Ref), string> _ids = [];
    private readonly List<MembershipChange> _named = [];
    private LiveDefinition[] _definitions = [];
    private Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, Bitmap>? _toldBefore;
    private MembershipCause _cause;

    /// <summary>Creates memberships without segments.</summary>
    /// <param name="connection">The connection to read with; used by the thread that applies.</param>
    /// <param name="catalog">What definitions may name.</param>
    /// <param name="zone">The workspace's zone.</param>
    /// <param name="now">The instant to begin at, in UTC microseconds.</param>
    /// <param name="evaluate">Says who is in a segment, everybody at once, from what is stored; null where it cannot.</param>
    public LiveMemberships(DuckDbConnection connection, DataCatalog catalog, DateTimeZone zone, long now, Func<SegmentPlan, AsOf, Bitmap?> evaluate)
    {
        _connection = connection;
        _rows = new LiveRows(connection, catalog, evaluate);
        _circuit = new LiveCircuit(_rows, zone, now, Note);
    }

    /// <inheritdoc/>
    public long Now => _circuit.Now;

    /// <summary>What definitions may name.</summary>
    public DataCatalog Catalog => _rows.Catalog;

    /// <inheritdoc/>
    public long NextDue => _circuit.NextDue;

    /// <inheritdoc/>
    public IReadOnlyList<LiveSegment> Segments
    {
        get
        {
            lock (_reading)
            {
                return [.. _definitions.Select((definition, number) => (definition, number)).Where(pair => pair.definition.IsTold).Select(pair =>
                    new LiveSegment(pair.definition.Name, pair.definition.Version, pair.definition.Plan.Of, _circuit.Count(pair.number)))];
            }
        }
    }

    /// <summary>
    /// Sets the segments when a process starts: nothing is told until <see cref="Recovered"/>, and then what is not as it was told before.
    /// </summary>
    /// <param name="definitions">The segments.</param>
    /// <param name="told">Who is in which segment by what was told before; also of segments that are no more.</param>
    public void Begin(IReadOnlyList<LiveDefinition> definitions, IReadOnlyDictionary<string, Bitmap> told)
    {
        lock (_reading)
        {
            _toldBefore = told;
            Set(definitions);
        }
    }

    /// <summary>Sets the segments in place of those before; who enters or leaves by that is told. Every event must be stored.</summary>
    /// <param name="definitions">The segments.</param>
    /// <param name="catalog">What definitions may name now.</param>
    public void Define(IReadOnlyList<LiveDefinition> definitions, DataCatalog catalog)
    {
        lock (_reading)
        {
            _cause = new MembershipCause(MembershipCauseKind.Definition);
            var before = new Dictionary<string, Bitmap>(StringComparer.Ordinal);
            for (int number = 0; number < _definitions.Length; number++)
            {
                LiveDefinition definition = _definitions[number];
                before[definition.Name] = _circuit.Members(number, Length(definition.Plan.Of));
                if (!definitions.Any(other => string.Equals(other.Name, definition.Name, StringComparison.Ordinal)))
                {
                    Leave(number, before[definition.Name]);
                }
            }

            NameChanges();
            if (!ReferenceEquals(catalog, _rows.Catalog))
            {
                // Leaves know the fields of events by their place among the others.
                _circuit.Define([]);
                _rows.Adopt(catalog);
            }

            Set(definitions);
            for (int number = 0; number < _definitions.Length; number++)
            {
                _circuit.Compare(number, before.GetValueOrDefault(_definitions[number].Name, new Bitmap(0)));
            }
        }
    }

    /// <inheritdoc/>
    public void Recovered()
    {
        lock (_reading)
        {
            if (_toldBefore is not { } told)
            {
                return;
            }

            // What the restart brought about has its instant and its cause; what changed while no process ran has not.
            var lately = new Dictionary<(int Segment, int Reference), (LiveChange Change, MembershipCause Cause)>();
            foreach ((LiveChange change, MembershipCause cause) in _changes)
            {
                lately[(change.Segment, change.Reference)] = (change, cause);
            }

            _changes.Clear();
            _toldBefore = null;
            _cause = new MembershipCause(MembershipCauseKind.Import);
            for (int number = 0; number < _definitions.Length; number++)
            {
                _circuit.Compare(number, told.GetValueOrDefault(_definitions[number].Name, new Bitmap(0)));
            }

            for (int i = 0; i < _changes.Count; i++)
            {
                LiveChange change = _changes[i].Change;
                if (lately.TryGetValue((change.Segment, change.Reference), out (LiveChange Change, MembershipCause Cause) known) && known.Change.Entered == change.Entered)
                {
                    _changes[i] = known;
                }
            }

            _changes.Sort((left, right) => left.Change.At.CompareTo(right.Change.At));
        }
    }

    /// <inheritdoc/>
    public void Advance(long instant)
    {
        lock (_reading)
        {
            _cause = new MembershipCause(MembershipCauseKind.Expiry);
            _circuit.Advance(instant);
        }
    }

    /// <inheritdoc/>
    public void Apply(IngestedEvent arrived)
    {
        ArgumentNullException.ThrowIfNull(arrived);
        lock (_reading)
        {
            _rows.Add(arrived, _circuit.ReadsEventsOfOne(arrived.Row.Type.Name));
            ApplyKnown(arrived.Row, arrived.Account);
        }
    }

    /// <summary>An event arrived that the warehouse has already.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    internal void ApplyStored(RowType type, string id)
    {
        lock (_reading)
        {
            (EventRow arrived, long? account) = _rows.FindStored(type, id);
            _rows.AddStored(arrived, account);
            ApplyKnown(arrived, account);
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
            if (!changes.Everything)
            {
                _circuit.Changed(changes.Accounts, changes.Contacts, changes.EventsMoved);
                return;
            }

            Bitmap[] before = [.. _definitions.Select((definition, number) => _circuit.Members(number, Length(definition.Plan.Of)))];
            _circuit.Rebuild();
            for (int number = 0; number < before.Length; number++)
            {
                _circuit.Compare(number, before[number]);
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
            MembershipChange[] taken = [.. _named];
            _named.Clear();
            return taken;
        }
    }

    /// <inheritdoc/>
    public bool IsMember(string segment, long reference) =>
        _numbers.TryGetValue(segment, out int number) && _circuit.IsMember(number, checked((int)reference));

    /// <inheritdoc/>
    public IReadOnlyList<string> SegmentsOf(EntityKind of, long reference)
    {
        LiveDefinition[] definitions = _definitions;
        var segments = new List<string>();
        for (int number = 0; number < definitions.Length; number++)
        {
            if (definitions[number].IsTold && definitions[number].Plan.Of == of && _circuit.IsMember(number, checked((int)reference)))
            {
                segments.Add(definitions[number].Name);
            }
        }

        return segments;
    }

    /// <inheritdoc/>
    public Bitmap? Members(string segment)
    {
        lock (_reading)
        {
            return _numbers.TryGetValue(segment, out int number) ? _circuit.Members(number, Length(_definitions[number].Plan.Of)) : null;
        }
    }

    private void ApplyKnown(EventRow arrived, long? account)
    {
        _cause = new MembershipCause(MembershipCauseKind.Event, arrived.Id);
        _circuit.Apply(arrived, account);
    }

    private MembershipCause CauseOf(LiveChange change) => change.Trigger switch
    {
        LiveTrigger.Said => _cause,
        LiveTrigger.EventDue => new MembershipCause(MembershipCauseKind.Event, change.EventId),
        LiveTrigger.Expiry => new MembershipCause(MembershipCauseKind.Expiry),
        _ => throw new InvalidOperationException($"Unknown trigger {change.Trigger}."),
    };

    /// <summary>How many positions a set of members has.</summary>
    private long Length(EntityKind of) => _circuit.LengthOf(of);

    private void Set(IReadOnlyList<LiveDefinition> definitions)
    {
        _definitions = [.. definitions];
        _numbers = _definitions.Select((definition, number) => (definition.Name, number))
            .ToDictionary(pair => pair.Name, pair => pair.number, StringComparer.Ordinal);
        _circuit.Define([.. definitions.Select(definition => definition.Plan)]);
    }

    private void Leave(int number, Bitmap members)
    {
        foreach (long reference in members.Positions())
        {
            Note(new LiveChange(number, (int)reference, false, Now, LiveTrigger.Said, null));
        }
    }

    private void Note(LiveChange change)
    {
        if (_definitions[change.Segment].IsTold)
        {
            _changes.Add((change, CauseOf(change)));
        }
    }

    /// <summary>Gives the changes their names and ids.</summary>
    private void NameChanges()
    {
        if (_changes.Count == 0)
        {
            return;
        }

        foreach (EntityKind of in (EntityKind[])[EntityKind.Account, EntityKind.Contact])
        {
            ReadIds(of, [.. _changes.Where(pair => _definitions[pair.Change.Segment].Plan.Of == of).Select(pair => (long)pair.Change.Reference).Distinct()]);
        }

        foreach ((LiveChange change, MembershipCause cause) in _changes)
        {
            LiveDefinition definition = _definitions[change.Segment];
            string id = _ids[(definition.Plan.Of, change.Reference)];
            _named.Add(new MembershipChange(
                definition.Name, definition.Version, definition.Plan.Of, change.Reference, id, change.Entered, change.At, cause));
        }

        _changes.Clear();
    }

    private void ReadIds(EntityKind of, long[] references)
    {
        long[] unknown = [.. references.Where(reference => !_ids.ContainsKey((of, reference)))];
        if (unknown.Length == 0)
        {
            return;
        }

        // Somebody who was merged away has no row any more; the ledger of merges knows the id.
        string table = SqlIdentifier.Quote(TableNames.Table(_rows.Catalog.Of(of)));
        _connection.Query(
            $"""
            WITH asked AS (SELECT unnest($1::BIGINT[]) AS ref)
            SELECT ref, id FROM {table} WHERE ref IN (FROM asked)
            UNION ALL
            SELECT other_ref, any_value(other_id) FROM strata_merge
            WHERE of = $2 AND other_ref IN (FROM asked) AND other_ref NOT IN (SELECT ref FROM {table}) GROUP BY other_ref
            """,
            [DuckDbValue.List(unknown), TableNames.Table(_rows.Catalog.Of(of))],
            row => _ids[(of, row.GetInt64(0))] = row.GetRequiredText(1));
    }
}
