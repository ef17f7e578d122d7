namespace Strata.Index;

/// <summary>How an <see cref="AudienceIndex"/> works.</summary>
public sealed record IndexOptions
{
    /// <summary>The most it may hold, in bytes; what does not fit is left to the warehouse. Default: 6 GiB.</summary>
    public long MemoryLimit { get; init; } = 6L << 30;

    /// <summary>How many threads evaluate at once; from 1. Default: 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Whether outcomes of leaves that are asked again are kept. Off only to measure evaluation itself.</summary>
    public bool KeepsLeaves { get; init; } = true;

    /// <summary>
    /// Where what was built is kept between processes; it is created when the first file is written. Null, the default: nowhere.
    /// Whatever lies there is trusted only as far as its checksums and versions go, and may be removed at any time.
    /// </summary>
    public string? CheckpointDirectory { get; init; }

    /// <summary>How long a structure must have taken to build to be worth a file. Default: 200 ms.</summary>
    public TimeSpan CheckpointFrom { get; init; } = TimeSpan.FromMilliseconds(200);
}
