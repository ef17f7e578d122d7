using Strata.Index.Bitmaps;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

public sealed partial class LiveMemberships
{
    /// <summary>From so many groups on, a definition makes one of them all, so that leaves are shared again.</summary>
    private const int MostGroups = 8;

    private readonly Func<DuckDbConnection>? _connect;
    private readonly LiveFailures _failures = new();

    /// <summary>The segments that are kept and are to be evaluated anew all the same: anything may have changed.</summary>
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);
    private MembershipCause _dueCause;
    private LiveShadow? _shadow;
    private MembershipCause _shadowCause;

    /// <summary>So many segments are evaluated at a time: after some failed together, until it is found which do.</summary>
    private int _most = int.MaxValue;

    /// <summary>The segments that could not be evaluated for everybody; an edited one stays as it was, and all are tried again.</summary>
    public IReadOnlyList<LiveFailure> Failures => _failures.All;

    /// <summary>Told of each segment that could not be evaluated, by the thread that applies; null for nobody.</summary>
    public Action<LiveFailure, Exception>? Failed { get; set; }

    /// <summary>Makes what is wanted and not live so: beside the live segments, or at once where there is no way to.</summary>
    private void Reconcile()
    {
        if (_shadow is not null)
        {
            return;
        }

        foreach (LiveDefinition again in _wanted.Where(IsInPlace))
        {
            // An edit failed, and was taken back.
            _failures.Remove(again.Name);
        }

        LiveDefinition[] possible = [.. _wanted.Where(wanted => !_failures.Rests(wanted, Now))];
        LiveDefinition[] missing = [.. possible.Where(wanted => !IsInPlace(wanted))];
        if (missing.Length == 0)
        {
            _most = int.MaxValue;
            return;
        }

        LiveDefinition[] chosen = missing.Length > _most ? missing[.._most] : _groups.Count >= MostGroups && _most == int.MaxValue ? possible : missing;
        Renew(chosen, Array.TrueForAll(chosen, one => _due.Contains(one.Name)) ? _dueCause : new MembershipCause(MembershipCauseKind.Definition));
    }

    /// <inheritdoc/>
    public bool IsTriedAgain(long instant)
    {
        lock (_reading)
        {
            return _shadow is null && (_most != int.MaxValue || _failures.NextRetry <= Math.Max(Now, instant));
        }
    }

    /// <summary>Tries again what could not be evaluated, when it is time.</summary>
    private void Retry()
    {
        if (IsTriedAgain(Now))
        {
            Reconcile();
        }
    }

    /// <summary>Whether just this definition is live, and not due to be evaluated anew.</summary>
    private bool IsInPlace(LiveDefinition wanted) =>
        !_due.Contains(wanted.Name) && _kept.TryGetValue(wanted.Name, out Kept? kept) && IsSame(kept.Definition, wanted);

    private static bool IsSame(LiveDefinition one, LiveDefinition other) => one.Version == other.Version && one.Plan == other.Plan;

    /// <summary>Evaluates segments for everybody, and puts them in the place of those of the same name.</summary>
    private void Renew(IReadOnlyList<LiveDefinition> definitions, MembershipCause cause)
    {
        if (_connect is null || _toldBefore is not null)
        {
            PutInPlace(Evaluate(definitions), cause);
            return;
        }

        DuckDbConnection? connection = null;
        try
        {
            connection = _connect();
            connection.Execute("BEGIN TRANSACTION");

            // The snapshot is that of the first statement.
            connection.QueryScalar<long>("SELECT count(*) FROM strata_meta");
            _shadowCause = cause;
            var rows = new LiveRows(connection, _rows.Catalog, _evaluate);
            rows.AddPendingOf(_rows);
            _shadow = new LiveShadow(NewGroup(rows), definitions, connection);
        }
#pragma warning disable CA1031 // Whatever one segment meets, the others and what comes in go on; the operator is told, and it is tried again.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            connection?.Dispose();
            Fail(definitions, fault);
        }
    }

    /// <summary>Puts segments that were evaluated beside the live ones in their place, once that is done.</summary>
    private void TakeShadow()
    {
        if (_shadow is not { IsDone: true } shadow)
        {
            return;
        }

        _shadow = null;
        using (shadow)
        {
            if (shadow.IsOutdated)
            {
                // What was evaluated is of before; all of it is due again.
            }
            else if (shadow.Fault is { } fault)
            {
                Fail(shadow.Definitions, fault);
            }
            else if (shadow.IsOverrun)
            {
                PutInPlace(Evaluate([.. shadow.Definitions.Where(_wanted.Contains)]), _shadowCause);
            }
            else
            {
                Take(shadow);
            }
        }

        Reconcile();
    }

    private void Take(LiveShadow shadow)
    {
        LiveDefinition[] definitions = [.. shadow.Definitions.Where(_wanted.Contains)];
        if (definitions.Length == 0)
        {
            return;
        }

        try
        {
            shadow.CatchUp(_rows);
            shadow.Group.Define(definitions);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fail(definitions, fault);
            return;
        }

        PutInPlace([shadow.Group], _shadowCause);
    }

    private void StopShadow()
    {
        _shadow?.Dispose();
        _shadow = null;
    }

    /// <summary>Evaluates segments at once; those that cannot be are found by halves, and left out.</summary>
    private List<LiveGroup> Evaluate(IReadOnlyList<LiveDefinition> definitions, CancellationToken cancellation = default)
    {
        if (definitions.Count == 0)
        {
            return [];
        }

        LiveGroup group = NewGroup(_rows);
        try
        {
            group.Define(definitions, cancellation);
            return [group];
        }
#pragma warning disable CA1031 // As above.
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (definitions.Count == 1)
            {
                Fail(definitions[0], fault);
                return [];
            }

            int half = definitions.Count / 2;
            return [.. Evaluate([.. definitions.Take(half)], cancellation), .. Evaluate([.. definitions.Skip(half)], cancellation)];
        }
    }

    /// <summary>Evaluates every segment at once, since nothing that is there is of use any more.</summary>
    private void ReplaceAll(MembershipCause cause)
    {
        List<LiveGroup> groups = Evaluate(_wanted);
        PutInPlace(groups, cause);
        List<Kept> useless = [.. _kept.Values.Where(kept => !groups.Contains(kept.Group))];
        foreach (Kept kept in useless)
        {
            _failures.Keep(kept.Definition.Name, kept.Group.Members(kept.Number));
        }

        Drop(useless, tell: false);
    }

    /// <summary>Segments could not be evaluated together: the next time fewer of them are.</summary>
    private void Fail(IReadOnlyList<LiveDefinition> definitions, Exception fault)
    {
        if (definitions.Count > 1)
        {
            _most = (definitions.Count + 1) / 2;
            return;
        }

        _most = int.MaxValue;
        Fail(definitions[0], fault);
    }

    private void Fail(LiveDefinition definition, Exception fault)
    {
        Bitmap? told = _kept.ContainsKey(definition.Name) ? null : _toldBefore?.GetValueOrDefault(definition.Name)?.Members;
        LiveFailure failure = _failures.Add(definition, fault, Now, told);
        Failed?.Invoke(failure, fault);
    }

    private void PutInPlace(IReadOnlyList<LiveGroup> groups, MembershipCause cause)
    {
        if (groups.Count == 0)
        {
            return;
        }

        var names = groups.SelectMany(group => group.Definitions).Select(definition => definition.Name).ToHashSet(StringComparer.Ordinal);
        List<Kept> before = [.. _kept.Values.Where(kept => names.Contains(kept.Definition.Name))];
        var members = before.ToDictionary(kept => kept.Definition.Name, kept => kept.Group.Members(kept.Number), StringComparer.Ordinal);
        Drop(before, tell: false);
        _groups.AddRange(groups);
        Keep();
        NameChanges();
        _due.ExceptWith(names);
        foreach (LiveGroup group in groups)
        {
            for (int number = 0; number < group.Definitions.Count; number++)
            {
                LiveDefinition definition = group.Definitions[number];
                Bitmap? told = _failures.Remove(definition.Name);
                if (definition.IsTold)
                {
                    Bitmap earlier = members.GetValueOrDefault(definition.Name) ?? told ?? new Bitmap(0), now = group.Members(number);
                    _waiting.Add(definition, earlier.Without(now), now.Without(earlier), Now, cause);
                }
            }
        }
    }
}
