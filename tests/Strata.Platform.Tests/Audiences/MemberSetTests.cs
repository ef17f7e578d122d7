using Strata.Index.Bitmaps;
using Strata.Language.Catalog;
using Strata.Platform.Audiences;

namespace Strata.Platform.Tests.Audiences;

public sealed class MemberSetTests
{
    [Fact]
    public void Sets_of_before_and_after_somebody_came_go_together()
    {
        MemberSet before = Of(100, 3, 64, 99), after = Of(200, 3, 99, 150);

        Refs(before.Intersect(after)).ShouldBe([3, 99]);
        Refs(after.Intersect(before)).ShouldBe([3, 99]);
        Refs(before.Except(after)).ShouldBe([64]);
        Refs(after.Except(before)).ShouldBe([150]);
        Refs(before.Union(after)).ShouldBe([3, 64, 99, 150]);
        Refs(after.Union(before)).ShouldBe([3, 64, 99, 150]);
        (before.CountOfBoth(after), after.CountOfBoth(before)).ShouldBe((2, 2));
        (before.Count, after.Count).ShouldBe((3, 3));
    }

    private static MemberSet Of(long length, params long[] refs)
    {
        var set = new Bitmap(length);
        Array.ForEach(refs, set.Add);
        return new MemberSet(EntityKind.Account, set);
    }

    private static long[] Refs(MemberSet set) => [.. Enumerable.Range(0, (int)set.Refs.Length).Select(position => (long)position).Where(position => set[position])];
}
