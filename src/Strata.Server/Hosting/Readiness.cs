namespace Strata.Server.Hosting;

/// <summary>Whether the server is ready for requests: not while it starts, nor once it was told to stop.</summary>
internal sealed class Readiness
{
    private volatile bool _isReady;

    /// <summary>True where it is.</summary>
    public bool IsReady
    {
        get => _isReady;
        set => _isReady = value;
    }
}
