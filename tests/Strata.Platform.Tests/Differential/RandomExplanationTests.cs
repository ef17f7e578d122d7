using System.Text.Json;
using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Segments.Explain;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>Whatever the definition, it can be explained, and the explanation agrees with itself and with DuckDB.</summary>
public class RandomExplanationTests
{
    [Fact]
    public void Every_definition_can_be_explained()
    {
        var failures = new List<string>();
        int drawn = 0;
        for (int seed = PropertyRuns.FirstSeed; drawn < PropertyRuns.Of(100); seed++)
        {
            using var world = new RandomWorld(seed);
            var definitions = new RandomDefinitions(seed * 15_485_863);
            for (int i = 0; i < PropertyRuns.PerWorld; i++, drawn++)
            {
                EntityKind entity = (EntityKind)(i % 2);
                string text = definitions.Condition(entity);
                if (world.Check(text, entity) is { } plan)
                {
                    StateRow row = world.Random.Of(world.Entities(entity));
                    Explain(world, $"seed {seed}, {row.Id}: {text}", plan, row, failures);
                }
            }
        }

        failures.ShouldBeEmpty();
    }

    private static void Explain(RandomWorld world, string what, SegmentPlan plan, StateRow row, List<string> failures)
    {
        long instant = world.Random.Instant();
        try
        {
            Explanation explanation = world.Explainer.Explain(plan, row, world.At(instant));
            explanation.IsMember.ShouldBe(world.Members(plan, instant).Contains(row.Id, StringComparer.Ordinal));
            explanation.Where.IsTrue.ShouldBe(explanation.IsMember);
            ShouldAgree(explanation.Where);
            ShouldLieAround(explanation.Holds, instant);
            ExplanationText.Render(explanation).ShouldNotBeNullOrWhiteSpace();
            JsonSerializer.Deserialize<Explanation>(JsonSerializer.Serialize(explanation)).ShouldNotBeNull();
        }
        catch (Exception fault)
        {
            failures.Add($"{what}, as of {Microseconds.ToText(instant)}: {fault.GetType().Name}: {fault.Message}");
        }
    }

    private static void ShouldAgree(Clause clause)
    {
        foreach (Clause part in clause.Parts)
        {
            ShouldAgree(part);
        }

        bool? expected = clause.Kind switch
        {
            "and" => clause.Parts.All(part => part.IsTrue),
            "or" => clause.Parts.Any(part => part.IsTrue),
            "not" => !clause.Parts.Single().IsTrue,
            _ => null,
        };
        clause.IsTrue.ShouldBe(expected ?? clause.IsTrue, clause.Text);
        if (clause.Kind == "predicate" && clause.IsTrue)
        {
            clause.Missing.ShouldBeNull();
        }
    }

    private static void ShouldLieAround(Holding holds, long instant)
    {
        string at = Microseconds.ToText(instant);
        (holds.Since is null || Parsed(holds.Since) <= Parsed(at)).ShouldBeTrue();
        (holds.Until is null || Parsed(holds.Until) > Parsed(at)).ShouldBeTrue();
        (holds.Since is null || holds.SinceWhy is not null).ShouldBeTrue($"since {holds.Since}, but why?");
        (holds.Until is null || holds.UntilWhy is not null).ShouldBeTrue($"until {holds.Until}, but why?");
    }

    private static NodaTime.Instant Parsed(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).GetValueOrThrow();
}
