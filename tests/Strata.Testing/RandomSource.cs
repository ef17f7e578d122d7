using Strata.Language.Time;

namespace Strata.Testing;

/// <summary>Draws from a seed, with the constants that data and definitions share, so that they meet at their edges.</summary>
public sealed class RandomSource
{
    /// <summary>The instant around which everything happens: shortly before clocks change in Europe, at a month's end.</summary>
    public static readonly long Center = Microseconds.FromInstant(NodaTime.Instant.FromUtc(2026, 3, 28, 12, 0));

    private readonly Random _random;

    /// <summary>Creates a source; the same seed draws the same.</summary>
    public RandomSource(int seed) => _random = new Random(seed);

    /// <summary>Numbers of data and definitions, in units of 1/10,000 where they are fractions.</summary>
    public static IReadOnlyList<decimal> Numbers { get; } = [-5, -0.5m, 0, 0.0001m, 0.25m, 1, 2, 3, 5, 10, 100, 100, 320, 500, 1000.5m, 250_000, 919_999_999_999_999m];

    /// <summary>Texts of data and definitions: same when folded, hostile, empty of meaning.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "alpha", "Alpha", " ALPHA ", "beta", "Straße", "STRASSE", "café", "cafe\u0301", "a_b", "a%b", "100%", "x'y", "x\"y", "x\\y", "'; DROP TABLE account; --",
        "$1", "İstanbul", "ﬁne", "日本", "😀 smile", "Finance", "banks", "SaaS", "Software as a Service", "Fintech",
    ];

    /// <summary>Lengths of windows and distances of events, as written and in microseconds.</summary>
    public static IReadOnlyList<string> Durations { get; } =
        ["1 minute", "30 minutes", "1 hour", "6 hours", "1 day", "3 days", "1 week", "30 days", "1 month", "2 months", "1 quarter", "1 year"];

    private static readonly long[] Distances =
        [0, 60, 1800, 3600, 21_600, 86_400, 2 * 86_400, 3 * 86_400, 4 * 86_400, 7 * 86_400, 28 * 86_400, 30 * 86_400, 31 * 86_400, 60 * 86_400, 90 * 86_400, 365 * 86_400];

    /// <summary>A whole number from 0 to below <paramref name="limit"/>.</summary>
    public int Below(int limit) => _random.Next(limit);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => _random.Next(times) == 0;

    /// <summary>One of the items.</summary>
    public T Of<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>One of the items.</summary>
    public T Pick<T>(params T[] items) => items[_random.Next(items.Length)];

    /// <summary>An instant near the center: at the distance of a window or two, exactly, a microsecond beside, or anywhere.</summary>
    public long Instant()
    {
        long at = Center + (Sign() * Of(Distances) * Microseconds.PerSecond);
        at += OneIn(3) ? Sign() * Of(Distances) * Microseconds.PerSecond : 0;
        return OneIn(4) ? at + _random.Next(-1, 2) : OneIn(5) ? at + _random.NextInt64(-86_400_000_000, 86_400_000_000) : at;
    }

    private int Sign() => _random.Next(3) == 0 ? 1 : -1;
}
