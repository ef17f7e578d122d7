using System.Collections.Frozen;
using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Index.Live;
using Strata.Language.Catalog;

namespace Strata.Platform.Live;

public sealed partial class LiveMemberships
{
    private IReadOnlyList<LiveDefinition> _wanted = [];

    /// <summary>True while segments are evaluated beside the live ones; what is live then is not what was defined last.</summary>
    public bool IsDefining
    {
        get
        {
            lock (_reading)
            {
                return _shadow is not null;
            }
        }
    }

    /// <summary>
    /// Sets the segments when a process starts: nothing is told until <see cref="Recovered"/>, and then what is not as it was told before.
    /// </summary>
    /// <param name="definitions">The segments.</param>
    /// <param name="told">Who is in which segment by what was told before; also of segments that are no more.</param>
    /// <param name="cancellation">Ends the evaluation; the memberships are of no use then.</param>
    public void Begin(IReadOnlyList<LiveDefinition> definitions, IReadOnlyDictionary<string, ToldMembers> told, CancellationToken cancellation = default)
    {
        lock (_reading)
        {
            _toldBefore = told;
            _wanted = definitions;
            _groups.AddRange(Evaluate(definitions, cancellation));
            Keep();
        }
    }

    /// <summary>
    /// Sets the segments in place of those before. Those that are gone are left at once; new and edited ones are live once they are
    /// evaluated for everybody, and until then stay as they were. Every event must be stored.
    /// </summary>
    /// <param name="definitions">The segments.</param>
    /// <param name="catalog">What definitions may name now.</param>
    /// <param name="zone">The workspace's zone now; null for that of before.</param>
    public void Define(IReadOnlyList<LiveDefinition> definitions, DataCatalog catalog, DateTimeZone? zone = null)
    {
        lock (_reading)
        {
            bool isElsewhere = zone is not null && zone.Id != _zone.Id;
            _zone = zone ?? _zone;
            _wanted = definitions;
            var names = definitions.Select(definition => definition.Name).ToHashSet(StringComparer.Ordinal);
            Drop(_kept.Values.Where(kept => !names.Contains(kept.Definition.Name)).ToList(), tell: true);
            Forget(names);
            if (!ReferenceEquals(catalog, _rows.Catalog))
            {
                // Leaves know the fields of events by their place among the others, so that all are made anew, before the next event.
                StopShadow();
                _rows.Adopt(catalog);
                ReplaceAll(new MembershipCause(MembershipCauseKind.Definition));
                return;
            }

            if (isElsewhere)
            {
                // Days begin at other instants: each segment is evaluated anew, beside what it was.
                StopShadow();
                _due.UnionWith(names);
                _dueCause = new MembershipCause(MembershipCauseKind.Definition);
            }

            Reconcile();
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
            var lately = _changes.GroupBy(noted => (noted.Group, noted.Change.Segment))
                .ToDictionary(ofSegment => ofSegment.Key, ofSegment => ofSegment.GroupBy(noted => noted.Change.Reference).Select(ofOne => ofOne.Last()).ToList());
            _changes.Clear();
            _toldBefore = null;
            var others = new List<(LiveDefinition Definition, Bitmap Left, Bitmap Entered)>();
            foreach (Kept kept in _kept.Values.Where(kept => kept.Definition.IsTold))
            {
                Bitmap before = told.GetValueOrDefault(kept.Definition.Name)?.Members ?? new Bitmap(0), now = kept.Group.Members(kept.Number);
                Bitmap left = before.Without(now), entered = now.Without(before);
                foreach (var known in lately.GetValueOrDefault((kept.Group, kept.Number)) ?? [])
                {
                    Bitmap its = known.Change.Entered ? entered : left;
                    if (its[known.Change.Reference])
                    {
                        its.Remove(known.Change.Reference);
                        _changes.Add(known);
                    }
                }

                others.Add((kept.Definition, left, entered));
            }

            InOrderOfTime(0);
            NameChanges();
            foreach ((LiveDefinition definition, Bitmap left, Bitmap entered) in others)
            {
                _waiting.Add(definition, left, entered, Now, new MembershipCause(MembershipCauseKind.Import));
            }

            foreach ((string name, ToldMembers gone) in told.Where(segment => !_kept.ContainsKey(segment.Key) && !_failures.Contains(segment.Key)))
            {
                TellLeft(new LiveDefinition(name, gone.Version, new Language.Bound.SegmentPlan(name, gone.Of, new Language.Bound.BoundConstant(false), null, [])), gone.Members);
            }
        }
    }

    /// <summary>Takes segments out of their circuits.</summary>
    private void Drop(List<Kept> dropped, bool tell)
    {
        if (dropped.Count == 0)
        {
            return;
        }

        NameChanges();
        foreach (Kept kept in dropped.Where(kept => tell && kept.Definition.IsTold))
        {
            TellLeft(kept.Definition, kept.Group.Members(kept.Number));
        }

        foreach (IGrouping<LiveGroup, Kept> ofGroup in dropped.GroupBy(kept => kept.Group))
        {
            var numbers = ofGroup.Select(kept => kept.Number).ToHashSet();
            ofGroup.Key.Define([.. ofGroup.Key.Definitions.Where((_, number) => !numbers.Contains(number))]);
        }

        _groups.RemoveAll(group => group.Definitions.Count == 0);
        Keep();
    }

    private void TellLeft(LiveDefinition definition, Bitmap members) =>
        _waiting.Add(definition, members, new Bitmap(0), Now, new MembershipCause(MembershipCauseKind.Definition));

    /// <summary>What failed and is no longer defined is left, as what did not fail.</summary>
    private void Forget(IReadOnlySet<string> names)
    {
        foreach (LiveDefinition gone in _failures.Without(names))
        {
            if (_failures.Remove(gone.Name) is { } told && gone.IsTold)
            {
                TellLeft(gone, told);
            }
        }
    }

    private LiveGroup NewGroup(ILiveData rows) => new(rows, _zone, Now, Note, _filling());

    private void Keep()
    {
        _kept = _groups
            .SelectMany(group => group.Definitions.Select((definition, number) => new Kept(definition, group.Circuit.Members(number), group, number)))
            .ToFrozenDictionary(kept => kept.Definition.Name, StringComparer.Ordinal);
        Kept[] told = [.. _kept.Values.Where(kept => kept.Definition.IsTold).OrderBy(kept => kept.Definition.Name, StringComparer.Ordinal)];
        _told = [[.. told.Where(kept => kept.Definition.Plan.Of == EntityKind.Account)], [.. told.Where(kept => kept.Definition.Plan.Of == EntityKind.Contact)]];
    }
}
