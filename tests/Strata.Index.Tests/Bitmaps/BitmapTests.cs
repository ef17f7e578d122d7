using Strata.Index.Bitmaps;

namespace Strata.Index.Tests.Bitmaps;

public sealed class BitmapTests
{
    [Fact]
    public void The_place_of_a_member_is_found_by_its_number()
    {
        long[] members = [0, 1, 63, 64, 200, 255, 256, 1000];
        var set = new Bitmap(1001);
        foreach (long member in members)
        {
            set.Add(member);
        }

        Enumerable.Range(0, members.Length).Select(number => set.PositionOf(number)).ShouldBe(members);
        set.PositionOf(members.Length).ShouldBe(set.Length);
        new Bitmap(0).PositionOf(0).ShouldBe(0);
    }
}
