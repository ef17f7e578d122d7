using Strata.Platform.Ingest.Seen;

namespace Strata.Platform.Tests.Ingest.Seen;

public sealed class IdSetTests
{
    [Theory]
    [InlineData(1 << 8)]
    [InlineData(1 << 28)]
    public void What_is_taken_out_is_gone_and_everything_else_is_there(int spread)
    {
        var set = new IdSet(60);
        var expected = new HashSet<UInt128>();
        var random = new Random(11);
        for (int turn = 0; turn < 50_000; turn++)
        {
            // Ids that stand at the very end of the room, and so in each other's places and at its beginning.
            UInt128 id = new((ulong)random.Next(1, 40), uint.MaxValue - (ulong)random.Next(spread));
            if (expected.Count < 90 && random.Next(2) == 0)
            {
                set.Add(id).ShouldBe(expected.Add(id));
            }
            else
            {
                set.Remove(id);
                expected.Remove(id);
            }

            set.Count.ShouldBe(expected.Count);
            expected.All(set.Contains).ShouldBeTrue();
            set.Contains(id).ShouldBe(expected.Contains(id));
        }
    }
}
