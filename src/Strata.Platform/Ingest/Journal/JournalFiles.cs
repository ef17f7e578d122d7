namespace Strata.Platform.Ingest.Journal;

/// <summary>The files that make up the journal, in order. Thread-safe: one writes, another reads and removes what is old.</summary>
internal sealed class JournalFiles : IDisposable
{
    private readonly IJournalStorage _storage;
    private readonly Lock _lock = new();
    private readonly SortedList<long, IJournalFile> _files = [];

    /// <summary>Opens the files that are there.</summary>
    public JournalFiles(IJournalStorage storage)
    {
        _storage = storage;
        try
        {
            foreach (long first in storage.Files())
            {
                _files.Add(first, storage.Open(first));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where each file begins, ascending.</summary>
    public IReadOnlyList<long> Firsts()
    {
        lock (_lock)
        {
            return [.. _files.Keys];
        }
    }

    /// <summary>The file in which an offset lies, and where that file begins; null where it lies before all of them.</summary>
    public (long First, IJournalFile File)? At(long offset)
    {
        lock (_lock)
        {
            for (int i = _files.Count - 1; i >= 0; i--)
            {
                if (_files.GetKeyAtIndex(i) <= offset)
                {
                    return (_files.GetKeyAtIndex(i), _files.GetValueAtIndex(i));
                }
            }

            return null;
        }
    }

    /// <summary>Begins a new file.</summary>
    public IJournalFile Begin(long first)
    {
        IJournalFile file = _storage.Open(first);
        lock (_lock)
        {
            _files.Add(first, file);
        }

        return file;
    }

    /// <summary>Removes the files of which nothing lies at an offset or beyond; the newest always stays.</summary>
    public void DeleteBelow(long offset)
    {
        while (true)
        {
            long first;
            lock (_lock)
            {
                if (_files.Count < 2 || _files.GetKeyAtIndex(1) > offset)
                {
                    return;
                }

                first = _files.GetKeyAtIndex(0);
                _files.GetValueAtIndex(0).Dispose();
                _files.RemoveAt(0);
            }

            _storage.Recycle(first);
        }
    }

    /// <summary>Removes the file that begins at an offset.</summary>
    public void Delete(long first)
    {
        lock (_lock)
        {
            _files[first].Dispose();
            _files.Remove(first);
        }

        _storage.Delete(first);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (IJournalFile file in _files.Values)
            {
                file.Dispose();
            }

            _files.Clear();
        }

        _storage.FreeRoom();
    }
}
