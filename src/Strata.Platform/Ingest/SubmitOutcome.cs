namespace Strata.Platform.Ingest;

/// <summary>What became of a request.</summary>
public enum SubmitOutcome
{
    /// <summary>It is durable: whatever happens, it counts, once.</summary>
    Durable,

    /// <summary>It was not taken: more waits than is allowed to. The sender is to come again later.</summary>
    Busy,

    /// <summary>It was not taken: the disk is full or refuses to be written, or the server is stopping. The sender is to come again later.</summary>
    Unavailable,
}
