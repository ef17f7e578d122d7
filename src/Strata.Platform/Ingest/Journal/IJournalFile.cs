namespace Strata.Platform.Ingest.Journal;

/// <summary>A file of the journal. Written by one thread; read by any.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>How long it is; beyond what was written there may be what was there before.</summary>
    long Length { get; }

    /// <summary>Writes all the bytes.</summary>
    /// <exception cref="IOException">The disk is full or broken; some of the bytes may have been written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Makes everything written durable.</summary>
    void Flush();

    /// <summary>Cuts off what is beyond a length.</summary>
    void Truncate(long length);

    /// <summary>Reads into the buffer what is there; less than asked for only at the end.</summary>
    int Read(Span<byte> buffer, long position);
}

/// <summary>
/// Where the files of the journal are; each begins at an offset, which names it. The room of a file that is no longer needed may be that of
/// one that is begun later, with what it held still in it: what is written over is durable without anything else of the disk having to
/// change.
/// </summary>
internal interface IJournalStorage
{
    /// <summary>The offsets at which files begin, ascending.</summary>
    IReadOnlyList<long> Files();

    /// <summary>Opens a file, creating it where it is missing; its entry is durable then. It may hold what another held.</summary>
    IJournalFile Open(long first);

    /// <summary>Removes a file, and may keep its room for one that is begun later. Nothing of it lies at or beyond where that one will begin.</summary>
    void Recycle(long first);

    /// <summary>Removes a file.</summary>
    void Delete(long first);

    /// <summary>Gives the room back that is kept for later.</summary>
    void FreeRoom();
}
