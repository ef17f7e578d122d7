using Strata.Index.Memory;

namespace Strata.Index.Tests;

public sealed class LargeArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData((4 << 20) / sizeof(long))]
    [InlineData(((12 << 20) / sizeof(long)) + 1)]
    public void Has_so_many_default_values_which_keep_what_is_written(int length)
    {
        long[] items = LargeArray.Of<long>(length);
        items.Length.ShouldBe(length);
        items.ShouldAllBe(item => item == 0);

        for (int i = 0; i < length; i++)
        {
            items[i] = ~i;
        }

        GC.Collect();
        for (int i = 0; i < length; i++)
        {
            if (items[i] != ~i)
            {
                Assert.Fail($"Item {i} is {items[i]}.");
            }
        }
    }
}
