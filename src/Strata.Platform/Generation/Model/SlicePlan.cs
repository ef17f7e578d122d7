namespace Strata.Platform.Generation.Model;

/// <summary>
/// Divides contacts and events exactly among the accounts, by weight. Kept for each slice of accounts only (a few numbers), so
/// that memory does not grow with accounts; within a slice the shares are worked out again whenever they are needed.
/// </summary>
internal sealed class SlicePlan
{
    /// <summary>Accounts in a slice; the last has fewer.</summary>
    public const int AccountsPerSlice = 1024;

    private readonly Universe _universe;
    private readonly long[] _contactWeightBefore;
    private readonly long[] _eventWeightBefore;
    private readonly long[] _plannedBefore;

    private SlicePlan(Universe universe)
    {
        _universe = universe;
        var slices = (int)((universe.Options.Accounts + AccountsPerSlice - 1) / AccountsPerSlice);
        _contactWeightBefore = new long[slices + 1];
        _eventWeightBefore = new long[slices + 1];
        _plannedBefore = new long[slices + 1];
    }

    public int Slices => _contactWeightBefore.Length - 1;

    /// <summary>Weighs every account; events are weighed only where some are wanted.</summary>
    public static SlicePlan Measure(Universe universe, bool withEvents, Action<long> progress, CancellationToken cancellation)
    {
        var plan = new SlicePlan(universe);
        var options = new ParallelOptions { CancellationToken = cancellation };
        if (universe.TotalContacts > 0)
        {
            Parallel.For(0, plan.Slices, options, slice => plan._contactWeightBefore[slice + 1] = plan.WeighContacts(slice));
            Accumulate(plan._contactWeightBefore);
        }

        if (withEvents)
        {
            var done = 0L;
            Parallel.For(0, plan.Slices, options, () => new AccountScope(universe), (slice, _, scope) =>
            {
                plan.WeighEvents(slice, scope);
                progress(Math.Min(universe.Options.Accounts, Interlocked.Add(ref done, AccountsPerSlice)));
                return scope;
            }, _ => { });
            Accumulate(plan._eventWeightBefore);
            Accumulate(plan._plannedBefore);
        }

        return plan;
    }

    /// <summary>Loads the accounts of a slice one after another into the scope.</summary>
    public IEnumerable<AccountScope> Read(int slice, AccountScope scope)
    {
        var weight = _contactWeightBefore[slice];
        var first = ShareOfContacts(weight);
        for (var index = (long)slice * AccountsPerSlice; index < EndOf(slice); index++)
        {
            var account = _universe.Accounts.Create(index);
            weight += _universe.TotalContacts > 0 ? AccountModel.ContactWeight(account) : 0;
            var next = ShareOfContacts(weight);
            scope.Load(account, first, (int)(next - first));
            first = next;
            yield return scope;
        }
    }

    /// <summary>The first account that is not in the slice any more.</summary>
    public long EndOf(int slice) => Math.Min((slice + 1L) * AccountsPerSlice, _universe.Options.Accounts);

    /// <summary>Number of the slice's first event among all events; for the slice after the last, how many events there are.</summary>
    public long FirstEventOf(int slice) => ShareOfEvents(_eventWeightBefore[slice], _plannedBefore[slice]);

    /// <summary>A counter of the events of a slice's accounts, to be moved on account by account.</summary>
    public EventCounter CountEvents(int slice) => new(this, slice);

    private long WeighContacts(int slice)
    {
        var sum = 0L;
        for (var index = (long)slice * AccountsPerSlice; index < EndOf(slice); index++)
        {
            sum += AccountModel.ContactWeight(_universe.Accounts.Create(index));
        }

        return sum;
    }

    private void WeighEvents(int slice, AccountScope scope)
    {
        foreach (var account in Read(slice, scope))
        {
            _eventWeightBefore[slice + 1] += account.EventWeight();
            _plannedBefore[slice + 1] += account.Planned().Length;
        }
    }

    private long ShareOfContacts(long weight) =>
        _universe.TotalContacts == 0 ? 0 : (long)((UInt128)weight * (ulong)_universe.TotalContacts / (ulong)_contactWeightBefore[^1]);

    // What is planned comes first; the rest is divided by weight. Too few events for the plan: they are divided by the plan.
    private long ShareOfEvents(long weight, long planned)
    {
        var wanted = _universe.Options.Events;
        var allPlanned = _plannedBefore[^1];
        return wanted < allPlanned
            ? (long)((UInt128)planned * (ulong)wanted / (ulong)allPlanned)
            : planned + (long)((UInt128)weight * (ulong)(wanted - allPlanned) / (ulong)_eventWeightBefore[^1]);
    }

    private static void Accumulate(long[] sums)
    {
        for (var slice = 1; slice < sums.Length; slice++)
        {
            sums[slice] += sums[slice - 1];
        }
    }

    /// <summary>Says for each account of a slice in turn which events are its own.</summary>
    internal struct EventCounter(SlicePlan plan, int slice)
    {
        private long _weight = plan._eventWeightBefore[slice];
        private long _planned = plan._plannedBefore[slice];

        /// <summary>Number of the current account's first event among all events.</summary>
        public long First { get; private set; }

        /// <summary>How many events the current account has.</summary>
        public long Count { get; private set; }

        public void MoveTo(AccountScope account, int planned)
        {
            First = plan.ShareOfEvents(_weight, _planned);
            _weight += account.EventWeight();
            _planned += planned;
            Count = plan.ShareOfEvents(_weight, _planned) - First;
        }
    }
}
