using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Strata.Platform.Keys;
using Strata.Server.Problems;

namespace Strata.Server.Security;

/// <summary>How often each key may call: so many requests a second, with a burst of one second's worth. Thread-safe.</summary>
internal sealed class KeyLimits : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ServerOptions _options;
    private readonly PartitionedRateLimiter<ApiKey> _limiter;

    public KeyLimits(ServerOptions options)
    {
        _options = options;
        _limiter = PartitionedRateLimiter.Create<ApiKey, string>(key =>
        {
            int limit = LimitOf(key);
            return RateLimitPartition.GetTokenBucketLimiter(key.Id, _ => Bucket(limit));
        });
    }

    /// <summary>So many requests a second, a tenth of a second's worth at a time or about that: the period is as long as the tokens take.</summary>
    internal static TokenBucketRateLimiterOptions Bucket(int limit)
    {
        int tokens = Math.Max(1, limit / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = Second * tokens / limit,
            QueueLimit = 0,
        };
    }

    /// <summary>Takes one request of the key's; false where it has none left now.</summary>
    /// <param name="key">The key.</param>
    /// <param name="wait">After how long it will have one again.</param>
    public bool TryTake(ApiKey key, out TimeSpan wait)
    {
        if (LimitOf(key) == 0)
        {
            wait = TimeSpan.Zero;
            return true;
        }

        using RateLimitLease lease = _limiter.AttemptAcquire(key);
        wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? after : Second;
        return lease.IsAcquired;
    }

    /// <summary>Answers a request that came too soon.</summary>
    public static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "rate-limit", "This key calls more often than it may.", "Wait as long as Retry-After says.");
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    /// <summary>Requests a second; 0 for as many as it likes.</summary>
    private int LimitOf(ApiKey key) => key.RateLimit ?? _options.RateLimit;
}
