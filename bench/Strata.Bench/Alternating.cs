using System.Diagnostics;
using Strata.Language;

namespace Strata.Bench;

/// <summary>Times two ways to the same answer in turn, so that a drift of the machine's speed meets both.</summary>
internal static class Alternating
{
    /// <summary>Runs both sides once uncounted and <paramref name="runs"/> times counted, and compares their answers every time.</summary>
    public static BenchResult Measure(string name, int runs, Func<long> strata, Func<long> peer, CancellationToken cancellation)
    {
        var strataTimes = new List<double>();
        var peerTimes = new List<double>();
        long answer = 0;
        for (int run = 0; run <= runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            (answer, double strataMs) = Timed(strata);
            (long expected, double peerMs) = Timed(peer);
            if (answer != expected)
            {
                throw new InvalidOperationException($"'{name}': Strata says {answer}, the peer says {expected}.");
            }

            if (run > 0)
            {
                strataTimes.Add(strataMs);
                peerTimes.Add(peerMs);
            }
        }

        return new BenchResult(name, answer, Median(strataTimes), Median(peerTimes));
    }

    private static (long Answer, double Milliseconds) Timed(Func<long> ask)
    {
        long start = Stopwatch.GetTimestamp();
        long answer = ask();
        return (answer, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
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
