using System.Runtime.ExceptionServices;
using NodaTime;
using Strata.Language.Time;
using Strata.Platform.Ingest.Journal;
using Strata.Platform.Ingest.Pipeline;
using Strata.Platform.Ingest.Seen;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Live;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Ingest;

/// <summary>
/// Takes in requests durably and applies them, in one order, with one thread, through which everybody else writes too. A request is durable
/// once it is in the journal; what is in the journal and not in the warehouse is applied at the next start. Thread-safe.
/// </summary>
public sealed class IngestPipeline : IExclusiveWriter, IAsyncDisposable
{
    private readonly WorkspaceHost _host;
    private readonly IngestOptions _options;
    private readonly Action<Workspace> _written;
    private readonly ApplyQueue _queue;
    private readonly ApplyPace _pace;
    private readonly EventJournal _journal;
    private readonly SeenIds _seen;
    private readonly EventStore _store;
    private readonly Applier _applier;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _recovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _recoveredAt;
    private long _received;
    private long _waitingBytes;
    private volatile bool _stopped;
    private int _disposed;

    private IngestPipeline(WorkspaceHost host, IngestParts parts, IngestOptions options, IJournalStorage storage)
    {
        _host = host;
        _options = options;
        _written = parts.Written;
        _queue = new ApplyQueue(options.MemoryBytes);
        _pace = new ApplyPace(MostUnderWay, options.LongestPace, () => Lag);
        try
        {
            _store = new EventStore(host.Warehouse, parts.Log.Write, Stored, parts.Notice);
            IngestPosition position = IngestStart.Begin(_store, host.Clock);
            _seen = new SeenIds(
                Path.Combine(host.Directory.FullPath, "seen"), _store.Connection, host.Warehouse.Catalog, options.SeenFilterBytes);
            _journal = new EventJournal(storage, position.Offset, options.JournalFileBytes, BecameDurable, parts.Notice);
            _recoveredAt = _journal.End;
            long latest = IngestStart.Restore(_journal, parts.Log, position.Offset);
            position = options.SetsTimeBack ? IngestStart.SetBack(_store, host.Clock, position, latest) : position;
            _received = Math.Max(position.Instant, latest);
            Live = parts.Live(host, position.Instant);
            _applier = new Applier(new ApplierParts(
                host, options, _journal, _store, _seen, Live, parts.Log, parts.Resolver(host), Statistics, parts.Watch, _ => _pace.LetIn(), _stopping));
            if (position.Offset < _recoveredAt)
            {
                _queue.Add(new DurableGroup(position.Offset, _recoveredAt, Inputs: null, host.Clock.GetTimestamp()));
            }

            _queue.Add(() =>
            {
                Live.Recovered();
                _recovered.TrySetResult();
            });
            new Thread(Run) { IsBackground = true, Name = "strata-apply" }.Start();
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Memberships as they follow from what is applied.</summary>
    public ILiveMemberships Live { get; }

    /// <summary>What was taken in.</summary>
    public IngestStatistics Statistics { get; } = new();

    /// <summary>Done when it has stopped; faulted where it cannot go on: what is acknowledged is in the journal then.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Done when everything is applied that the journal had at start.</summary>
    public Task Recovered => _recovered.Task;

    /// <summary>
    /// By how much the time of memberships is ahead of the clock: it stands still until that caught up, or <see cref="IngestOptions.SetsTimeBack"/>.
    /// </summary>
    public TimeSpan Ahead =>
        TimeSpan.FromMicroseconds(Math.Max(0, Live.Now - Microseconds.FromInstant(Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()))));

    /// <summary>How many bytes of the journal are not applied yet.</summary>
    public long Lag => _journal.End - _applier.Applied;

    /// <summary>Opens the journal of a data directory, applies what it holds, and begins to take in.</summary>
    /// <param name="host">The data directory.</param>
    /// <param name="parts">What events act on.</param>
    /// <param name="options">The bounds; null for the usual ones.</param>
    /// <exception cref="InvalidDataException">The journal is damaged.</exception>
    public static IngestPipeline Start(WorkspaceHost host, IngestParts parts, IngestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        return Start(host, parts, options, new JournalDirectory(Path.Combine(host.Directory.FullPath, "journal")));
    }

    /// <summary>The instant of a request that begins now, in UTC microseconds: later than every one before, also where the clock jumped back.</summary>
    public long Receive()
    {
        long now = Microseconds.FromInstant(Instant.FromDateTimeOffset(_host.Clock.GetUtcNow()));
        while (true)
        {
            long last = Volatile.Read(ref _received), next = Math.Max(last + 1, now);
            if (Interlocked.CompareExchange(ref _received, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>
    /// Waits for a turn to be taken in: until little enough is on its way. Whoever has a turn reads the request, submits it and gives the
    /// turn back: of those that wait nothing but the bytes is in memory.
    /// </summary>
    /// <param name="length">How many bytes the request has.</param>
    /// <returns>The turn; one that is not given where too much waits already.</returns>
    public async ValueTask<IngestTurn> TurnAsync(long length)
    {
        if (Interlocked.Add(ref _waitingBytes, length) > _options.MemoryBytes || Lag > _options.LagBytes)
        {
            Interlocked.Add(ref _waitingBytes, -length);
            return default;
        }

        await _pace.BeginAsync(length);
        return new IngestTurn(this, length);
    }

    /// <summary>Takes a request in when it is its turn.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">What was read of it.</param>
    /// <returns>What became of it, once that is certain.</returns>
    public async Task<SubmitOutcome> SubmitAsync(InputRequest request, SegmentRequest read)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IngestTurn turn = await TurnAsync(request.Length);
        return await SubmitAsync(request, read, turn);
    }

    /// <summary>Takes a request in whose turn it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">What was read of it.</param>
    /// <param name="turn">Its turn.</param>
    /// <returns>What became of it, once that is certain.</returns>
    public async Task<SubmitOutcome> SubmitAsync(InputRequest request, SegmentRequest read, IngestTurn turn)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(read);
        if (_stopped)
        {
            return SubmitOutcome.Unavailable;
        }

        if (!turn.IsGiven)
        {
            return SubmitOutcome.Busy;
        }

        var input = new PendingInput(request, read);
        try
        {
            _journal.Append(input);
        }
        catch (ObjectDisposedException)
        {
            return SubmitOutcome.Unavailable;
        }

        return await input.Outcome;
    }

    /// <inheritdoc/>
    public async Task<T> RunAsync<T>(Func<Workspace, T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = ExecutionContext.Capture();
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            static state => ((TaskCompletionSource<T>)state!).TrySetCanceled(), result);
        _queue.Add(() =>
        {
            if (result.Task.IsCompleted)
            {
                return;
            }

            try
            {
                T value = default!;
                Run(flow, () => value = _applier.Exclusively(work, _written));
                result.TrySetResult(value);
            }
            catch (Exception fault)
            {
                result.TrySetException(fault);
            }
        });
        return await result.Task;
    }

    /// <summary>What was acknowledged before is in the warehouse when this is done: for those who read it there.</summary>
    /// <exception cref="Language.UserErrorException">Code <c>disk</c>: the disk refuses.</exception>
    public async Task StoreAsync(CancellationToken cancellation = default)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _queue.Add(() =>
        {
            try
            {
                _applier.Store();
                done.TrySetResult();
            }
            catch (Exception fault)
            {
                done.TrySetException(fault);
            }
        });
        await done.Task.WaitAsync(cancellation);
    }

    /// <summary>Makes time pass now: what is due happens. For clocks that do not run by themselves.</summary>
    public void Wake() => _queue.Wake();

    /// <summary>Takes no more requests, applies those that are durable, stores everything.</summary>
    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await Task.Run(_journal.Drain);
            _stopping.Set();
            _queue.Close();
        }

        await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Close();
    }

    /// <summary>A turn is given back.</summary>
    internal void EndTurn(long length)
    {
        Interlocked.Add(ref _waitingBytes, -length);
        _pace.End(length);
    }

    internal static IngestPipeline Start(WorkspaceHost host, IngestParts parts, IngestOptions? options, IJournalStorage storage)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new IngestPipeline(host, parts, options ?? new IngestOptions(), storage);
    }

    /// <summary>
    /// How many bytes may be on their way: the fewer, the more waits to be stored beyond what is stored at once, so that requests come in as
    /// fast as the warehouse takes them and applying never has to stop for it.
    /// </summary>
    private long MostUnderWay()
    {
        const double Least = 1.0 / 8;
        double beyond = (_applier.Unstored - _options.FlushRows) / (double)(_applier.MostUnstored - _options.FlushRows);
        return (long)(_options.PaceBytes * Math.Clamp(1 - beyond, Least, 1));
    }

    /// <summary>Ends the threads and closes what was opened: where the start failed that is not everything.</summary>
    private void Close()
    {
        _journal?.Dispose();
        _store?.Dispose();
        _seen?.Dispose();
        _stopping.Dispose();
    }

    private void BecameDurable(long start, long end, IReadOnlyList<JournalEntry> entries) =>
        _queue.Add(new DurableGroup(start, end, [.. entries.OfType<PendingInput>()], _host.Clock.GetTimestamp()));

    private void Stored(IReadOnlyList<(string Table, int Rows)> appended)
    {
        foreach ((string table, int rows) in appended)
        {
            _seen.Appended(table, rows);
        }

        _seen.Seal();
    }

    private void Run()
    {
        try
        {
            _applier.Run(_queue);
            _completion.SetResult();
        }
        catch (Exception fault)
        {
            _stopped = true;
            _completion.SetException(fault);
            _recovered.TrySetException(fault);
        }
    }

    /// <summary>Runs work as whoever asked for it: what flows with a call, such as the caller, flows to here.</summary>
    private static void Run(ExecutionContext? flow, Action work)
    {
        if (flow is null)
        {
            work();
            return;
        }

        ExceptionDispatchInfo? fault = null;
        ExecutionContext.Run(
            flow,
            _ =>
            {
                try
                {
                    work();
                }
                catch (Exception thrown)
                {
                    fault = ExceptionDispatchInfo.Capture(thrown);
                }
            },
            state: null);
        fault?.Throw();
    }
}
