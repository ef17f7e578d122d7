using NodaTime;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Ingest.Journal;
using Strata.Platform.Ingest.Seen;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Ingest.Watch;
using Strata.Platform.Live;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Applies what is durable, with one thread, in the order of the journal: an id that was seen is dropped, the resolver says what a message
/// means, memberships follow, the event waits to be stored. Between groups others get their turn to write, and time passes.
/// </summary>
internal sealed partial class Applier : IIngestSink
{
    /// <summary>So many times what is written at once may wait while something is written.</summary>
    private const int MostPending = 3;

    private static readonly TimeSpan LongestIdle = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);
    private static readonly MembershipCause Import = new(MembershipCauseKind.Import);

    private readonly WorkspaceHost _host;
    private readonly IngestOptions _options;
    private readonly EventJournal _journal;
    private readonly EventStore _store;
    private readonly SeenIds _seen;
    private readonly ILiveMemberships _live;
    private readonly IMembershipLog _log;
    private readonly MembershipPublisher _publisher;
    private readonly IMessageResolver _resolver;
    private readonly ExpectedMessages _expected;
    private readonly IngestStatistics _statistics;
    private readonly EventWatch? _watch;
    private readonly SegmentSpecReader _reader = new(mostMessages: int.MaxValue);
    private readonly Action<long> _appliedUpTo;
    private readonly ManualResetEventSlim _stopping;
    private readonly PatientChanges _changes;
    private readonly List<string> _withoutEvent = [];
    private string? _message;
    private bool _acted;
    private long _applied;
    private long _flushedAt;
    private long _foldedAt;
    private int _unstored;

    public Applier(ApplierParts parts)
    {
        _host = parts.Host;
        _options = parts.Options;
        _journal = parts.Journal;
        _store = parts.Store;
        _seen = parts.Seen;
        _live = parts.Live;
        _log = parts.Log;
        _resolver = parts.Resolver;
        _expected = new ExpectedMessages(parts.Seen, parts.Resolver);
        _statistics = parts.Statistics;
        _watch = parts.Watch;
        _appliedUpTo = parts.AppliedUpTo;
        _stopping = parts.Stopping;
        _changes = new PatientChanges(parts.Host, parts.Stopping, RetryEvery);
        _publisher = new MembershipPublisher(parts.Journal, parts.Log, parts.Live, MostPending * parts.Options.FlushRows);
        _applied = parts.Store.Stored.Offset;
        _flushedAt = _host.Clock.GetTimestamp();
        _foldedAt = _flushedAt;
    }

    /// <summary>The offset up to which the journal is applied.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>How much waits that is not being stored yet, counted in events (<see cref="PendingEvents.Load"/>).</summary>
    public int Unstored => Volatile.Read(ref _unstored);

    /// <summary>So many may: then nothing is applied until what is being stored is.</summary>
    public int MostUnstored => MostPending * _options.FlushRows;

    /// <inheritdoc/>
    public long Now => _live.Now;

    private IngestPosition Position => new(_applied, _live.Now);

    /// <summary>Applies what comes, until the queue is closed and empty; then everything is stored.</summary>
    public void Run(ApplyQueue queue)
    {
        while (queue.Take(Idle(), out Action? work, out DurableGroup? group))
        {
            if (work is not null)
            {
                work();
            }
            else if (group is not null)
            {
                Apply(group);
            }

            LetTimePass();
            FlushWhenDue();
        }

        _publisher.TellAll(() => _log.Waiting < _options.FlushRows || Flush() is null);

        // Where the disk refuses, what is not stored is in the journal, and the next process applies it.
        if (Flush() is null)
        {
            _seen.Checkpoint();
            _journal.DeleteBelow(_applied);
        }
    }

    /// <summary>Stores what was taken in so far, for those who read it in the warehouse.</summary>
    /// <exception cref="UserErrorException">Code <c>disk</c>: the disk refuses.</exception>
    public void Store()
    {
        if (_store.Stored.Offset != _applied || _store.IsBusy || _store.HoldsAmendments)
        {
            StoreAll();
        }
    }

    private void StoreAll()
    {
        if (Flush() is { } fault)
        {
            throw new UserErrorException(
                "disk", $"What was taken in before cannot be written to the warehouse: {fault.Message}", fix: "Make room on the disk of the data directory, then try again.");
        }
    }

    /// <summary>Runs work of others, in a session of its own, on what is stored; then memberships follow.</summary>
    public T Exclusively<T>(Func<Workspace, T> work, Action<Workspace> written)
    {
        StoreAll();
        TableStamp before = TableStamp.Of(_store.Connection);
        using Workspace session = _host.OpenSession();
        try
        {
            return work(session);
        }
        finally
        {
            bool areOther = TableStamp.Of(_store.Connection) != before;
            if (areOther)
            {
                _seen.ReadNew(_store.Connection, _host.Warehouse.Catalog);
            }

            EntityChanges? changes = session.Written ?? (areOther ? EntityChanges.All(Import) : null);
            _resolver.Changed(changes ?? new EntityChanges([], [], EventsMoved: false, Import));
            written(session);
            if (changes is not null)
            {
                _live.Changed(changes);
            }

            _publisher.Publish();
        }
    }

    /// <inheritdoc/>
    public PendingPlace Add(IngestedEvent arrived)
    {
        _acted = true;
        if (string.Equals(arrived.Row.Id, _message, StringComparison.Ordinal))
        {
            _message = null;
        }

        PendingPlace place = _store.Pending.Add(arrived);
        _live.Apply(arrived);
        return place;
    }

    /// <inheritdoc/>
    public void Amend(AmendedEvent amended)
    {
        _acted = true;
        _store.Pending.Amend(amended);
        _live.Amend(amended);
    }

    /// <inheritdoc/>
    public void Change(Func<Workspace, EntityChanges?> write)
    {
        _acted = true;
        FlushPatiently();
        if (_changes.Write(write) is { } changes)
        {
            _resolver.Changed(changes);
            _live.Changed(changes);
        }
    }

    /// <inheritdoc/>
    public void Store(Action<DuckDbConnection> write) => _store.Pending.AddFurther(write);

    private void Apply(DurableGroup group)
    {
        if (group.Inputs is { } inputs)
        {
            long messages = 0;
            foreach (PendingInput input in inputs)
            {
                Apply(input.Request, input.Read);
                messages += input.Read.Messages.Count;
            }

            Finish(group.End);
            _statistics.AddVisible(_host.Clock.GetElapsedTime(group.DurableAt), messages);
            return;
        }

        for (long offset = group.Start; offset < group.End;)
        {
            ReadOnlyMemory<byte> read = _journal.Read(offset);
            foreach ((RecordKind kind, ReadOnlyMemory<byte> content) in JournalFormat.Records(read))
            {
                if (kind == RecordKind.Input)
                {
                    // What is read keeps to the bytes, and the next group is read into the same ones.
                    InputRequest request = InputRequest.Read(content.ToArray());
                    Apply(request, _reader.Read(request.Endpoint, request.Body, request.Context));
                }
            }

            offset += read.Length;
            Finish(offset);
            FlushWhenDue();
        }
    }

    private void Apply(InputRequest request, SegmentRequest read)
    {
        Advance(request.Context.ReceivedAt);
        int duplicates = 0;
        EventWatch? watch = _watch is { IsOn: true } on ? on : null;
        watch?.Begin(request);
        foreach (TrackedMessage message in _expected.InTurn(read.Messages))
        {
            if (!_seen.Add(message.IdKey))
            {
                duplicates++;
                watch?.ShowDuplicate(message);
                continue;
            }

            Take(request, read, message);
        }

        string? beside = read.Errors.Count > 0 ? DeadLetters.Beside(read) : null;
        foreach (MessageError error in read.Errors)
        {
            _store.Pending.AddDeadLetter(DeadLetters.Of(request, beside, error));
            watch?.ShowRefused(error);
        }

        _statistics.Add(read.Messages.Count - duplicates, duplicates, read.Errors.Count);
    }

    private void Take(InputRequest request, SegmentRequest read, TrackedMessage message)
    {
        _message = message.MessageId;
        _acted = false;
        try
        {
            _resolver.Take(message, this);
        }
        catch (Exception fault) when (!_acted && fault is not (IOException or DuckDbException or OutOfMemoryException))
        {
            // It would meet the same fault at each start again: it is put aside until that is mended, and then sent again as if never seen.
            _store.Pending.AddDeadLetter(DeadLetters.Of(request, DeadLetters.Beside(read), message, fault));
            _seen.TakeBack(message.IdKey);
            _message = null;
        }

        if (_message is not null)
        {
            _withoutEvent.Add(_message);
        }
    }

    /// <summary>A group is applied: from here on it is not applied again.</summary>
    private void Finish(long end)
    {
        _resolver.Finish(this);
        _withoutEvent.ForEach(_store.Pending.AddMessageId);
        _withoutEvent.Clear();
        Volatile.Write(ref _applied, end);
        Volatile.Write(ref _unstored, _store.Pending.Load);
        _appliedUpTo(end);
        _publisher.Publish();
    }

    private void LetTimePass()
    {
        long now = Microseconds.FromInstant(Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()));
        Advance(now);
        _publisher.Publish();
    }

    private void Advance(long instant)
    {
        instant = Math.Max(_live.Now, instant);
        if (_live.IsTriedAgain(instant))
        {
            FlushPatiently();
        }

        _live.Advance(instant);
    }

    private TimeSpan Idle()
    {
        long now = Microseconds.FromInstant(Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()));
        if (!_publisher.IsIdle || _publisher.HasMore)
        {
            return TimeSpan.FromMilliseconds(_publisher.HasFailed ? 100 : 1);
        }

        return _live.NextDue - now >= LongestIdle.TotalMicroseconds || _live.NextDue == long.MaxValue
            ? LongestIdle
            : TimeSpan.FromMicroseconds(Math.Max(0, _live.NextDue - now) + 1);
    }
}
