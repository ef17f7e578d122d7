using Strata.Platform.Ingest.Journal;
using Strata.Platform.Live;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Brings changes of memberships into the journal, in order, and has them told once they are durable. One record is on its way at a time;
/// what changes meanwhile is the next. Where the disk refuses, it is tried again. Used by the thread that applies.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="log">Numbers and tells the changes.</param>
internal sealed class MembershipPublisher(EventJournal journal, IMembershipLog log)
{
    private readonly Queue<ReadOnlyMemory<byte>> _waiting = new();
    private volatile Entry? _underWay;

    /// <summary>True where everything is durable.</summary>
    public bool IsIdle => _waiting.Count == 0 && _underWay is null or { IsDurable: true };

    /// <summary>True where the disk refused what was sent last.</summary>
    public bool HasFailed => _underWay is { IsEnded: true, IsDurable: false };

    /// <summary>Adds changes.</summary>
    public void Add(IReadOnlyList<MembershipChange> changes)
    {
        if (changes.Count > 0)
        {
            _waiting.Enqueue(log.Record(changes));
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
