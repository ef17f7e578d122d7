using NodaTime;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Ingest.Journal;
using Strata.Platform.Ingest.Store;

namespace Strata.Platform.Ingest;

/// <summary>Where taking in goes on when it begins.</summary>
internal static class IngestStart
{
    /// <summary>Gives the log back what the journal has of it; gives the latest instant of a request.</summary>
    public static long Restore(EventJournal journal, IMembershipLog log, long from)
    {
        long latest = 0;
        for (long offset = from; offset < journal.End;)
        {
            ReadOnlyMemory<byte> group = journal.Read(offset);
            foreach ((RecordKind kind, ReadOnlyMemory<byte> content) in JournalFormat.Records(group))
            {
                if (kind == RecordKind.Memberships)
                {
                    log.Restore(content.ToArray());
                }
                else
                {
                    latest = Math.Max(latest, InputRequest.Read(content).Context.ReceivedAt);
                }
            }

            offset += group.Length;
        }

        return latest;
    }

    /// <summary>
    /// Where applying goes on. A directory that never was served begins now: time that passed before anybody watched is not gone through
    /// expiry by expiry. It is written at once, so that what is taken in before the first store is applied from here on after a crash too.
    /// </summary>
    public static IngestPosition Begin(EventStore store, TimeProvider clock)
    {
        if (store.Stored.Instant == 0)
        {
            store.Begin(Microseconds.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow())));
        }

        return store.Stored;
    }

    /// <summary>
    /// Time goes on from the clock. Nothing that was received by a wrong one may wait to be applied, since it would bring its time back.
    /// </summary>
    public static IngestPosition SetBack(EventStore store, TimeProvider clock, IngestPosition position, long latestWaiting)
    {
        long now = Microseconds.FromInstant(Instant.FromDateTimeOffset(clock.GetUtcNow()));
        if (position.Instant <= now)
        {
            return position;
        }

        if (latestWaiting > now)
        {
            throw new UserErrorException(
                "time",
                "Time cannot be set back: requests that were received as of later are not applied yet.",
                fix: "Start the server as usual, stop it in good order, and then start it with --set-time-back.");
        }

        store.Begin(now);
        return store.Stored;
    }
}
