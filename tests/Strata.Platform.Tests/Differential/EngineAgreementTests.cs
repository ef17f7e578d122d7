using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>The evaluator of one entity and DuckDB give the same members, at random instants and around the ends of every period.</summary>
public class EngineAgreementTests
{
    [Fact]
    public void Both_engines_give_the_same_members_at_random_instants()
    {
        var failures = new List<string>();
        int accepted = 0, drawn = 0, telling = 0;
        for (int seed = PropertyRuns.FirstSeed; drawn < PropertyRuns.Of(300); seed++)
        {
            using var world = new RandomWorld(seed);
            var definitions = new RandomDefinitions(seed * 7919);
            for (int i = 0; i < PropertyRuns.PerWorld; i++, drawn++)
            {
                EntityKind entity = (EntityKind)(i % 2);
                string text = definitions.Condition(entity);
                if (world.Check(text, entity) is not { } plan)
                {
                    continue;
                }

                accepted++;
                for (int at = 0; at < 3; at++)
                {
                    long instant = world.Random.Instant();
                    int members = Attempt(() => Compare(world, seed, text, plan, entity, instant, failures), $"seed {seed}: {text}", failures);
                    telling += members > 0 && members < world.Entities(entity).Count ? 1 : 0;
                }
            }
        }

        failures.ShouldBeEmpty();
        (accepted * 100 / drawn).ShouldBeGreaterThan(90, "most random definitions are to pass the checker");
        (telling * 100 / (3 * accepted)).ShouldBeGreaterThan(30, "answers of nobody or everybody tell little");
    }

    [Fact]
    public void A_truth_holds_exactly_as_long_as_DuckDB_says()
    {
        var failures = new List<string>();
        int drawn = 0, bounded = 0;
        for (int seed = PropertyRuns.FirstSeed; drawn < PropertyRuns.Of(100); seed++)
        {
            using var world = new RandomWorld(seed);
            var definitions = new RandomDefinitions(seed * 104_729) { WithRanks = false };
            for (int i = 0; i < PropertyRuns.PerWorld; i++, drawn++)
            {
                EntityKind entity = (EntityKind)(i % 2);
                string text = definitions.Condition(entity);
                if (world.Check(text, entity) is { } plan)
                {
                    (StateRow row, long instant) = Bounded(world, plan, entity);
                    bounded += Attempt(() => CheckPeriod(world, seed, text, plan, row, instant, failures), $"seed {seed}: {text}", failures) ? 1 : 0;
                }
            }
        }

        failures.ShouldBeEmpty();
        (bounded * 100 / drawn).ShouldBeGreaterThan(40, "periods without an end tell little");
    }

    /// <summary>An entity and an instant whose period has an end, or any where there is none.</summary>
    private static (StateRow Row, long Instant) Bounded(RandomWorld world, SegmentPlan plan, EntityKind entity)
    {
        long instant = world.Random.Instant();
        IReadOnlyList<StateRow> rows = world.Entities(entity);
        StateRow? bounded = rows.FirstOrDefault(row =>
            world.Evaluator.Evaluate(plan.Membership, row, world.At(instant)) is not { Since: long.MinValue, Until: long.MaxValue });
        return (bounded ?? world.Random.Of(rows), instant);
    }

    /// <summary>A fault of an engine is a failure of the definition that brought it about.</summary>
    private static T Attempt<T>(Func<T> attempt, string what, List<string> failures)
    {
        try
        {
            return attempt();
        }
        catch (Exception fault)
        {
            failures.Add($"{what}: {fault.GetType().Name}: {fault.Message}");
            return default!;
        }
    }

    private static int Compare(RandomWorld world, int seed, string text, SegmentPlan plan, EntityKind entity, long instant, List<string> failures)
    {
        IReadOnlyList<string> members = world.Members(plan, instant);
        List<string> evaluated = [.. world.Entities(entity).Where(row => world.Evaluator.IsTrue(plan.Membership, row, world.At(instant))).Select(row => row.Id).Order(StringComparer.Ordinal)];
        if (!members.Order(StringComparer.Ordinal).SequenceEqual(evaluated, StringComparer.Ordinal))
        {
            failures.Add($"seed {seed}, {entity}, {world.Zone.Id}, {Microseconds.ToText(instant)}: {text}\n  DuckDB: {string.Join(' ', members)}\n  entity: {string.Join(' ', evaluated)}");
        }

        return members.Count;
    }

    private static bool CheckPeriod(RandomWorld world, int seed, string text, SegmentPlan plan, StateRow row, long instant, List<string> failures)
    {
        Truth truth = world.Evaluator.Evaluate(plan.Membership, row, world.At(instant));
        void Expect(long at, bool expected, string where)
        {
            if (world.Members(plan, at).Contains(row.Id, StringComparer.Ordinal) != expected)
            {
                failures.Add($"seed {seed}, {row.Id}, {world.Zone.Id}, as of {Microseconds.ToText(instant)}, {where} {Microseconds.ToText(at)}: {text}");
            }
        }

        if (!truth.SinceIsExact || !truth.UntilIsExact)
        {
            failures.Add($"seed {seed}, {row.Id}, as of {Microseconds.ToText(instant)}: not exact: {text}");
        }

        Expect(instant, truth.Value, "at");
        if (truth.Since > long.MinValue)
        {
            Expect(truth.Since - 1, !truth.Value, "before since");
            Expect(truth.Since, truth.Value, "since");
        }

        if (truth.Until < long.MaxValue)
        {
            Expect(truth.Until - 1, truth.Value, "before until");
            Expect(truth.Until, !truth.Value, "until");
        }

        long first = Math.Max(truth.Since, RandomSource.Center - (800 * Microseconds.PerDay));
        long last = Math.Min(truth.Until, RandomSource.Center + (800 * Microseconds.PerDay)) - 1;
        for (int inside = 0; inside < 3 && first <= last; inside++)
        {
            Expect(Math.Clamp(world.Random.Instant(), first, last), truth.Value, "within");
        }

        return truth.Since > long.MinValue || truth.Until < long.MaxValue;
    }
}
