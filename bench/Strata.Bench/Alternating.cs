using System.Diagnostics;
using Strata.Language;

namespace Strata.Bench;

/// <summary>An answer and how long it took; what it left behind is cleared away by whoever reads it.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Milliseconds">The time.</param>
/// <param name="CleanUp">Clears away what was left behind.</param>
/// <param name="Sum">A second figure that has to agree, such as the sum of a column.</param>
internal sealed record Timed(long Answer, double Milliseconds, Action? CleanUp = null, long Sum = 0)
{
    /// <summary>Times all of <paramref name="ask"/>.</summary>
    public static Timed Of(Func<long> ask)
    {
        long start = Stopwatch.GetTimestamp();
        long answer = ask();
        return new Timed(answer, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}

/// <summary>Times ways to the same answer in turn, so that a drift of the machine's speed meets all.</summary>
internal static class Alternating
{
    /// <summary>Runs both sides once uncounted and <paramref name="runs"/> times counted, and compares their answers every time.</summary>
    /// <param name="name">The question.</param>
    /// <param name="runs">How many counted runs; at least 1.</param>
    /// <param name="strata">Strata's side.</param>
    /// <param name="peer">The peer's side.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    public static BenchResult Measure(string name, int runs, Func<Timed> strata, Func<Timed> peer, CancellationToken cancellation) =>
        Measure(name, runs, strata, [("the peer", peer)], cancellation)[0];

    /// <summary>As the other, with several peers.</summary>
    /// <returns>One a peer, in their order; Strata's time is the same in all.</returns>
    public static BenchResult[] Measure(
        string name, int runs, Func<Timed> strata, IReadOnlyList<(string Name, Func<Timed> Ask)> peers, CancellationToken cancellation)
    {
        var strataTimes = new List<double>();
        List<double>[] peerTimes = [.. peers.Select(_ => new List<double>())];
        long answer = 0;
        for (int run = 0; run <= runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            Timed ours = strata();
            ours.CleanUp?.Invoke();
            answer = ours.Answer;
            for (int i = 0; i < peers.Count; i++)
            {
                Timed theirs = peers[i].Ask();
                theirs.CleanUp?.Invoke();
                if (answer != theirs.Answer || ours.Sum != theirs.Sum)
                {
                    throw new InvalidOperationException(
                        $"'{name}': Strata says {answer} and {ours.Sum}, {peers[i].Name} says {theirs.Answer} and {theirs.Sum}.");
                }

                if (run > 0)
                {
                    peerTimes[i].Add(theirs.Milliseconds);
                }
            }

            if (run > 0)
            {
                strataTimes.Add(ours.Milliseconds);
            }
        }

        double strataMs = Median(strataTimes);
        return [.. peerTimes.Select(times => new BenchResult(name, answer, strataMs, Median(times)))];
    }

    private static double Median(List<double> times)
    {
        if (times.Count == 0)
        {
            throw new UserErrorException("argument", "A benchmark needs at least one counted run.", fix: "Give --runs 1 or more.");
        }

        times.Sort();
        int middle = times.Count / 2;
        return times.Count % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
    }
}
