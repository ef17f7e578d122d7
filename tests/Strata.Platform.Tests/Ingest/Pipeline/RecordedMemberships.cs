using System.Text;
using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Platform.Ingest;
using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>Notes what live membership is told; each event that arrives makes a change, so that there is something to keep.</summary>
internal sealed class RecordedMemberships(long now) : ILiveMemberships
{
    private readonly List<MembershipChange> _changes = [];

    public List<string> Applied { get; } = [];

    public List<long> Instants { get; } = [];

    public int StoredEvents { get; private set; }

    public int Changes { get; private set; }

    public bool MakesChanges { get; init; }

    /// <summary>The instant that it began at.</summary>
    public long Begun { get; } = now;

    public long Now { get; private set; } = now;

    public long NextDue => long.MaxValue;

    public IReadOnlyList<LiveSegment> Segments => [];

    public bool ReadsStored { get; init; }

    public bool IsTriedAgain(long instant) => false;

    public void Advance(long instant)
    {
        instant.ShouldBeGreaterThanOrEqualTo(Now);
        Now = instant;
        Instants.Add(instant);
    }

    public void Apply(IngestedEvent arrived)
    {
        Applied.Add(arrived.Row.Id);
        if (MakesChanges)
        {
            _changes.Add(new MembershipChange(
                "all", 1, EntityKind.Account, Applied.Count, arrived.Row.Id, Entered: true, Now, new MembershipCause(MembershipCauseKind.Event, arrived.Row.Id)));
        }
    }

    public void Amend(AmendedEvent amended) => Applied.Add($"{amended.After.Id} amended");

    public void Stored(int events)
    {
        StoredEvents += events;
        StoredEvents.ShouldBeLessThanOrEqualTo(Applied.Count);
    }

    public void Recovered()
    {
    }

    public void Changed(EntityChanges changes)
    {
        // Everything that was applied must be stored by then.
        StoredEvents.ShouldBe(Applied.Count);
        Changes++;
    }

    public IReadOnlyList<MembershipChange> TakeChanges()
    {
        MembershipChange[] taken = [.. _changes];
        _changes.Clear();
        return taken;
    }

    public bool IsMember(string segment, long reference) => false;

    public IReadOnlyList<string> SegmentsOf(EntityKind of, long reference) => [];

    public Bitmap? Members(string segment) => null;
}

/// <summary>Keeps changes as lines of text.</summary>
internal sealed class RecordedLog : IMembershipLog
{
    private readonly Lock _lock = new();
    private readonly List<string> _told = [];

    public int Waiting => 0;

    public List<string> Restored { get; } = [];

    public IReadOnlyList<string> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    public ReadOnlyMemory<byte> Record(IReadOnlyList<MembershipChange> changes) => Encoding.UTF8.GetBytes(string.Join('\n', changes.Select(change => change.EntityId)));

    public void Durable(ReadOnlyMemory<byte> record)
    {
        lock (_lock)
        {
            _told.AddRange(Encoding.UTF8.GetString(record.Span).Split('\n'));
        }
    }

    public void Restore(ReadOnlyMemory<byte> record) => Restored.AddRange(Encoding.UTF8.GetString(record.Span).Split('\n'));

    public void Rotate()
    {
    }

    public void Write(DuckDbConnection connection)
    {
    }
}
