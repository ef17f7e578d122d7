using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Strata.Platform.Identity.Networks;

/// <summary>A range of addresses that belongs to an account.</summary>
/// <param name="First">Its first address; of IPv4 as IPv6 has it (<c>::ffff:192.0.2.1</c>).</param>
/// <param name="Last">Its last address; not below the first.</param>
/// <param name="Account">The account as written: its id, domain or name.</param>
/// <param name="Confidence">How sure that is, above 0 and at most 1.</param>
public sealed record IpRange(UInt128 First, UInt128 Last, string Account, double Confidence)
{
    /// <summary>An address as a number; of IPv4 as IPv6 has it.</summary>
    public static UInt128 NumberOf(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The address that is a number.</summary>
    public static IPAddress AddressOf(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>
    /// Reads a range: <c>203.0.113.0/24</c>, <c>203.0.113.0-203.0.113.255</c> or one address, IPv4 or IPv6. What a prefix leaves open
    /// need not be 0.
    /// </summary>
    public static bool TryParse(string text, out UInt128 first, out UInt128 last)
    {
        ArgumentNullException.ThrowIfNull(text);
        first = last = default;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            if (!IPAddress.TryParse(text.AsSpan(0, slash).Trim(), out IPAddress? network)
                || !int.TryParse(text.AsSpan(slash + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int prefix))
            {
                return false;
            }

            int bits = network.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
            if (prefix > bits)
            {
                return false;
            }

            UInt128 open = bits == prefix ? 0 : UInt128.MaxValue >> (128 - (bits - prefix));
            first = NumberOf(network) & ~open;
            last = first | open;
            return true;
        }

        string[] ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length > 2 || !IPAddress.TryParse(ends[0], out IPAddress? begin) || !IPAddress.TryParse(ends[^1], out IPAddress? end))
        {
            return false;
        }

        first = NumberOf(begin);
        last = NumberOf(end);
        return begin.AddressFamily == end.AddressFamily && first <= last;
    }

    /// <summary>The range as a person writes it.</summary>
    public override string ToString()
    {
        UInt128 size = Last - First;
        bool isBlock = (size & (size + 1)) == 0 && (First & size) == 0;
        bool isFour = AddressOf(First).AddressFamily == AddressFamily.InterNetwork;
        int open = (int)UInt128.PopCount(size);
        return First == Last ? AddressOf(First).ToString()
            : isBlock ? string.Create(CultureInfo.InvariantCulture, $"{AddressOf(First)}/{(isFour ? 32 : 128) - open}")
            : $"{AddressOf(First)}-{AddressOf(Last)}";
    }
}
