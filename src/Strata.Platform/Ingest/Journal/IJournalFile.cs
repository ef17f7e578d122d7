namespace Strata.Platform.Ingest.Journal;

/// <summary>A file of the journal. Written by one thread; read by any.</summary>
internal interface IJournalFile : IDisposable
{
    /// <summary>How long it is.</summary>
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

/// <summary>Where the files of the journal are; each begins at an offset, which names it.</summary>
internal interface IJournalStorage
{
    /// <summary>The offsets at which files begin, ascending.</summary>
    IReadOnlyList<long> Files();

    /// <summary>Opens a file, creating it durably where it is missing.</summary>
    IJournalFile Open(long first);

    /// <summary>Removes a file.</summary>
    void Delete(long first);
}
