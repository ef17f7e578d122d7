using System.Diagnostics;

namespace Strata.Platform.Ingest.Journal;

/// <summary>Told by the journal's thread what has become durable, in order, before the entries themselves are; must not block.</summary>
/// <param name="start">The offset at which the group begins.</param>
/// <param name="end">The offset at which the next one does.</param>
/// <param name="entries">The group's records.</param>
internal delegate void GroupDurable(long start, long end, IReadOnlyList<JournalEntry> entries);

/// <summary>
/// Writes the journal with one thread: everything that waits is one group, written at once and made durable by one flush, while the next
/// gathers; where groups are small they follow each other no faster than one a millisecond. Where the disk refuses, the entries of the group fail, the file is cut back to its last good end, and the next group tries
/// again. Thread-safe.
/// </summary>
internal sealed class JournalWriter : IDisposable
{
    /// <summary>A group is no longer than this, but for one entry that is longer by itself.</summary>
    private const int GroupBytes = 8 << 20;

    /// <summary>
    /// A group of so many bytes is not kept waiting for more. One that waits already goes on when its time is over, though it has become so
    /// long: to be woken for that costs a twentieth of the server's processor time, as fast as it goes.
    /// </summary>
    private const int EnoughBytes = 256 << 10;

    /// <summary>
    /// A smaller group begins no sooner after the one before: what a flush costs, and to wake those who wait for it, does not depend on how
    /// many they are, and as fast as it goes would take a sixteenth of the processor.
    /// </summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(1);

    private readonly JournalFiles _files;
    private readonly long _fileBytes;
    private readonly GroupDurable _durable;
    private readonly Outage _outage;
    private readonly object _lock = new();
    private readonly Thread _thread;
    private readonly Queue<JournalEntry> _waiting = new();
    private byte[] _buffer = new byte[1 << 20];
    private long _end;
    private long _began;
    private long _waitingBytes;
    private long _handedOver;
    private long _ended;
    private bool _cutBack;
    private bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="files">The files; at least one.</param>
    /// <param name="end">Where the journal ends.</param>
    /// <param name="fileBytes">A file that is longer than this is followed by another.</param>
    /// <param name="durable">Told of every group.</param>
    /// <param name="outage">Told of every group that the disk takes or refuses.</param>
    public JournalWriter(JournalFiles files, long end, long fileBytes, GroupDurable durable, Outage outage)
    {
        _files = files;
        _fileBytes = fileBytes;
        _durable = durable;
        _outage = outage;
        _end = end;
        _thread = new Thread(Run) { IsBackground = true, Name = "strata-journal" };
        _thread.Start();
    }

    /// <summary>Where the durable part of the journal ends.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Hands over a record to be written.</summary>
    /// <exception cref="ObjectDisposedException">The journal is closed.</exception>
    public void Append(JournalEntry entry)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _waiting.Enqueue(entry);
            _waitingBytes += entry.Length;
            _handedOver++;
            if (_waiting.Count == 1)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Returns when everything handed over so far is durable, or has failed.</summary>
    public void Drain()
    {
        lock (_lock)
        {
            long last = _handedOver;
            while (_ended < last)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Writes what waits, and ends the thread.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopping = true;
            Monitor.PulseAll(_lock);
        }

        _thread.Join();
    }

    private void Run()
    {
        var group = new List<JournalEntry>();
        while (Take(group))
        {
            try
            {
                int length = Gather(group);
                Write(length);
                _outage.Worked();
                long start = _end;
                Volatile.Write(ref _end, start + length);
                _durable(start, start + length, group);
                foreach (JournalEntry entry in group)
                {
                    entry.Durable();
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _outage.Failed(fault);
                foreach (JournalEntry entry in group)
                {
                    entry.Failed(fault);
                }
            }

            lock (_lock)
            {
                _ended += group.Count;
                Monitor.PulseAll(_lock);
            }
        }
    }

    /// <summary>Waits for entries; false once the journal is closed and everything is written.</summary>
    private bool Take(List<JournalEntry> group)
    {
        group.Clear();
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_stopping)
                {
                    return false;
                }

                Monitor.Wait(_lock);
            }

            // A whole one, from now on: the system counts waiting in milliseconds, and what is left of one would be none.
            if (!_stopping && _waitingBytes < EnoughBytes && Stopwatch.GetElapsedTime(_began) < Between)
            {
                Monitor.Wait(_lock, Between);
            }

            _began = Stopwatch.GetTimestamp();
            long bytes = 0;
            while (_waiting.TryPeek(out JournalEntry? entry) && (group.Count == 0 || bytes + entry.Length <= GroupBytes))
            {
                bytes += entry.Length;
                group.Add(_waiting.Dequeue());
            }

            _waitingBytes -= bytes;
        }

        return true;
    }

    /// <summary>Lays the group into the buffer; gives its length.</summary>
    private int Gather(List<JournalEntry> group)
    {
        int length = JournalFormat.GroupHeader;
        foreach (JournalEntry entry in group)
        {
            length += JournalFormat.RecordHeader + entry.Length;
        }

        if (length > _buffer.Length)
        {
            _buffer = new byte[Math.Max(length, _buffer.Length * 2)];
        }

        int at = JournalFormat.GroupHeader;
        foreach (JournalEntry entry in group)
        {
            JournalFormat.WriteRecordHeader(_buffer.AsSpan(at), entry.Length, entry.Kind);
            entry.Write(_buffer.AsSpan(at + JournalFormat.RecordHeader, entry.Length));
            at += JournalFormat.RecordHeader + entry.Length;
        }

        JournalFormat.Seal(_buffer.AsSpan(0, length), _end, group.Count);
        return length;
    }

    private void Write(int length)
    {
        (long first, IJournalFile file) = _files.At(_end)!.Value;
        if (_cutBack)
        {
            // What a failed group left behind must not stand after the next.
            file.Truncate(_end - first);
            file.Flush();
            _cutBack = false;
        }

        if (_end - first >= _fileBytes)
        {
            first = _end;
            file = _files.Begin(first);
        }

        try
        {
            file.Write(_buffer.AsSpan(0, length), _end - first);
            file.Flush();
        }
        catch
        {
            _cutBack = true;
            TryCutBack(file, first);
            throw;
        }
    }

    /// <summary>Gives the room back at once where it can be; else the next group does.</summary>
    private void TryCutBack(IJournalFile file, long first)
    {
        try
        {
            file.Truncate(_end - first);
        }
        catch (IOException)
        {
            // The disk refuses everything just now.
        }
    }
}
