using Strata.Language.Time;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Tests.Load;

public sealed class EventAmendmentsTests
{
    [Theory]
    [InlineData(0, 9, false)]
    [InlineData(9, 10, true)]
    [InlineData(10, 19, false)]
    [InlineData(19, 20, true)]
    [InlineData(21, 39, false)]
    [InlineData(35, 45, true)]
    [InlineData(45, 400, true)]
    [InlineData(2600, 3599, false)]
    [InlineData(3599, 3600, true)]
    [InlineData(3600, 7199, false)]
    [InlineData(7199, 7200, true)]
    [InlineData(86_000, 86_400, true)]
    [InlineData(-50, 9, false)]
    public void A_slice_has_its_turn_when_its_age_has_doubled_and_then_by_the_hour(long before, long now, bool isDue)
    {
        const long start = 1_700_000_000 * Microseconds.PerSecond;
        EventAmendments.IsDue(start, start + (before * Microseconds.PerSecond), start + (now * Microseconds.PerSecond)).ShouldBe(isDue);
    }
}
