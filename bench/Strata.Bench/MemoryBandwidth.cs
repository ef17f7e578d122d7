using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Strata.Bench;

/// <summary>What the memory of this machine gives.</summary>
internal static unsafe class MemoryBandwidth
{
    private const long Bytes = 1L << 30;
    private const int Runs = 5;

    /// <summary>GiB a second that two threads read together, each its half of a GiB; the best of five runs.</summary>
    public static double GibPerSecond()
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, 2 << 20);
        try
        {
            NativeMemory.Fill(memory, (nuint)Bytes, 1);
            double best = double.MaxValue;
            long sum = 0;
            for (int run = 0; run < Runs; run++)
            {
                long start = Stopwatch.GetTimestamp();
                Parallel.For(0, 2, half => Interlocked.Add(ref sum, Read(memory + (half * (Bytes / 2)), Bytes / 2)));
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return sum == 0 ? 0 : Bytes / best / (1L << 30);
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static long Read(byte* at, long bytes)
    {
        Vector512<long> first = default, second = default, third = default, fourth = default;
        for (byte* end = at + bytes; at < end; at += 256)
        {
            first += Vector512.Load((long*)at);
            second += Vector512.Load((long*)(at + 64));
            third += Vector512.Load((long*)(at + 128));
            fourth += Vector512.Load((long*)(at + 192));
        }

        return Vector512.Sum(first + second + third + fourth);
    }
}
