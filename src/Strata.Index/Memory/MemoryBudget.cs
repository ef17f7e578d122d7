namespace Strata.Index.Memory;

/// <summary>What the index may hold in memory did not suffice; the question goes to the warehouse.</summary>
internal sealed class MemoryBudgetException(long asked, long used, long limit)
    : Exception($"The audience index would need {asked:N0} bytes more than the {used:N0} of {limit:N0} that it holds.");

/// <summary>
/// Counts what the index holds and keeps it below a limit. Thread-safe. What can be made again is dropped first
/// (<see cref="OnPressure"/>); where that does not help, the one who asked gets a <see cref="MemoryBudgetException"/>.
/// </summary>
internal sealed class MemoryBudget(long limit)
{
    private long _used;
    private long _peak;

    /// <summary>The limit in bytes.</summary>
    public long Limit { get; } = limit;

    /// <summary>Bytes held now.</summary>
    public long Used => Volatile.Read(ref _used);

    /// <summary>The most bytes held at once so far.</summary>
    public long Peak => Volatile.Read(ref _peak);

    /// <summary>Called with the bytes that are lacking; frees what it can.</summary>
    public Action<long>? OnPressure { get; set; }

    /// <summary>Takes bytes.</summary>
    /// <exception cref="MemoryBudgetException">They are not there.</exception>
    public void Take(long bytes)
    {
        long used = Interlocked.Add(ref _used, bytes);
        if (used > Limit && OnPressure is { } free)
        {
            free(used - Limit);
            used = Used;
        }

        if (used > Limit)
        {
            Interlocked.Add(ref _used, -bytes);
            throw new MemoryBudgetException(bytes, used - bytes, Limit);
        }

        for (long peak = Peak; used > peak; peak = Peak)
        {
            Interlocked.CompareExchange(ref _peak, used, peak);
        }
    }

    /// <summary>Gives bytes back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _used, -bytes);
}
