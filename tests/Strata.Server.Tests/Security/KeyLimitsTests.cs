using System.Threading.RateLimiting;
using Strata.Server.Security;

namespace Strata.Server.Tests.Security;

public sealed class KeyLimitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(15)]
    [InlineData(19)]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(10_000)]
    [InlineData(123_457)]
    public void A_key_may_call_exactly_as_often_as_its_limit_says(int limit)
    {
        TokenBucketRateLimiterOptions bucket = KeyLimits.Bucket(limit);
        bucket.TokenLimit.ShouldBe(limit);

        // The period is a whole number of ticks of 100 ns: nobody can tell one of them.
        (bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds).ShouldBe(limit, tolerance: limit * 1e-5);
    }
}
