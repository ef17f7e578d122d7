using System.Net;
using System.Net.Sockets;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// HTTP to places that people name. The address that is connected to is checked, not the name: a name that leads elsewhere a moment
/// later does not get around it. Redirects are not followed, proxies not used, cookies not kept.
/// </summary>
internal static class GuardedHttp
{
    /// <summary>Makes a handler.</summary>
    /// <param name="allowsInside">Whether addresses that are not public are connected to as well.</param>
    public static SocketsHttpHandler CreateHandler(bool allowsInside) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 64,
        MaxResponseHeadersLength = 32,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, allowsInside, cancellation),
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowsInside, CancellationToken cancellation)
    {
        IPAddress[] found = IPAddress.TryParse(target.Host, out IPAddress? literal) ? [literal] : await Dns.GetHostAddressesAsync(target.Host, cancellation);
        IPAddress[] allowed = allowsInside ? found : [.. found.Where(PublicAddress.Is)];
        if (allowed.Length == 0)
        {
            throw new RefusedAddressException(target.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A name leads to no address that may be connected to.</summary>
/// <param name="host">The name.</param>
internal sealed class RefusedAddressException(string host) : IOException($"'{host}' is no address of the public internet.");
