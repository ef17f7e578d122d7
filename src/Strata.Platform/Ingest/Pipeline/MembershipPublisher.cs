using Strata.Platform.Ingest.Journal;
using Strata.Platform.Live;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Brings changes of memberships into the journal, in order, and has them told once they are durable. One record is on its way at a time;
/// what changes meanwhile is the next. Where the disk refuses, it is tried again. A new definition may change millions: they are taken as
/// they can be written. Used by the thread that applies.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="log">Numbers and tells the changes.</param>
/// <param name="live">Where they come from.</param>
/// <param name="mostUnstored">So many may wait in the log for being stored.</param>
internal sealed class MembershipPublisher(EventJournal journal, IMembershipLog log, ILiveMemberships live, int mostUnstored)
{
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private volatile Entry? _underWay;

    /// <summary>So many records may wait.</summary>
    private const int MostWaiting = 4;

    /// <summary>True where there may be changes that were not taken yet.</summary>
    public bool HasMore { get; private set; }

    /// <summary>True where everything is durable.</summary>
    public bool IsIdle => _waiting.Count == 0 && _underWay is null or { IsDurable: true };

    /// <summary>True where the disk refused what was sent last.</summary>
    public bool HasFailed => _underWay is { IsEnded: true, IsDurable: false };

    /// <summary>Takes the next changes, where there is room, and sends what can be sent now.</summary>
    public void Publish()
    {
        HasMore = _waiting.Count >= MostWaiting || log.Waiting >= mostUnstored;
        if (!HasMore)
        {
            IReadOnlyList<MembershipChange> changes = live.TakeChanges();
            HasMore = changes.Count >= ILiveMemberships.MostChanges;
            if (changes.Count > 0)
            {
                _waiting.Enqueue(log.Record(changes));
            }
        }

        Continue();
    }

    /// <summary>Sends what can be sent now.</summary>
    public void Continue()
    {
        Entry? before = _underWay;
        if (before is { IsEnded: false })
        {
            return;
        }

        if (before is { IsDurable: false })
        {
            Send(before.Record);
        }
        else if (_waiting.TryDequeue(out ReadOnlyMemory<byte> record))
        {
            Send(record);
        }
    }

    /// <summary>Sends everything and waits for it; gives up where the disk refuses.</summary>
    public void Drain()
    {
        do
        {
            Continue();
            journal.Drain();
        }
        while (!IsIdle && _underWay is { IsDurable: true });
    }

    /// <summary>Sends every change and waits for it; gives up where the disk refuses: the next process finds what was not told.</summary>
    /// <param name="store">Stores what waits for that where it is much; false where that fails.</param>
    public void TellAll(Func<bool> store)
    {
        do
        {
            Publish();
            Drain();
        }
        while (store() && HasMore && IsIdle);
    }

    private void Send(ReadOnlyMemory<byte> record)
    {
        var entry = new Entry(record, log);
        _underWay = entry;
        journal.Append(entry);
    }

    private sealed class Entry(ReadOnlyMemory<byte> record, IMembershipLog log) : JournalEntry(RecordKind.Memberships)
    {
        private volatile bool _ended;
        private volatile bool _durable;

        public ReadOnlyMemory<byte> Record => record;

        public bool IsEnded => _ended;

        public bool IsDurable => _durable;

        public override int Length => record.Length;

        public override void Write(Span<byte> target) => record.Span.CopyTo(target);

        public override void Durable()
        {
            log.Durable(record);
            _durable = true;
            _ended = true;
        }

        public override void Failed(Exception fault) => _ended = true;
    }
}
