using Strata.Index;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Testing;

namespace Strata.Platform.Tests.Differential;

/// <summary>What does not fit, and what is broken off, leaves the right answer behind.</summary>
public class IndexLimitTests
{
    [Fact]
    public void Whatever_memory_it_has_the_index_answers_right_or_leaves_it_to_the_warehouse()
    {
        int served = 0, left = 0;
        for (int seed = 1; seed <= 3; seed++)
        {
            using var world = new RandomWorld(seed, scale: 9);
            var definitions = new RandomDefinitions(seed);
            for (long limit = 1 << 10; limit <= 1 << 22; limit <<= 1)
            {
                using AudienceIndex index = world.NewIndex(new IndexOptions { MemoryLimit = limit });
                for (int i = 0; i < 6; i++)
                {
                    EntityKind entity = (EntityKind)(i % 2);
                    string text = definitions.Condition(entity);
                    if (world.Check(text, entity) is not { } plan)
                    {
                        continue;
                    }

                    long? count = index.Count(plan, world.At(world.LastObserved));
                    index.MemoryBytes.ShouldBeLessThanOrEqualTo(limit);
                    (served, left) = count is null ? (served, left + 1) : (served + 1, left);
                    if (count is not null)
                    {
                        count.ShouldBe(world.Count(plan, world.LastObserved), $"seed {seed}, {limit} bytes: {text}");
                    }
                }
            }
        }

        served.ShouldBeGreaterThan(25);
        left.ShouldBeGreaterThan(25);
    }

    [Fact]
    public void An_evaluation_that_is_broken_off_leaves_the_index_usable()
    {
        using var world = new RandomWorld(3, scale: 9);
        SegmentPlan plan = world.Check("any(page_view) ever or any(contacts) or employees > 2", EntityKind.Account)!;
        using (var cancelled = new CancellationTokenSource())
        {
            cancelled.Cancel();
            Should.Throw<OperationCanceledException>(() => world.Index.Count(plan, world.At(world.LastObserved), cancelled.Token));
        }

        world.Index.Count(plan, world.At(world.LastObserved)).ShouldBe(world.Count(plan, world.LastObserved));
    }
}
