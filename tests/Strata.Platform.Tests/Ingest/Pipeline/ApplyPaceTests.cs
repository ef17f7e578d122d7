using Strata.Platform.Ingest.Pipeline;

namespace Strata.Platform.Tests.Ingest.Pipeline;

public sealed class ApplyPaceTests
{
    private long _lag;

    [Fact]
    public async Task Requests_have_their_turns_in_order_as_far_as_there_is_room()
    {
        var pace = new ApplyPace(() => 100, TimeSpan.FromHours(1), () => _lag);
        pace.BeginAsync(60).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
        _lag = 60;
        Task second = pace.BeginAsync(40).AsTask(), third = pace.BeginAsync(30).AsTask();
        (second.IsCompleted, third.IsCompleted).ShouldBe((false, false));

        pace.End(60);
        await second;
        await third;
        _lag = 101;
        Task fourth = pace.BeginAsync(1).AsTask();
        pace.End(40);
        pace.End(30);
        fourth.IsCompleted.ShouldBeFalse();

        _lag = 0;
        pace.LetIn();
        await fourth;
    }

    [Fact]
    public async Task Nobody_waits_longer_than_that_and_those_who_went_are_passed_over()
    {
        var pace = new ApplyPace(() => 0, TimeSpan.FromMilliseconds(1), () => _lag);
        _lag = 1;
        await pace.BeginAsync(5);
        await pace.BeginAsync(5);
        pace.End(5);
        pace.End(5);

        _lag = 0;
        pace.LetIn();
        pace.BeginAsync(5).AsTask().IsCompletedSuccessfully.ShouldBeTrue();
    }
}
