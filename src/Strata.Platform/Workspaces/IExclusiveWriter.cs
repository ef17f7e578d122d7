namespace Strata.Platform.Workspaces;

/// <summary>The one through whom everything that changes a workspace's data goes while a server runs, one change at a time.</summary>
public interface IExclusiveWriter
{
    /// <summary>Makes a change when its turn has come.</summary>
    /// <param name="work">Makes the change, through the workspace it gets, which is not its to dispose.</param>
    /// <param name="cancellation">Calls it off while it waits for its turn.</param>
    Task<T> RunAsync<T>(Func<Workspace, T> work, CancellationToken cancellation = default);
}
