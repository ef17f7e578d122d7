using System.Threading.Channels;
using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest.Watch;

/// <summary>
/// Shows messages to people who watch them come in. Where nobody watches nothing is done but one look at a field; where much comes, some of it
/// is shown and the rest counted. Thread-safe.
/// </summary>
public sealed class EventWatch
{
    /// <summary>The most messages a second that each watcher is shown.</summary>
    public const int MostASecond = 40;

    /// <summary>The most who watch at once.</summary>
    public const int MostWatchers = 20;

    private const int MostWaiting = 500;
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private Watcher[] _watchers = [];
    private InputRequest? _request;

    /// <summary>Creates a watch that nobody watches yet.</summary>
    public EventWatch(TimeProvider clock) => _clock = clock;

    /// <summary>True where somebody watches.</summary>
    public bool IsOn => Volatile.Read(ref _watchers).Length > 0;

    /// <summary>Begins to watch; null where too many do. Disposing it ends it.</summary>
    /// <param name="wanted">Which messages to show; of the others nothing is said.</param>
    public Watcher? Begin(Predicate<WatchedMessage> wanted)
    {
        lock (_lock)
        {
            if (_watchers.Length == MostWatchers)
            {
                return null;
            }

            var watcher = new Watcher(this, wanted, _clock);
            Volatile.Write(ref _watchers, [.. _watchers, watcher]);
            return watcher;
        }
    }

    /// <summary>The id of the key of the request in hand; of the thread that applies.</summary>
    internal string WriteKey => _request?.WriteKey ?? "";

    /// <summary>The messages of a request come next; of the thread that applies.</summary>
    internal void Begin(InputRequest request) => _request = request;

    /// <summary>Shows a message of the request in hand that came before.</summary>
    internal void ShowDuplicate(TrackedMessage message) => Show(WatchedResolver.Duplicate(message, WriteKey));

    /// <summary>Shows a message of the request in hand that could not be taken.</summary>
    internal void ShowRefused(MessageError error) => Show(WatchedResolver.Refused(_request!, error));

    /// <summary>Shows a message to all who watch.</summary>
    internal void Show(WatchedMessage message)
    {
        foreach (Watcher watcher in Volatile.Read(ref _watchers))
        {
            watcher.Offer(message);
        }
    }

    private void End(Watcher watcher)
    {
        lock (_lock)
        {
            Volatile.Write(ref _watchers, [.. _watchers.Where(other => other != watcher)]);
        }
    }

    /// <summary>One who watches.</summary>
    public sealed class Watcher : IDisposable
    {
        private readonly EventWatch _watch;
        private readonly Predicate<WatchedMessage> _wanted;
        private readonly TimeProvider _clock;
        private readonly Channel<WatchedMessage> _channel = Channel.CreateBounded<WatchedMessage>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

        private long _second;
        private int _inSecond;
        private long _skipped;

        internal Watcher(EventWatch watch, Predicate<WatchedMessage> wanted, TimeProvider clock) => (_watch, _wanted, _clock) = (watch, wanted, clock);

        /// <summary>The messages to be shown, as they come.</summary>
        public ChannelReader<WatchedMessage> Messages => _channel.Reader;

        /// <summary>How many were left out since this was asked last, because too many came.</summary>
        public long TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);

        /// <inheritdoc/>
        public void Dispose() => _watch.End(this);

        internal void Offer(WatchedMessage message)
        {
            if (!_wanted(message))
            {
                return;
            }

            long second = _clock.GetUtcNow().ToUnixTimeSeconds();
            if (second != Interlocked.Exchange(ref _second, second))
            {
                Volatile.Write(ref _inSecond, 0);
            }

            if (Interlocked.Increment(ref _inSecond) > MostASecond || !_channel.Writer.TryWrite(message))
            {
                Interlocked.Increment(ref _skipped);
            }
        }
    }
}
