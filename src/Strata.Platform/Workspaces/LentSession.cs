namespace Strata.Platform.Workspaces;

/// <summary>A session of a <see cref="WorkspaceHost"/> for as long as it is not disposed; for one thread at a time.</summary>
public sealed class LentSession : IDisposable
{
    private readonly Action<Workspace> _giveBack;
    private Workspace? _workspace;

    internal LentSession(Workspace workspace, Action<Workspace> giveBack)
    {
        _workspace = workspace;
        _giveBack = giveBack;
    }

    /// <summary>The workspace; not to be disposed by whoever it is lent to.</summary>
    public Workspace Workspace => _workspace ?? throw new ObjectDisposedException(nameof(LentSession));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _workspace, null) is { } workspace)
        {
            _giveBack(workspace);
        }
    }
}
