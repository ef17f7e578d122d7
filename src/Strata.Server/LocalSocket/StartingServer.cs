using Strata.Platform.Workspaces;
using Strata.Server.Hosting;

namespace Strata.Server.LocalSocket;

/// <summary>What commands that come while the server starts wait for. Thread-safe.</summary>
/// <param name="readiness">How far the start is.</param>
internal sealed class StartingServer(Readiness readiness)
{
    private static readonly TimeSpan ToldEach = TimeSpan.FromMilliseconds(200);

    private readonly TaskCompletionSource<CommandServices> _services = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The start is done.</summary>
    public void Complete(CommandServices services) => _services.SetResult(services);

    /// <summary>It will not be ready: nobody waits any longer. Nothing, where it is.</summary>
    public void CallOff() => _services.TrySetCanceled();

    /// <summary>Waits until the start is done.</summary>
    /// <param name="tell">Told how far it is: at once, and whenever that changed, unless it is done already.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The caller waits no longer, or the server will not be ready.</exception>
    public async Task<CommandServices> WaitAsync(Action<StartProgress> tell, CancellationToken cancellation)
    {
        StartProgress? told = null;
        while (!_services.Task.IsCompleted)
        {
            if (readiness.Starting is { } progress && progress != told)
            {
                tell(told = progress);
            }

            await Task.WhenAny(_services.Task, Task.Delay(ToldEach, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        return await _services.Task;
    }
}
