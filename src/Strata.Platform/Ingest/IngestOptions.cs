namespace Strata.Platform.Ingest;

/// <summary>The bounds of taking in.</summary>
public sealed record IngestOptions
{
    /// <summary>How many bytes of requests wait in memory to be applied; of what is beyond that only the journal has it.</summary>
    public long MemoryBytes { get; init; } = 64L << 20;

    /// <summary>
    /// How many bytes may be on their way, from being read until they are applied, before requests are taken in no faster than they are
    /// applied: a fraction of a second's work, so that memberships follow closely however much is sent.
    /// </summary>
    public long PaceBytes { get; init; } = 768L << 10;

    /// <summary>A request waits at most so long to be taken in; then it is, however much waits to be applied.</summary>
    public TimeSpan LongestPace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes of the journal may wait to be applied before requests are refused as busy.</summary>
    public long LagBytes { get; init; } = 4L << 30;

    /// <summary>A file of the journal that is longer is followed by another; less than is stored at once, so that files are soon written over.</summary>
    public long JournalFileBytes { get; init; } = 64L << 20;

    /// <summary>
    /// So many events are written to the warehouse at once, or those of <see cref="FlushEvery"/>. From 122,880 of one type on, a part of a
    /// table, the engine writes them straight to their place, at half the cost. What is left over becomes a part of its own, and where
    /// that is less than half of one the next checkpoint writes it and its neighbours once more to make fewer of them: so three parts and
    /// two thirds, which may still grow by a third while something else is being stored. Not fewer: of those that
    /// wait, whose time on the page becomes known, nothing has to be searched in the warehouse.
    /// </summary>
    public int FlushRows { get; init; } = 450_560;

    /// <summary>Events wait at most about so long for being written to the warehouse, where few wait.</summary>
    public TimeSpan FlushEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Where many wait, more than a sixteenth of <see cref="FlushRows"/>, they wait at most so long, to be written with more: the journal has
    /// them meanwhile, and whoever must not miss them has them written first. About as often the times of stored pages are brought in where
    /// much comes in.
    /// </summary>
    public TimeSpan LongestFlush { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>
    /// Whether time is set back to the clock where it is ahead of it at the start: after a clock ran ahead and was set right. Whoever says so
    /// vouches for the clock.
    /// </summary>
    public bool SetsTimeBack { get; init; }

    /// <summary>How much memory the filter of seen ids may take.</summary>
    public long SeenFilterBytes { get; init; } = 1L << 30;
}
