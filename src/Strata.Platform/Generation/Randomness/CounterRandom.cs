namespace Strata.Platform.Generation.Randomness;

/// <summary>
/// A small random generator whose whole stream follows from a key (seed, stream, index): the same key gives the same
/// numbers on every machine, in any order and on any number of threads. SplitMix64 underneath.
/// </summary>
internal struct CounterRandom
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    public CounterRandom(ulong seed, RandomStream stream, long index)
    {
        _state = Mix(Mix(seed + (Gamma * ((ulong)stream + 1))) ^ Mix((ulong)index + Gamma));
    }

    /// <summary>The finishing permutation of SplitMix64: a bijection of 64 bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong NextBits()
    {
        _state += Gamma;
        return Mix(_state);
    }

    /// <summary>Uniform in [0, bound); 0 when the bound is 1 or less.</summary>
    public int Below(int bound) => bound <= 1 ? 0 : (int)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Uniform in [0, bound) for wide bounds.</summary>
    public long Below(long bound) => bound <= 1 ? 0 : (long)Math.BigMul(NextBits(), (ulong)bound, out _);

    /// <summary>Uniform in [low, high], both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the probability given.</summary>
    public bool Chance(double probability) => Unit() < probability;

    /// <summary>Close to standard normal (the sum of twelve uniforms), within ±6: needs no library function that differs by platform.</summary>
    public double Normal()
    {
        ulong sum = 0;
        for (var draw = 0; draw < 3; draw++)
        {
            var bits = NextBits();
            sum += (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        }

        return ((sum + 6.0) / 65536.0) - 6.0;
    }
}

/// <summary>What a random stream is for; one number each, so that drawing more of one thing never moves another.</summary>
internal enum RandomStream : ulong
{
    Truth = 1,
    Account,
    AccountText,
    AccountWeight,
    CompanyName,
    Contact,
    ContactText,
    Technology,
    Deal,
    DealOutcome,
    PlannedEvent,
    Subscription,
    Spend,
    Visitor,
    Session,
    EventId,
    BoostedTrees,
    CrossFit,
}
