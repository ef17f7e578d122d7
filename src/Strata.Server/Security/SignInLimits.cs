using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Strata.Server.Tracking;

namespace Strata.Server.Security;

/// <summary>
/// How often somebody may try to get in, by the address that it comes from and by the account that it names (whether there is one or
/// not), and how many tries are worked on at once: checking a password takes long on purpose. Thread-safe.
/// </summary>
internal sealed class SignInLimits : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly ServerOptions _options;
    private readonly PartitionedRateLimiter<string> _byAddress;
    private readonly PartitionedRateLimiter<string> _byAccount;
    private readonly ConcurrencyLimiter _atOnce = new(new ConcurrencyLimiterOptions { PermitLimit = Math.Max(2, Environment.ProcessorCount), QueueLimit = 64 });

    public SignInLimits(ServerOptions options)
    {
        _options = options;
        _byAddress = Limiter(options.SignInsPerMinute);
        _byAccount = Limiter(Math.Max(1, options.SignInsPerMinute / 3));
    }

    /// <summary>Waits for the turn of a try; null where there were too many.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">The account that it names; null for none.</param>
    /// <returns>To be disposed when the try is over.</returns>
    public async ValueTask<IDisposable?> EnterAsync(HttpContext context, string? account = null)
    {
        using RateLimitLease address = _byAddress.AttemptAcquire(NetworkOf(Sender.AddressOf(context, _options.TrustsProxy)));
        if (!address.IsAcquired)
        {
            return null;
        }

        if (account is not null)
        {
            using RateLimitLease named = _byAccount.AttemptAcquire(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(account.Trim().ToUpperInvariant()))));
            if (!named.IsAcquired)
            {
                return null;
            }
        }

        RateLimitLease turn = await _atOnce.AcquireAsync(cancellationToken: context.RequestAborted);
        if (turn.IsAcquired)
        {
            return turn;
        }

        turn.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _byAddress.Dispose();
        _byAccount.Dispose();
        _atOnce.Dispose();
    }

    /// <summary>What one sender has at its disposal: an address, of IPv6 the 64 bits of its network.</summary>
    private static string NetworkOf(string? text) => IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
        ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
        : text ?? "";

    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Minute / perMinute,
            QueueLimit = 0,
        }));
}
