using System.Numerics;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Counts durations in classes that are about 3 % wide, from a microsecond on, so that percentiles cost nothing to keep. Thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    private const int Steps = 32;
    private readonly long[] _counts = new long[48 * Steps];
    private long _max;

    /// <summary>How many there were.</summary>
    public long Count => _counts.Sum();

    /// <summary>The longest, in milliseconds.</summary>
    public double Max => Interlocked.Read(ref _max) / 1000.0;

    /// <summary>Counts durations.</summary>
    /// <param name="duration">How long.</param>
    /// <param name="times">How many of that length.</param>
    public void Add(TimeSpan duration, long times = 1)
    {
        long microseconds = Math.Max(0, (long)duration.TotalMicroseconds);
        Interlocked.Add(ref _counts[ClassOf(microseconds)], times);
        long max = Interlocked.Read(ref _max);
        while (microseconds > max)
        {
            max = Interlocked.CompareExchange(ref _max, microseconds, max);
        }
    }

    /// <summary>The duration in milliseconds that a share of them did not exceed; 0 where there were none.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(Count * share), seen = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            seen += Interlocked.Read(ref _counts[i]);
            if (seen >= wanted && seen > 0)
            {
                return Math.Min(UpperEnd(i) / 1000.0, Max);
            }
        }

        return 0;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _counts.AsSpan().Clear();
        Interlocked.Exchange(ref _max, 0);
    }

    private static int ClassOf(long microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        int power = BitOperations.Log2((ulong)microseconds) - 5;
        return Math.Min(((power + 1) * Steps) + (int)((microseconds >> power) - Steps), (48 * Steps) - 1);
    }

    private static double UpperEnd(int index)
    {
        int power = (index / Steps) - 1;
        return power < 0 ? index : (double)((long)(Steps + (index % Steps) + 1) << power);
    }
}
