using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>The index in memory and DuckDB give the same members, in the present and in the past, asked once and again.</summary>
public class IndexAgreementTests
{
    /// <summary>How many times as large as the smallest a data set is: of one word, of several, of many.</summary>
    private static readonly int[] Scales = [1, 1, 9, 1, 1, 30];

    /// <summary>Definitions drawn over one data set.</summary>
    private const int PerWorld = 50;

    [Fact]
    public void The_index_gives_the_same_members_as_DuckDB()
    {
        var failures = new List<string>();
        int drawn = 0, asked = 0, served = 0, telling = 0;
        for (int seed = PropertyRuns.FirstSeed; drawn < PropertyRuns.Of(1000); seed++)
        {
            using var world = new RandomWorld(seed, Scales[seed % Scales.Length]);
            var definitions = new RandomDefinitions(seed * 15_485_863);
            for (int i = 0; i < PerWorld; i++, drawn++)
            {
                EntityKind entity = (EntityKind)(i % 2);
                string text = definitions.Condition(entity);
                if (world.Check(text, entity) is not { } plan)
                {
                    continue;
                }

                var expected = new Dictionary<long, IReadOnlyList<string>>();
                long present = world.LastObserved + world.Random.Below(90) * Microseconds.PerDay;
                foreach (long instant in (long[])[present, world.Random.Instant(), present])
                {
                    asked++;
                    (bool isServed, bool tells) = Compare(world, $"seed {seed}, {entity}: {text}", plan, instant, expected, failures);
                    served += isServed ? 1 : 0;
                    telling += tells ? 1 : 0;
                }
            }
        }

        failures.ShouldBeEmpty();
        (served * 100 / asked).ShouldBeGreaterThan(60, "questions that the index leaves to the warehouse tell nothing");
        (telling * 100 / asked).ShouldBeGreaterThan(25, "answers of nobody or everybody tell little");
    }

    private static (bool Served, bool Tells) Compare(
        RandomWorld world, string what, SegmentPlan plan, long instant, Dictionary<long, IReadOnlyList<string>> expected, List<string> failures)
    {
        try
        {
            IReadOnlyList<string>? indexed = world.Indexed(plan, instant);
            if (indexed is null)
            {
                return (false, false);
            }

            if (!expected.TryGetValue(instant, out IReadOnlyList<string>? members))
            {
                expected[instant] = members = world.Members(plan, instant);
            }

            if (!members.SequenceEqual(indexed, StringComparer.Ordinal))
            {
                failures.Add($"{what}, {world.Zone.Id}, {Microseconds.ToText(instant)}\n  DuckDB: {string.Join(' ', members.Except(indexed).Take(20))}\n  index: {string.Join(' ', indexed.Except(members).Take(20))}");
            }

            if (world.Index.Count(plan, world.At(instant)) != indexed.Count)
            {
                failures.Add($"{what}, {Microseconds.ToText(instant)}: the index counts another number than it finds.");
            }

            return (true, members.Count > 0);
        }
        catch (Exception fault)
        {
            failures.Add($"{what}, {Microseconds.ToText(instant)}: {fault.GetType().Name}: {fault.Message}");
            return (true, false);
        }
    }
}
