using System.Globalization;
using NodaTime;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Live;
using Strata.Platform.Tests.Differential;
using Strata.Testing;
using Xunit.Abstractions;

namespace Strata.Platform.Tests.Live;

/// <summary>
/// The parity gate: random segments over random data that arrives late, early, twice and out of order, while fields change, entities
/// are merged and parted, the time on pages becomes known and grows, definitions are edited and the process restarts. At random instants, and at and a microsecond before what is
/// due, live memberships are what DuckDB computes from what is stored.
/// </summary>
public sealed class LiveAgreementTests(ITestOutputHelper output)
{
    private const int SegmentsOfWorld = 10;
    private const long PerHour = 3600 * Microseconds.PerSecond;
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

    [Fact]
    public void Live_memberships_are_what_DuckDB_computes_at_every_instant()
    {
        int changes = 0, instants = 0, worlds = Math.Max(2, PropertyRuns.Of(6));
        for (int seed = PropertyRuns.FirstSeed; seed < PropertyRuns.FirstSeed + worlds; seed++)
        {
            (int changed, int compared) = Run(seed);
            changes += changed;
            instants += compared;
        }

        output.WriteLine($"{worlds} worlds, {changes} changes of membership, compared at {instants} instants");
    }

    private static (int Changes, int Comparisons) Run(int seed)
    {
        var random = new RandomSource(seed * 31);
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[Zones[seed % Zones.Length]];
        List<Arrival> arrivals = [.. Arrivals(seed, random).OrderBy(arrival => arrival.At)];
        long begin = arrivals[0].At - Microseconds.PerDay;
        using var world = new LiveWorld(seed, zone, begin);
        var definitions = new RandomDefinitions((seed * 7919) + 5);
        List<LiveDefinition> defined = [.. Enumerable.Range(0, SegmentsOfWorld).Select(number => Draw(world, random, definitions, number))];
        world.Define(defined);
        string step = "begin";
        try
        {
            foreach (Arrival arrival in arrivals)
            {
                step = "time before an arrival";
                PassTime(world, random, arrival.At);
                step = $"{arrival.Type.Name} {string.Join(", ", arrival.Row.Select(pair => $"{pair.Key}: {pair.Value}"))}";
                world.Arrive(arrival.Type, arrival.Row, Math.Min(arrival.ObservedAt, arrival.At), random.OneIn(2));
                while (random.OneIn(2))
                {
                    step = $"{world.Amend(random)} after {step}";
                }

                if (random.OneIn(4))
                {
                    world.Compare();
                }

                Disturb(world, random, definitions, defined, did => step = $"{did} after {step}");
            }

            PassTime(world, random, arrivals[^1].At + (100 * Microseconds.PerDay));
            world.Compare();
        }
        catch (Exception difference)
        {
            string texts = string.Join('\n', defined.Select(definition => definition.Name).Concat(RandomWorld.Definitions(seed).Select(pair => $"{pair.Definition.Name}: {pair.Text}")));
            throw new ShouldAssertException($"seed {seed}, {zone.Id}, after {step}:\n{difference.Message}\n{texts}", difference);
        }

        return (world.Changes, world.Comparisons);
    }

    private static void PassTime(LiveWorld world, RandomSource random, long until)
    {
        bool everywhere = PropertyRuns.StopsAtEveryExpiry;
        for (int stop = 0; (everywhere || stop < 3) && world.NextDue < until; stop++)
        {
            if (everywhere || random.OneIn(3))
            {
                StopAt(world, world.NextDue);
            }
            else
            {
                world.Advance(world.NextDue + ((until - world.NextDue) / (1 + random.Below(4))));
                world.Compare();
            }
        }

        world.Advance(until);
    }

    /// <summary>Compares a microsecond before something is due and when it is.</summary>
    private static void StopAt(LiveWorld world, long due)
    {
        if (due > world.Now + 1)
        {
            world.Advance(due - 1);
            world.Compare();
        }

        world.Advance(due);
        world.Compare();
    }

    private static void Disturb(LiveWorld world, RandomSource random, RandomDefinitions definitions, List<LiveDefinition> defined, Action<string> note)
    {
        switch (random.Below(30))
        {
            case 0:
                note(world.MergeOrPart(random));
                world.Compare();
                break;
            case 1:
                int number = random.Below(defined.Count);
                defined[number] = Draw(world, random, definitions, number) with { Version = defined[number].Version + 1 };
                note($"an edit of s{number}");
                world.Define(defined);
                world.Compare();
                break;
            case 2:
                note("a restart");
                world.Restart();
                world.Compare();
                break;
            default:
                break;
        }
    }

    private static LiveDefinition Draw(LiveWorld world, RandomSource random, RandomDefinitions definitions, int number)
    {
        EntityKind entity = (EntityKind)(number % 2);
        while (true)
        {
            string text = random.OneIn(3) ? OfTime(random) : definitions.Condition(entity);
            if (world.Check(text, entity) is { } plan)
            {
                return new LiveDefinition($"s{number}: {text}", 1, plan);
            }
        }
    }

    /// <summary>A condition on the time on pages: one that only becomes true as it grows, or one that does not.</summary>
    private static string OfTime(RandomSource random)
    {
        string number = random.Of(RandomSource.Numbers).ToString(CultureInfo.InvariantCulture), window = $"in last {random.Of(RandomSource.Durations)}";
        string compared = $"seconds {random.Pick(">=", ">", "<", "<=", "=", "!=")} {number}";
        string where = random.Pick(compared, "seconds is known", $"({compared} or bounced)", $"{compared} and not (seconds > {number})", $"page is known and {compared}", $"not ({compared})");
        return random.Pick(
            $"any(page_view where {where}) {window}",
            $"count(page_view where {where}) {window} >= {1 + random.Below(3)}",
            $"every(page_view where {where}) {window}",
            $"distinct(page_view.contact where {where}) {window} >= {1 + random.Below(2)}",
            $"last(page_view where {where}) {window}",
            $"{random.Pick("sum", "max", "avg")}(page_view.seconds where {where}) {window} > {number}",
            $"any(page_view where {where} then no form within 3 days) {window}",
            $"in top 3 by sum(page_view.seconds) {window} among (any(page_view where {where}) {window})");
    }

    /// <summary>Rows arrive when they are said or later; events when they happen, late, early, and some again.</summary>
    private static IEnumerable<Arrival> Arrivals(int seed, RandomSource random)
    {
        var data = new RandomData(seed);
        foreach (RandomBatch batch in data.Batches)
        {
            foreach (IReadOnlyDictionary<string, object?> row in batch.Rows)
            {
                if (batch.Type.Kind != RowKind.Event)
                {
                    yield return new Arrival(batch.ObservedAt + (random.OneIn(4) ? random.Below(1000) * PerHour : 0), batch.Type, row, batch.ObservedAt);
                    continue;
                }

                long at = (long)row["ts"]! + (random.Below(4) switch
                {
                    0 => random.Below(500) * PerHour,
                    1 => -random.Below(300) * PerHour,
                    _ => 0,
                });
                yield return new Arrival(at, batch.Type, row, at);
                if (random.OneIn(5))
                {
                    yield return new Arrival(at + (random.Below(100) * PerHour), batch.Type, row, at);
                }
            }
        }
    }

    /// <summary>A row that arrives.</summary>
    private sealed record Arrival(long At, RowType Type, IReadOnlyDictionary<string, object?> Row, long ObservedAt);
}
