using System.Collections.Concurrent;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.References;
using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tracking;

/// <summary>
/// Says what messages mean: drops those of robots and of people who did not agree, makes events of them, finds whose they are, and turns
/// what they say of contacts and accounts into changes. All from memory but for what is new.
/// </summary>
public sealed class TrackingResolver : IMessageResolver, IDisposable
{
    private readonly WarehouseStore _warehouse;
    private readonly DuckDbConnection _connection;
    private readonly ReferenceCache _references;
    private readonly VisitorLinks _visitors;
    private readonly VisitorPast _past = new();
    private readonly VisitorSessions _sessions = new(VisitorSessions.MostFor(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
    private readonly CompanyNetworks _networks;
    private readonly IdentityResolver _identity;
    private readonly IdentityMessages _messages;
    private readonly PendingIdentity _pending = new();
    private readonly Func<TrackingRules> _rules;
    private readonly EventTyper _typer;
    private readonly TraitMapper _traits;
    private readonly EventMaker _events;
    private readonly VisitorEvents _visits;
    private readonly EventMoves _moves = new();
    private readonly Dictionary<(DateOnly Day, DropReason Reason), long> _dropped = [];
    private readonly ConcurrentDictionary<DropReason, long> _totals = new();
    private readonly List<FieldDefinition> _fresh = [];
    private Admission _admission;
    private DataCatalog _catalog;
    private long _lastLink;
    private bool _hasSessions;

    /// <summary>Reads the ids of everybody into memory.</summary>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="rules">Reads what is respected and what is trusted; again where it may have changed.</param>
    /// <param name="visitors">Gets who visitors are, and is this one's from here on; null where nobody else reads it.</param>
    public TrackingResolver(WarehouseStore warehouse, Func<TrackingRules> rules, VisitorLinks? visitors = null)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        ArgumentNullException.ThrowIfNull(rules);
        TrackingRules settings = rules();
        _rules = rules;
        _visitors = visitors ?? new VisitorLinks();
        _warehouse = warehouse;
        _catalog = warehouse.Catalog;
        _connection = warehouse.Connect();
        _references = new ReferenceCache(_connection);
        _networks = new CompanyNetworks(_connection, _references);
        _identity = new IdentityResolver(_references, _visitors, _networks) { LeastConfidence = settings.IpConfidence };
        _messages = new IdentityMessages(_connection, _references, _visitors, _past, _traits = new TraitMapper(settings.Zone), _pending);
        _admission = new Admission(settings.RequiredConsent, settings.Respected);
        _typer = new EventTyper(settings.Zone);
        _events = new EventMaker(_typer);
        _visits = new VisitorEvents(_sessions, _identity, _moves, FindOwner) { IsOn = settings.ConcludesVisits };
        _visitors.Reload(_connection);
        _past.Load(_connection, _catalog);
        _lastLink = LinkLedger.NextId(_connection) - 1;
    }

    /// <summary>How many messages were dropped since the start, by reason. Thread-safe.</summary>
    public IReadOnlyDictionary<DropReason, long> Dropped => _totals;

    /// <summary>How many visits were ended since the start before half an hour without a word had passed, as there was no room for more. Thread-safe.</summary>
    public long VisitsEndedEarly => _sessions.EndedEarly;

    /// <inheritdoc/>
    public void Expect(TrackedMessage message, int step)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (step == 0 && message.AccountKey != UInt128.Zero)
        {
            _references.PrefetchAccount(message.AccountKey);
        }

        if (message.VisitorKey == UInt128.Zero)
        {
            return;
        }

        if (step > 0)
        {
            _sessions.Prefetch(message.VisitorKey, step);
            return;
        }

        _sessions.Prefetch(message.VisitorKey);
        _visitors.Prefetch(message.VisitorKey);
        _past.Prefetch(message.VisitorKey);
    }

    /// <inheritdoc/>
    public void Take(TrackedMessage message, IIngestSink sink)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(sink);
        if (!ReferenceEquals(_catalog, _warehouse.Catalog))
        {
            AdoptCatalog();
        }

        if (!_hasSessions)
        {
            _hasSessions = true;
            SessionRestore.Read(_connection, _catalog, _sessions, message.ReceivedAt);
        }

        if (_admission.Refuse(message) is { } reason)
        {
            Drop(message, reason);
            return;
        }

        _visits.PassTime(message.ReceivedAt, _catalog, sink);
        IdentityClues clues = CluesOf(message);
        if (_pending.Awaits(clues) || _messages.MustWait(message))
        {
            Write(sink);
        }

        switch (message.Kind)
        {
            case MessageKind.Identify:
                _messages.Identify(message, _catalog);
                _visits.Hear(message, clues);
                break;
            case MessageKind.Group:
                _messages.Group(message, _catalog);
                _visits.Hear(message, clues);
                break;
            case MessageKind.Alias:
                _messages.Alias(message);
                break;
            default:
                TakeEvent(message, clues, sink);
                break;
        }
    }

    /// <inheritdoc/>
    public void Finish(IIngestSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _visits.PassTime(sink.Now, _catalog, sink);
        if (!_pending.IsEmpty)
        {
            Write(sink);
        }

        StoreLedger(sink);
        StoreDropped(sink);
    }

    /// <inheritdoc/>
    public void Changed(EntityChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        AdoptCatalog();
        _identity.Reset();
        _moves.Note(changes);
        if (!changes.Everything && changes.Accounts.Count + changes.Contacts.Count == 0)
        {
            AdoptRules();
            return;
        }

        if (changes.Everything)
        {
            AdoptRules();
            _references.Reload();
            _visitors.Reload(_connection);
            _networks.Reload();
            _messages.Reset();
            return;
        }

        _references.Refresh(EntityKind.Account, changes.Accounts);
        _references.Refresh(EntityKind.Contact, changes.Contacts);
        _networks.Refresh(changes.Accounts);
        if (changes.Merged)
        {
            _visitors.ReloadMerges(_connection);
            _messages.Reset();
        }

        foreach (string visitor in changes.Unlinked)
        {
            _visitors.Reload(_connection, visitor);

            // Their past is nobody's again, and joins whoever they are identified as next.
            _past.Note(VisitorLinks.KeyOf(visitor), 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    /// <summary>Whose a message is by now, with the rules that were tried: for people who watch. Of the thread that takes messages.</summary>
    internal Attribution Explain(TrackedMessage message, List<IdentityStep> steps) => _identity.Resolve(CluesOf(message), steps);

    private static IdentityClues CluesOf(TrackedMessage message) => new(
        message.NamedAccount, message.UserId, IdentityMessages.EmailOf(message), message.AnonymousId, message.Context.Ip)
    {
        VisitorKey = message.VisitorKey,
        AccountKey = message.AccountKey,
    };

    private void TakeEvent(TrackedMessage message, in IdentityClues clues, IIngestSink sink)
    {
        RowType type = FindType(message, sink, out TypedProperties typed);
        Attribution whose = _identity.Resolve(clues);
        _messages.Pair(message, whose.Contact);
        IngestedEvent made = EventMaker.Make(message, type, typed, whose);
        _visits.Leave(message, made.Row, _catalog, sink);
        _visits.Arrive(message, made, sink.Add(made), clues);
        if (whose.Contact is null && whose.ContactKey is null && message.HasVisitor)
        {
            _past.Note(message.VisitorKey, message.Instant);
        }
    }

    /// <summary>The type and the values of an event; what the catalog lacks is added to it first.</summary>
    private RowType FindType(TrackedMessage message, IIngestSink sink, out TypedProperties typed)
    {
        while (true)
        {
            string name = EventMaker.TypeName(message, _catalog);
            RowType? known = _catalog.FindEvent(name);
            RowType type = known ?? new RowType(RowKind.Event, name, EventMaker.FirstFields(name));
            _fresh.Clear();
            typed = _events.Type(message, type, _fresh);
            if (known is not null && _fresh.Count == 0)
            {
                return known;
            }

            IEnumerable<FieldDefinition> fields = known is null ? type.Fields.Concat(_fresh) : _fresh;
            _pending.Extend(CatalogAdditions.None with
            {
                Events = [new RowType(RowKind.Event, name, fields.DistinctBy(field => field.Name, StringComparer.Ordinal))],
            });
            Write(sink);
        }
    }

    private void Write(IIngestSink sink)
    {
        long since = long.MaxValue;
        foreach (PendingLink link in _pending.Links)
        {
            since = link.Kind == LinkKind.Anonymous && _past.MayHave(link.Key, out long first) ? Math.Min(since, first) : since;
        }

        StoreLedger(sink);
        sink.Change(session =>
        {
            var writer = new IdentityWriter(session, _past, () => ++_lastLink);
            EntityChanges? changes = writer.Write(_pending, since);
            foreach (LinkRecord link in writer.Made.Where(link => link.Kind == LinkKind.Anonymous))
            {
                _visitors.Add(link.Key, new LinkedVisitor(link.Contact, link.Account));
                _moves.NoteVisitor(link.Key);
                _past.Forget(link.Key);
            }

            foreach (LinkRecord link in writer.Made.Where(link => link.Kind == LinkKind.User))
            {
                _visitors.AddOtherName(link.Key);
            }

            return changes;
        });
        _pending.Clear();
        AdoptCatalog();
    }

    private (long? Account, long? Contact)? FindOwner(string pageView, long instant)
    {
        List<(long?, long?)> found = _connection.Query(
            "SELECT account_ref, contact_ref FROM event_page_view WHERE ts = make_timestamp($1) AND id = $2",
            [instant, pageView],
            row => (row.GetNullableInt64(0), row.GetNullableInt64(1)));
        return found.Count == 0 ? null : found[0];
    }

    private void AdoptRules()
    {
        TrackingRules rules = _rules();
        _admission = new Admission(rules.RequiredConsent, rules.Respected);
        _identity.LeastConfidence = rules.IpConfidence;
        _typer.Adopt(rules.Zone);
        _traits.Adopt(rules.Zone);
        _visits.IsOn = rules.ConcludesVisits;
        _networks.Reload();
    }

    private void AdoptCatalog()
    {
        if (!ReferenceEquals(_catalog, _warehouse.Catalog))
        {
            _catalog = _warehouse.Catalog;
            _typer.Reset();
        }
    }

    private void StoreLedger(IIngestSink sink)
    {
        if (_pending.Ledger.Count == 0)
        {
            return;
        }

        LinkRecord[] links =
            [.. _pending.Ledger.Select(row => new LinkRecord(++_lastLink, LinkKind.Anonymous, row.AnonymousId, row.Contact, row.Account, row.At, row.Cause))];
        _pending.Ledger.Clear();
        sink.Store(connection => LinkLedger.Add(connection, links));
    }

    private void Drop(TrackedMessage message, DropReason reason)
    {
        DateOnly day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(message.ReceivedAt * 10));
        _dropped[(day, reason)] = _dropped.GetValueOrDefault((day, reason)) + 1;
        _totals.AddOrUpdate(reason, 1, static (_, before) => before + 1);
    }

    private void StoreDropped(IIngestSink sink)
    {
        if (_dropped.Count == 0)
        {
            return;
        }

        KeyValuePair<(DateOnly Day, DropReason Reason), long>[] counts = [.. _dropped];
        _dropped.Clear();
        sink.Store(connection =>
        {
            foreach (((DateOnly day, DropReason reason), long messages) in counts)
            {
                DroppedMessages.Add(connection, day, reason, messages);
            }
        });
    }
}
