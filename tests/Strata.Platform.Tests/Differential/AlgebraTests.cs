using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Json;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>Laws that hold for every definition, whatever the data (language.md section 3), checked in DuckDB.</summary>
public class AlgebraTests
{
    [Fact]
    public void An_expression_and_its_complement_part_everyone() => ForRandomPairs(100, 31, (world, entity, first, _, instant) =>
    {
        IReadOnlyList<string> inside = Members(world, first, entity, instant), outside = Members(world, $"not ({first})", entity, instant);
        inside.Intersect(outside, StringComparer.Ordinal).ShouldBeEmpty();
        inside.Concat(outside).Order(StringComparer.Ordinal).ShouldBe(world.Entities(entity).Select(row => row.Id).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Negation_goes_through_and_and_or() => ForRandomPairs(60, 37, (world, entity, first, second, instant) =>
    {
        Members(world, $"not ({first} and {second})", entity, instant).ShouldBe(Members(world, $"not ({first}) or not ({second})", entity, instant));
        Members(world, $"not ({first} or {second})", entity, instant).ShouldBe(Members(world, $"not ({first}) and not ({second})", entity, instant));
    });

    [Fact]
    public void The_canonical_print_and_the_json_form_mean_the_same() => ForRandomPairs(100, 41, (world, entity, first, _, instant) =>
    {
        Expr tree = SegmentParser.ParseExpressionOrThrow(first);
        string printed = SegmentPrinter.Print(tree);
        SegmentParser.ParseExpressionOrThrow(printed).ShouldBe(tree);
        world.Check(printed, entity).ShouldBe(world.Check(first, entity));
        SegmentJson.ReadExpression(SegmentJson.Write(tree)).OrThrow().ShouldBe(tree);
    });

    [Fact]
    public void Those_who_ever_did_something_often_enough_stay_so() => ForRandomPairs(40, 43, (world, entity, _, _, instant) =>
    {
        string often = world.Random.Pick(
            "count(page_view) ever >= 2", "count(form where page = \"demo\") >= 1", "any(page_view where seconds > 2) ever", "distinct(form.page) ever > 1");
        IReadOnlyList<string> earlier = Members(world, often, entity, instant);
        earlier.Except(Members(world, often, entity, instant + (7 * Microseconds.PerDay)), StringComparer.Ordinal).ShouldBeEmpty();
        Members(world, often, entity, RandomSource.Center + (4000 * Microseconds.PerDay)).Count.ShouldBeGreaterThanOrEqualTo(earlier.Count);
    });

    [Fact]
    public void A_count_is_the_number_of_members() => ForRandomPairs(40, 47, (world, entity, first, _, instant) =>
    {
        SegmentPlan plan = world.Check(first, entity)!;
        world.Count(plan, instant).ShouldBe(world.Members(plan, instant).Count);
    });

    private static IReadOnlyList<string> Members(RandomWorld world, string text, EntityKind entity, long instant) =>
        world.Members(world.Check(text, entity)!, instant);

    private static void ForRandomPairs(int usual, int salt, Action<RandomWorld, EntityKind, string, string, long> check)
    {
        int drawn = 0;
        for (int seed = PropertyRuns.FirstSeed; drawn < PropertyRuns.Of(usual); seed++)
        {
            using var world = new RandomWorld(seed);
            var definitions = new RandomDefinitions((seed * 7919) + salt);
            for (int i = 0; i < PropertyRuns.PerWorld; i++, drawn++)
            {
                EntityKind entity = (EntityKind)(i % 2);
                string first = definitions.Condition(entity), second = definitions.Condition(entity);
                long instant = world.Random.Instant();
                if (world.Check(first, entity) is null || world.Check(second, entity) is null)
                {
                    continue;
                }

                try
                {
                    check(world, entity, first, second, instant);
                }
                catch (Exception difference)
                {
                    throw new ShouldAssertException($"seed {seed}, {world.Zone.Id}, {Microseconds.ToText(instant)}:\n{first}\n{second}", difference);
                }
            }
        }
    }
}
