using Strata.Platform.Ingest.Store;

namespace Strata.Platform.Ingest.Pipeline;

/// <content>When what was applied is written to the warehouse.</content>
internal sealed partial class Applier
{
    private void FlushWhenDue()
    {
        TellStored();
        bool isFull = _store.Pending.Load >= MostUnstored;
        bool isMuch = Math.Max(_store.Pending.Load, _log.Waiting) >= _options.FlushRows;
        bool isNothing = _applied == _store.Stored.Offset;
        TimeSpan sinceFlush = _host.Clock.GetElapsedTime(_flushedAt);
        bool isDue = isMuch || (isNothing
            ? _store.HoldsAmendments && sinceFlush >= _options.LongestFlush
            : sinceFlush >= (IsLittle ? _options.FlushEvery : _options.LongestFlush));
        if (!isDue || (_store.IsBusy && !isFull))
        {
            return;
        }

        if (_store.HasFailed && _host.Clock.GetElapsedTime(_flushedAt) < RetryEvery)
        {
            if (!isFull)
            {
                return;
            }

            _stopping.Wait(RetryEvery);
        }

        _flushedAt = _host.Clock.GetTimestamp();
        if (_store.Wait() is null)
        {
            bool isFoldDue = !isMuch || _host.Clock.GetElapsedTime(_foldedAt) >= _options.LongestFlush;
            BeginFlush(isNothing || _live.ReadsStored ? Folding.All : isFoldDue ? Folding.Due : Folding.None);
        }
        else if (isFull)
        {
            FlushPatiently();
        }
    }

    /// <summary>True where so little waits that writing it costs nothing to speak of.</summary>
    private bool IsLittle => Math.Max(_store.Pending.Load, _log.Waiting) <= _options.FlushRows / 16;

    private void TellStored()
    {
        if (_store.TakeStored() is { } stored)
        {
            _live.Stored(stored);
            _journal.DeleteBelow(_store.Stored.Offset);
        }
    }

    /// <summary>Has what waits written; that what was handed over before is written was seen.</summary>
    /// <param name="folding">
    /// Which amendments of what is stored are brought into the tables: all before anybody reads and where nothing more comes in, otherwise
    /// those whose turn it is, and where much comes in not with each of the transactions, which follow closely on each other.
    /// </param>
    private void BeginFlush(Folding folding)
    {
        _seen.Rotate();
        _log.Rotate();
        _store.BeginFlush(Position, folding);
        if (folding != Folding.None)
        {
            _foldedAt = _host.Clock.GetTimestamp();
        }

        Volatile.Write(ref _unstored, 0);
        _appliedUpTo(_applied);
    }

    /// <summary>Stores everything; gives why that fails, or null.</summary>
    private Exception? Flush()
    {
        Exception? fault = _store.Wait();
        if (fault is null)
        {
            BeginFlush(Folding.All);
            fault = _store.Wait();
            TellStored();
        }

        return fault;
    }

    /// <summary>Stores everything, however long the disk refuses: what is acknowledged waits in the journal meanwhile.</summary>
    private void FlushPatiently()
    {
        while (Flush() is { } fault)
        {
            if (_stopping.Wait(RetryEvery))
            {
                throw new IOException($"What was taken in cannot be written to the warehouse: {fault.Message}", fault);
            }
        }
    }
}
