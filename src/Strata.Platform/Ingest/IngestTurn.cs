namespace Strata.Platform.Ingest;

/// <summary>
/// A request's turn to be taken in (<see cref="IngestPipeline.TurnAsync"/>). It is given back once the request is durable, or refused:
/// others wait for it.
/// </summary>
public readonly struct IngestTurn : IDisposable
{
    private readonly IngestPipeline? _pipeline;
    private readonly long _length;

    internal IngestTurn(IngestPipeline pipeline, long length) => (_pipeline, _length) = (pipeline, length);

    /// <summary>False where so much waits already that the request is refused as busy.</summary>
    public bool IsGiven => _pipeline is not null;

    /// <summary>Gives it back; once.</summary>
    public void Dispose() => _pipeline?.EndTurn(_length);
}
