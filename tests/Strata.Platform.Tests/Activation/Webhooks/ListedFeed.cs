using System.Runtime.CompilerServices;
using Strata.Language.Catalog;
using Strata.Platform.Live;

namespace Strata.Platform.Tests.Activation.Webhooks;

/// <summary>A membership log in memory.</summary>
internal sealed class ListedFeed : IMembershipFeed
{
    private readonly Lock _lock = new();
    private readonly List<MembershipChange> _changes = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long End
    {
        get
        {
            lock (_lock)
            {
                return _changes.Count;
            }
        }
    }

    public void Add(string entity, string segment = "large", bool entered = true)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _changes.Add(new MembershipChange(segment, 1, EntityKind.Account, 0, entity, entered, 1_700_000_000_000_000, new MembershipCause(MembershipCauseKind.Event, "e1")));
            (grown, _grown) = (_grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        grown.SetResult();
    }

    public async IAsyncEnumerable<LoggedChange> ReadAsync(long from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            Task grown;
            LoggedChange? next = null;
            lock (_lock)
            {
                grown = _grown.Task;
                if (from < _changes.Count)
                {
                    next = new LoggedChange(from, _changes[(int)from]);
                }
            }

            if (next is null)
            {
                await grown.WaitAsync(cancellation);
                continue;
            }

            from++;
            yield return next;
        }
    }
}
