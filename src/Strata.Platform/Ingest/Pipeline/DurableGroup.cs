namespace Strata.Platform.Ingest.Pipeline;

/// <summary>A stretch of the journal that is to be applied.</summary>
/// <param name="Start">The offset at which it begins.</param>
/// <param name="End">The offset at which it ends.</param>
/// <param name="Inputs">Its requests, of one group; null where they are to be read from the journal, and then it may be many groups.</param>
/// <param name="DurableAt">When it became durable, as a timestamp of the clock.</param>
internal sealed record DurableGroup(long Start, long End, IReadOnlyList<PendingInput>? Inputs, long DurableAt)
{
    /// <summary>How many bytes it takes in the journal.</summary>
    public long Bytes => End - Start;
}
