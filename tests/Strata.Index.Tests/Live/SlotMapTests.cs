using Strata.Index.Live;

namespace Strata.Index.Tests.Live;

public sealed class SlotMapTests
{
    /// <summary>Few among many stand in a table of hashes, many in an array by reference; a dictionary knows what both must say.</summary>
    [Theory]
    [InlineData(1, 500, true)]
    [InlineData(2, 200_000, true)]
    [InlineData(3, 2_000_000_000, false)]
    public void A_reference_has_the_place_it_was_given(int seed, int references, bool isDense)
    {
        var random = new Random(seed);
        var map = new SlotMap();
        var model = new Dictionary<int, int>();
        for (int step = 0; step < 200_000; step++)
        {
            int reference = random.Next(4) == 0 && model.Count > 0 ? model.Keys.First() : random.Next(references);
            map.Find(reference).ShouldBe(model.GetValueOrDefault(reference, -1));
            map.Prefetch(reference);
            if (random.Next(3) == 0)
            {
                map.Remove(reference).ShouldBe(model.Remove(reference, out int slot) ? slot : -1);
            }
            else if (model.TryAdd(reference, step))
            {
                map.Add(reference, step);
            }

            map.Count.ShouldBe(model.Count);
        }

        map.IsDense.ShouldBe(isDense);
        map.References.Order().ShouldBe(model.Keys.Order());
    }

    [Fact]
    public void References_above_the_highest_known_find_room()
    {
        var map = new SlotMap();
        for (int reference = 0; reference < 1000; reference++)
        {
            map.Add(reference, 1000 - reference);
        }

        map.IsDense.ShouldBeTrue();
        map.Find(5_000_000).ShouldBe(-1);
        map.Remove(5_000_000).ShouldBe(-1);
        map.Add(5_000_000, 7);
        map.Find(5_000_000).ShouldBe(7);
        map.Find(999).ShouldBe(1);
        map.References.Count().ShouldBe(1001);
    }
}
