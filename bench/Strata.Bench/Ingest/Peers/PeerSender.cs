using System.Diagnostics;
using Strata.Platform.Ingest.Pipeline;

namespace Strata.Bench.Ingest.Peers;

/// <summary>What all who send to a peer have in common.</summary>
/// <param name="Options">What is sent.</param>
/// <param name="Accounts">Draws accounts.</param>
/// <param name="Start">When it began, by the stopwatch.</param>
/// <param name="Latency">From making a batch until its events and memberships are written.</param>
/// <param name="Samples">Where they meet; the instants are taken by the last to come.</param>
internal sealed record PeerRun(IngestBenchOptions Options, ZipfAccounts Accounts, long Start, LatencyHistogram Latency, Barrier Samples);

/// <summary>A change of membership and when it was written.</summary>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Change">The change.</param>
internal readonly record struct TimedChange(long At, PeerChange Change);

/// <summary>
/// Makes the same events as the load of Strata, for a part of the accounts, and does for a peer what an application beside it does: gives it
/// the events, follows the leaves, writes who came and went, and once a second what is due.
/// </summary>
internal sealed class PeerSender(int number, IPeerSession session, LeafBook book, PeerRun run)
{
    /// <summary>How many send; each has the accounts whose number leaves its own when divided by this.</summary>
    public const int Count = 2;

    /// <summary>How many events a batch has at most.</summary>
    private const int Batch = 1_000;

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private readonly Random _random = new(number);
    private readonly List<PeerEvent> _batch = new(Batch);
    private readonly List<HeldLeaf> _held = [];
    private readonly List<PeerChange> _changes = [];
    private long _next;

    /// <summary>The events that were acknowledged and that some leaf reads.</summary>
    public List<PeerEvent> Read { get; } = [];

    /// <summary>The changes of membership, in order.</summary>
    public List<TimedChange> Changes { get; } = [];

    /// <summary>How many events were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Sends until the time is over.</summary>
    public void Run()
    {
        try
        {
            SendAll();
        }
        catch (Exception)
        {
            // Nobody is to wait for one who does not come.
            run.Samples.RemoveParticipant();
            throw;
        }
    }

    private void SendAll()
    {
        int sampled = 0, samples = run.Options.Samples;
        double perSecond = run.Options.Rate / (double)Count;
        double sweptAt = 0;
        for (double elapsed = 0; elapsed < run.Options.Seconds; elapsed = Stopwatch.GetElapsedTime(run.Start).TotalSeconds)
        {
            if (sampled < samples && elapsed >= (sampled + 1.0) * run.Options.Seconds / (samples + 1))
            {
                run.Samples.SignalAndWait();
                sampled++;
            }

            if (elapsed - sweptAt >= SweepEvery.TotalSeconds)
            {
                sweptAt = elapsed;
                Sweep();
            }

            int wanted = perSecond > 0 ? (int)Math.Min(Batch, (perSecond * elapsed) - Acknowledged) : Batch;
            if (wanted > 0)
            {
                Send(wanted);
            }
            else
            {
                Thread.Yield();
            }
        }

        for (; sampled < samples; sampled++)
        {
            run.Samples.SignalAndWait();
        }
    }

    private void Send(int count)
    {
        long begun = Stopwatch.GetTimestamp(), now = SampleInstants.Now;
        _batch.Clear();
        _held.Clear();
        _changes.Clear();
        while (_batch.Count < count)
        {
            int account = run.Accounts.Draw(_random);
            if (account % Count == number)
            {
                _batch.Add(new PeerEvent(_next++, account, _random.Next(100), now));
            }
        }

        session.Take(_batch, _held);

        // What would have held until before now does not.
        _held.RemoveAll(held => held.Until <= now);
        _held.ForEach(held => book.Hold(held, _changes));
        session.Write(_held, _changes);
        run.Latency.Add(Stopwatch.GetElapsedTime(begun), count);
        Acknowledged += count;
        Read.AddRange(_batch.Where(view => view.Page < BenchLeaf.Pages));
        Note();
    }

    private void Sweep()
    {
        long now = SampleInstants.Now;
        _held.Clear();
        _changes.Clear();
        session.TakeExpired(now, _held);
        _held.ForEach(expired => book.Expire(expired, now, _changes));
        session.Write([], _changes);
        Note();
    }

    private void Note()
    {
        long written = SampleInstants.Now;
        Changes.AddRange(_changes.Select(change => new TimedChange(written, change)));
    }
}
