using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Strata.Platform.Tracking;

namespace Strata.Server.Tracking;

/// <summary>What a request says of who sent it, beside its body.</summary>
internal static class Sender
{
    private const int LongestUserAgent = 1024;

    /// <summary>Reads it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="receivedAt">When it came, in UTC microseconds.</param>
    /// <param name="trustsProxy">Whether the last entry of <c>X-Forwarded-For</c> is the sender's address.</param>
    public static RequestContext Of(HttpContext context, long receivedAt, bool trustsProxy)
    {
        IHeaderDictionary headers = context.Request.Headers;
        string? userAgent = headers.UserAgent is [{ Length: > 0 } text] ? text : null;
        return new RequestContext(
            receivedAt,
            AddressOf(context, trustsProxy),
            userAgent is { Length: > LongestUserAgent } ? userAgent[..LongestUserAgent] : userAgent,
            (IsSet(headers["Sec-GPC"]) ? PrivacySignals.GlobalPrivacyControl : PrivacySignals.None) | (IsSet(headers["DNT"]) ? PrivacySignals.DoNotTrack : PrivacySignals.None));
    }

    /// <summary>The address that a request came from; null where that is not known.</summary>
    /// <param name="context">The request.</param>
    /// <param name="trustsProxy">Whether the last entry of <c>X-Forwarded-For</c> is the sender's address.</param>
    public static string? AddressOf(HttpContext context, bool trustsProxy) =>
        (trustsProxy ? Forwarded(context.Request.Headers["X-Forwarded-For"]) : null) ?? AddressOf(context.Connection.RemoteIpAddress);

    /// <summary>The address that the nearest proxy saw; what stands before it anybody may have written.</summary>
    private static string? Forwarded(StringValues entries)
    {
        if (entries is not [.., { Length: > 0 } last])
        {
            return null;
        }

        ReadOnlySpan<char> entry = last.AsSpan(last.LastIndexOf(',') + 1).Trim();
        return IPAddress.TryParse(entry, out IPAddress? address) ? AddressOf(address)
            : IPEndPoint.TryParse(entry, out IPEndPoint? point) ? AddressOf(point.Address)
            : null;
    }

    private static string? AddressOf(IPAddress? address) => (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();

    private static bool IsSet(StringValues header) => header is ["1"];
}
