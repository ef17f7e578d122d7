using System.Net;
using System.Net.Sockets;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>
/// Tells addresses of the public internet from those that lead inside: private, loopback, link-local, shared, reserved and multicast
/// ones, also where they are wrapped into IPv6.
/// </summary>
public static class PublicAddress
{
    /// <summary>The blocks that are not public, by the registries of special-purpose addresses of the IANA.</summary>
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"), IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("100::/64"), IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("3fff::/20"), IPNetwork.Parse("5f00::/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
        IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    private static readonly IPNetwork TranslatedV4 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork CompatibleV4 = IPNetwork.Parse("::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>True for an address of the public internet.</summary>
    public static bool Is(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (Inside.Any(network => network.Contains(address)))
        {
            return false;
        }

        return address.AddressFamily != AddressFamily.InterNetworkV6 || Wrapped(address) is not { } wrapped || Is(wrapped);
    }

    /// <summary>The IPv4 address that an IPv6 address leads to by translation, or null.</summary>
    private static IPAddress? Wrapped(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return TranslatedV4.Contains(address) || CompatibleV4.Contains(address) ? new IPAddress(bytes.AsSpan(12))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : null;
    }
}
