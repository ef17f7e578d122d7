using Strata.Platform.People;
using Strata.Platform.Workspaces;

namespace Strata.Server.Security;

/// <summary>Finds the sessions that requests show, over a connection of its own. Thread-safe.</summary>
internal sealed class SessionDirectory(WorkspaceHost host) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Workspace _workspace = host.OpenSession();

    /// <summary>The session of that text; null where it is none, or ended.</summary>
    /// <param name="id">The text.</param>
    /// <param name="isUse">Whether something is done in it now, so that it stays for another while.</param>
    public Session? Find(string? id, bool isUse = true)
    {
        if (id is null)
        {
            return null;
        }

        lock (_lock)
        {
            return _workspace.Sessions.Find(id, isUse);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();
}
