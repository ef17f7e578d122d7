namespace Strata.Platform.Ingest.Journal;

/// <summary>The journal of a data directory: what was acknowledged and is not in the warehouse yet.</summary>
internal sealed class EventJournal : IDisposable
{
    private readonly JournalFiles _files;
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader;

    /// <summary>Opens the journal; what was never acknowledged is cut off.</summary>
    /// <param name="storage">Where it lies.</param>
    /// <param name="position">What lies before it has been applied.</param>
    /// <param name="fileBytes">A file that is longer than this is followed by another.</param>
    /// <param name="durable">Told of every group that becomes durable from now on.</param>
    /// <param name="notice">Told when the disk begins to refuse groups, and when it takes them again; null for nobody.</param>
    /// <exception cref="InvalidDataException">The journal is damaged in the midst, or a file of it is missing.</exception>
    public EventJournal(IJournalStorage storage, long position, long fileBytes, GroupDurable durable, Action<string>? notice = null)
    {
        _files = new JournalFiles(storage);
        try
        {
            long end = JournalRecovery.FindEnd(_files, position);
            _reader = new JournalReader(_files);
            _writer = new JournalWriter(_files, end, fileBytes, durable, new Outage("What arrives cannot be written to the journal and is refused", "What arrives is written to the journal", notice));
        }
        catch
        {
            _files.Dispose();
            throw;
        }
    }

    /// <summary>Where the durable part ends.</summary>
    public long End => _writer.End;

    /// <summary>Hands over a record to be written. Thread-safe.</summary>
    public void Append(JournalEntry entry) => _writer.Append(entry);

    /// <summary>The durable group that begins at an offset; valid until the next call. Called by one thread at a time.</summary>
    /// <exception cref="InvalidDataException">There is none: the file was changed by somebody else, or the disk is failing.</exception>
    public ReadOnlyMemory<byte> Read(long offset) =>
        _reader.Read(offset) ?? throw new InvalidDataException($"The journal has no whole group at offset {offset}, where one was written.");

    /// <summary>Removes the files that lie wholly before an offset.</summary>
    public void DeleteBelow(long offset) => _files.DeleteBelow(offset);

    /// <summary>Returns when everything handed over so far is durable, or has failed.</summary>
    public void Drain() => _writer.Drain();

    /// <summary>Writes what waits, and closes.</summary>
    public void Dispose()
    {
        _writer.Dispose();
        _files.Dispose();
    }
}
