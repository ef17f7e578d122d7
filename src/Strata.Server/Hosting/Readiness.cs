using Strata.Platform.Workspaces;

namespace Strata.Server.Hosting;

/// <summary>Whether the server is ready for requests: not while it starts, nor once it was told to stop. Thread-safe.</summary>
internal sealed class Readiness
{
    private volatile StartProgress? _starting = new(StartStep.Opening);
    private volatile bool _isStopping;

    /// <summary>True where it is.</summary>
    public bool IsReady => _starting is null && !_isStopping;

    /// <summary>What it does before it is ready for the first time; null from then on.</summary>
    public StartProgress? Starting => _starting;

    /// <summary>Says by how much the time of memberships is ahead of the clock; null before there is one.</summary>
    public Func<TimeSpan>? Ahead { get; set; }

    /// <summary>It goes on starting. False where it is ready: what is then taken up anew, as after an import, is no start.</summary>
    public bool Show(StartProgress progress)
    {
        if (_starting is null)
        {
            return false;
        }

        _starting = progress;
        return true;
    }

    /// <summary>It is ready.</summary>
    public void Open() => _starting = null;

    /// <summary>It was told to stop.</summary>
    public void Close() => _isStopping = true;
}
