namespace Strata.Platform.Workspaces;

/// <summary>Lets one change after the other through, each with a session of its own. For a host that takes in no events.</summary>
/// <param name="host">What is changed.</param>
public sealed class WriterGate(WorkspaceHost host) : IExclusiveWriter, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task<T> RunAsync<T>(Func<Workspace, T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _turn.WaitAsync(cancellation);
        try
        {
            using Workspace session = host.OpenSession();
            return work(session);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
