using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Strata.Platform.Identity.Networks;

/// <summary>A network as the table of autonomous systems knows it.</summary>
/// <param name="Index">Its operator's place in the table.</param>
/// <param name="Number">The autonomous system's number.</param>
/// <param name="Name">The operator's name.</param>
public readonly record struct NetworkOperator(int Index, uint Number, string Name);

/// <summary>
/// Which network an address belongs to, by the table that the build makes of the npm package @ip-location-db/asn (RouteViews and DB-IP,
/// CC BY 4.0). A look takes some twenty comparisons. Any thread may ask.
/// </summary>
public sealed class NetworkTable
{
    private const string FileName = "networks.bin";
    private const int HeaderBytes = 24;
    private static readonly Lazy<NetworkTable> Loaded = new(() => new NetworkTable(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, FileName))));
    private readonly uint[] _numbers;
    private readonly uint[] _nameEnds;
    private readonly byte[] _names;
    private readonly uint[] _firsts4;
    private readonly uint[] _lasts4;
    private readonly uint[] _operators4;
    private readonly ulong[] _firsts6;
    private readonly ulong[] _lasts6;
    private readonly uint[] _operators6;

    private NetworkTable(byte[] file)
    {
        ReadOnlySpan<byte> rest = file;
        if (file.Length < HeaderBytes || !rest.StartsWith("STRNET1\0"u8))
        {
            throw new InvalidDataException($"{FileName} is no table of networks.");
        }

        uint[] counts = Take<uint>(ref rest, 4, skip: 8);
        int operators = (int)counts[0], four = (int)counts[1], six = (int)counts[2];
        _numbers = Take<uint>(ref rest, operators);
        _nameEnds = Take<uint>(ref rest, operators);
        _names = Take<byte>(ref rest, (int)counts[3]);
        _firsts4 = Take<uint>(ref rest, four);
        _lasts4 = Take<uint>(ref rest, four);
        _operators4 = Take<uint>(ref rest, four);
        _firsts6 = Take<ulong>(ref rest, six);
        _lasts6 = Take<ulong>(ref rest, six);
        _operators6 = Take<uint>(ref rest, six);
    }

    /// <summary>The table beside the program; read at the first use.</summary>
    public static NetworkTable Shipped => Loaded.Value;

    /// <summary>How many operators there are.</summary>
    public int Operators => _numbers.Length;

    /// <summary>The network of an address; null where nobody announces it.</summary>
    public NetworkOperator? Find(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? Find(_firsts4, _lasts4, _operators4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : Find(_firsts6, _lasts6, _operators6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The operator at a place of the table.</summary>
    public NetworkOperator At(int index)
    {
        int start = index == 0 ? 0 : (int)_nameEnds[index - 1];
        return new NetworkOperator(index, _numbers[index], Encoding.UTF8.GetString(_names.AsSpan(start, (int)_nameEnds[index] - start)));
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> rest, int count, int skip = 0)
        where T : unmanaged
    {
        int bytes = checked(count * Marshal.SizeOf<T>());
        T[] values = MemoryMarshal.Cast<byte, T>(rest.Slice(skip, bytes)).ToArray();
        rest = rest[(skip + bytes)..];
        return values;
    }

    private NetworkOperator? Find<T>(T[] firsts, T[] lasts, uint[] operators, T address)
        where T : unmanaged, IComparable<T>
    {
        int at = Array.BinarySearch(firsts, address);
        at = at < 0 ? ~at - 1 : at;
        return at >= 0 && lasts[at].CompareTo(address) >= 0 ? At((int)operators[at]) : null;
    }
}
