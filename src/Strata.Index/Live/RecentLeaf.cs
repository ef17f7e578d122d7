using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Live;

/// <summary>
/// A condition on the newest events of an entity: there are so many in a window that ends at T, or of so many contacts, or the newest
/// is in a range.
/// </summary>
/// <param name="Source">The events.</param>
/// <param name="Where">Which of them, decided by the event alone; null for all.</param>
/// <param name="Window">The window of the events; its end is T, or fixed.</param>
/// <param name="Needed">How many, from 1.</param>
/// <param name="DistinctContacts">Whether contacts are counted rather than events.</param>
/// <param name="NewestIn">The range that the newest must be in, or null; then <paramref name="Needed"/> is 1.</param>
internal sealed record RecentCondition(
    BoundSource Source, BoundExpr? Where, InstantRange Window, int Needed, bool DistinctContacts, InstantRange? NewestIn = null)
{
    /// <summary>More are not kept of everybody: then the rows are read.</summary>
    public const int MostNeeded = 64;

    /// <summary>Whether the newest events are enough to know.</summary>
    public bool IsServed =>
        Source.IsEvent && Source.Relation != SourceRelation.OfAccountOfContact && Needed is >= 1 and <= MostNeeded
        && Window.Upper is null or { Moves: false } or AsOfBound { Duration: null, Shift: 0 }
        && EventCondition.StaysTrue(Where) && EventCondition.Compile(Where) is not null;
}

/// <summary>Keeps a <see cref="RecentCondition"/> for everybody.</summary>
internal sealed class RecentLeaf : LiveLeaf
{
    private readonly RecentCondition _condition;
    private readonly Func<EventRow, bool> _counts;
    private readonly RecentEvents _events;
    private readonly long _last;

    public RecentLeaf(int number, RecentCondition condition, AsOf asOf)
        : base(number, condition.Source.Relation == SourceRelation.OfContact ? EntityKind.Contact : EntityKind.Account)
    {
        _condition = condition;
        _counts = EventCondition.Compile(condition.Where) ?? throw new InvalidOperationException("The condition needs more than the event.");
        _events = new RecentEvents(condition.Needed, condition.DistinctContacts);
        _last = condition.Window.Upper is { Moves: false } fixedEnd ? fixedEnd.Resolve(asOf) : long.MaxValue;
    }

    /// <summary>The events that it reads.</summary>
    public RowType Type => _condition.Source.Row;

    /// <summary>The properties that decide whether an event counts.</summary>
    public IEnumerable<string> Fields => _condition.Where is null ? [] : BoundTree.Nodes(_condition.Where).OfType<BoundField>().Select(read => read.Field.Name);

    /// <summary>A property of which only events count that have one of these values, folded; null where there is none.</summary>
    public (int Ordinal, IReadOnlyList<string> Values)? Accepted => EventCondition.Accepted(_condition.Where);

    /// <summary>Everybody of whom events are kept.</summary>
    public IEnumerable<int> References => _events.References;

    public override int Level => 0;

    /// <summary>Takes an event that has happened; returns whether the truth may be another.</summary>
    public bool Add(EventRow happened, int reference) =>
        happened.Instant <= _last && _counts(happened) && _events.Add(reference, happened.Instant, happened.Contact);

    /// <summary>Fetches what taking an event of an entity begins with into the processor's cache.</summary>
    public void Prefetch(int reference)
    {
        _events.Prefetch(reference);
        Truth.Prefetch(reference);
    }

    /// <summary>Takes an event that has happened before, whose properties have grown: one that counts only now is as one that comes late.</summary>
    public bool Amend(EventRow before, EventRow after, int reference) => !_counts(before) && Add(after, reference);

    /// <summary>Forgets the events of an entity.</summary>
    public void Forget(int reference) => _events.Forget(reference);

    public override Stable Evaluate(int reference, AsOf asOf)
    {
        if (_events.Newest(reference, _condition.Needed - 1) is not { } instant)
        {
            return Stable.Always(false);
        }

        Stable inWindow = _condition.Window.Lower is { } lower
            ? BoundCrossing.Reaches(lower, instant + 1, asOf).Not()
            : Stable.Always(true);
        return _condition.NewestIn is { } range ? inWindow.And(BoundCrossing.Contains(range, instant, asOf)) : inWindow;
    }

    public override long Scheduled(int reference) => _events.Scheduled(reference);

    public override void Schedule(int reference, long due) => _events.Schedule(reference, due);
}
