using Strata.Index.Memory;

namespace Strata.Index.Tests;

/// <summary>Memory is counted, given back, and never passes its limit.</summary>
public class MemoryBudgetTests
{
    [Fact]
    public void What_is_freed_may_be_taken_again()
    {
        var budget = new MemoryBudget(10_000);
        for (int i = 0; i < 100; i++)
        {
            using var array = new NativeArray<long>(budget, 1_000);
            budget.Used.ShouldBe(array.Bytes);
        }

        budget.Used.ShouldBe(0);
        budget.Peak.ShouldBeLessThanOrEqualTo(10_000);
    }

    [Fact]
    public void Past_the_limit_nothing_is_taken()
    {
        var budget = new MemoryBudget(10_000);
        Should.Throw<MemoryBudgetException>(() => new NativeArray<long>(budget, 2_000));
        budget.Used.ShouldBe(0);
    }

    [Fact]
    public void Under_pressure_what_can_be_made_again_goes_first()
    {
        var budget = new MemoryBudget(10_000);
        var spare = new NativeArray<long>(budget, 1_000);
        budget.OnPressure = _ => spare.Dispose();
        using var array = new NativeArray<long>(budget, 900);
        budget.Used.ShouldBe(array.Bytes);
    }

    [Fact]
    public void Large_arrays_begin_with_zeros()
    {
        var budget = new MemoryBudget(1 << 30);
        using var array = new NativeArray<long>(budget, 1_000_000);
        array.Span.ContainsAnyExcept(0L).ShouldBeFalse();
    }
}
