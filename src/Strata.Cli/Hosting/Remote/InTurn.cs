using Strata.Platform.Workspaces;

namespace Strata.Cli.Hosting.Remote;

/// <summary>Does what changes data when its turn has come: inside of a server one change at a time, elsewhere at once.</summary>
internal static class InTurn
{
    /// <summary>Does it, as the caller whose command it is.</summary>
    public static Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (CommandHost.Current is not { } host)
        {
            return Task.FromResult(work());
        }

        // The writer works on a thread of its own, which knows nothing of who calls.
        ExecutionContext? caller = ExecutionContext.Capture();
        return host.Command.Services.Writer.RunAsync(turn => Within(host, turn, () => caller is null ? work() : As(caller, work)), cancellation);
    }

    /// <summary>What the command's own sessions write is what the change wrote: memberships follow by it.</summary>
    private static T Within<T>(CommandHost host, Workspace turn, Func<T> work)
    {
        host.Turn = turn;
        try
        {
            return work();
        }
        finally
        {
            host.Turn = null;
        }
    }

    private static T As<T>(ExecutionContext caller, Func<T> work)
    {
        T result = default!;
        ExecutionContext.Run(caller, _ => result = work(), null);
        return result;
    }
}
