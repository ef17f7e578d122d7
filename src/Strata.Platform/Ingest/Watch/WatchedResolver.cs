using System.Text;
using Strata.Platform.Identity;
using Strata.Platform.Live;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Watch;

/// <summary>A resolver that shows what it is given to those who watch; where nobody does it only hands it on.</summary>
public sealed class WatchedResolver : IMessageResolver
{
    private const int LongestRaw = 8_192;
    private readonly TrackingResolver _inner;
    private readonly EventWatch _watch;

    /// <summary>Creates one around a resolver.</summary>
    public WatchedResolver(TrackingResolver inner, EventWatch watch) => (_inner, _watch) = (inner, watch);

    /// <inheritdoc/>
    public void Expect(TrackedMessage message, int step) => _inner.Expect(message, step);

    /// <inheritdoc/>
    public void Take(TrackedMessage message, IIngestSink sink)
    {
        if (!_watch.IsOn)
        {
            _inner.Take(message, sink);
            return;
        }

        TakeWatched(message, sink);
    }

    /// <inheritdoc/>
    public void Finish(IIngestSink sink) => _inner.Finish(sink);

    /// <inheritdoc/>
    public void Changed(EntityChanges changes) => _inner.Changed(changes);

    /// <summary>A message that counts no second time.</summary>
    internal static WatchedMessage Duplicate(TrackedMessage message, string writeKey) =>
        Of(message, writeKey, WatchedOutcome.Duplicate, "A message of this id came before.", default, [], []);

    /// <summary>A message that could not be taken.</summary>
    internal static WatchedMessage Refused(InputRequest request, MessageError error) => new(
        request.Context.ReceivedAt,
        error.MessageId,
        request.Endpoint?.ToString().ToLowerInvariant() ?? "batch",
        null,
        request.WriteKey,
        null,
        null,
        WatchedOutcome.Refused,
        $"{error.Message} {error.Fix}",
        null,
        null,
        AttributionRule.None,
        0,
        [],
        [],
        TextOf(error.Raw));

    private void TakeWatched(TrackedMessage message, IIngestSink sink)
    {
        long dropped = _inner.Dropped.Values.Sum();
        Dictionary<DropReason, long> before = new(_inner.Dropped);
        var seen = new WatchedSink(sink);
        _inner.Take(message, seen);
        if (_inner.Dropped.Values.Sum() > dropped)
        {
            DropReason reason = _inner.Dropped.First(pair => pair.Value > before.GetValueOrDefault(pair.Key)).Key;
            _watch.Show(Of(message, _watch.WriteKey, WatchedOutcome.Dropped, Say(reason), default, [], []));
            return;
        }

        var steps = new List<IdentityStep>();
        Attribution whose = _inner.Explain(message, steps);
        _watch.Show(Of(message, _watch.WriteKey, WatchedOutcome.Taken, null, whose, steps, seen.Events));
    }

    private static string Say(DropReason reason) => reason switch
    {
        DropReason.Bot => "A robot sent it.",
        DropReason.NoConsent => "The person did not consent to a category that is required.",
        DropReason.PrivacySignal => "The person's browser asks not to be tracked.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static WatchedMessage Of(
        TrackedMessage message, string writeKey, WatchedOutcome outcome, string? reason, in Attribution whose, IReadOnlyList<IdentityStep> steps, IReadOnlyList<WatchedEvent> events) => new(
        message.ReceivedAt,
        message.MessageId,
        message.Kind.ToString().ToLowerInvariant(),
        message.Event ?? message.Name ?? message.Context.PagePath,
        writeKey,
        message.AnonymousId,
        message.UserId,
        outcome,
        reason,
        whose.Account,
        whose.Contact,
        whose.Rule,
        whose.Confidence,
        steps,
        events,
        TextOf(message.Raw));

    private static string TextOf(ReadOnlyMemory<byte> raw) => Encoding.UTF8.GetString(raw.Span[..Math.Min(raw.Length, LongestRaw)]);

    /// <summary>Notes the events on their way.</summary>
    private sealed class WatchedSink(IIngestSink inner) : IIngestSink
    {
        private readonly List<WatchedEvent> _events = [];

        public IReadOnlyList<WatchedEvent> Events => _events;

        public long Now => inner.Now;

        public PendingPlace Add(IngestedEvent arrived)
        {
            _events.Add(new WatchedEvent(arrived.Row.Id, arrived.Row.Type.Name, arrived.Row.Instant));
            return inner.Add(arrived);
        }

        public void Amend(AmendedEvent amended) => inner.Amend(amended);

        public void Store(Action<DuckDbConnection> write) => inner.Store(write);

        public void Change(Func<Workspace, EntityChanges?> write) => inner.Change(write);
    }
}
