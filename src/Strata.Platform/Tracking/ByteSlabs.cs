using System.Buffers.Binary;
using Strata.Index.Memory;

namespace Strata.Platform.Tracking;

/// <summary>
/// Room for many short stretches of bytes that come and go, in pages that stay: a collection sees a few large arrays in which there is
/// nothing to look for, however many there are. Used by one thread at a time.
/// </summary>
internal sealed class ByteSlabs
{
    private const int Unit = 64;
    private const int PageUnits = 1 << 16;
    private const int MostUnits = 64;
    private readonly List<byte[]> _pages = [];

    /// <summary>By how many units a stretch has: the first free one, from 1; in it stands the next.</summary>
    private readonly int[] _free = new int[MostUnits + 1];

    /// <summary>Stretches longer than <see cref="MostUnits"/>, which hardly anybody has, by their places below 0.</summary>
    private readonly Dictionary<int, byte[]> _long = [];
    private int _lastLong;
    private int _end = PageUnits;

    /// <summary>How many bytes a stretch has room for that was taken for so many.</summary>
    public static int RoomFor(int length) => Math.Max(1, (length + Unit - 1) / Unit) * Unit;

    /// <summary>Takes room.</summary>
    /// <param name="length">For how many bytes.</param>
    /// <returns>Its place; never 0.</returns>
    public int Take(int length)
    {
        int units = RoomFor(length) / Unit;
        if (units > MostUnits)
        {
            _long.Add(--_lastLong, new byte[units * Unit]);
            return _lastLong;
        }

        if (_free[units] is not 0 and int free)
        {
            _free[units] = BinaryPrimitives.ReadInt32LittleEndian(At(free, sizeof(int)));
            return free;
        }

        if (_end + units > PageUnits)
        {
            _pages.Add(LargeArray.Of<byte>(PageUnits * Unit));
            _end = 0;
        }

        int place = ((_pages.Count - 1) * PageUnits) + _end + 1;
        _end += units;
        return place;
    }

    /// <summary>Gives room back.</summary>
    /// <param name="place">Its place; 0 for none.</param>
    /// <param name="length">For how many bytes it was taken.</param>
    public void Give(int place, int length)
    {
        if (place < 0)
        {
            _long.Remove(place);
        }
        else if (place > 0)
        {
            ref int free = ref _free[RoomFor(length) / Unit];
            BinaryPrimitives.WriteInt32LittleEndian(At(place, sizeof(int)), free);
            free = place;
        }
    }

    /// <summary>The bytes at a place.</summary>
    public Span<byte> At(int place, int length) => place < 0
        ? _long[place].AsSpan(0, length)
        : _pages[(place - 1) / PageUnits].AsSpan((place - 1) % PageUnits * Unit, length);

    /// <summary>Fetches the beginning of a stretch into the processor's cache.</summary>
    public void Prefetch(int place)
    {
        if (place > 0)
        {
            CacheLine.Prefetch(ref _pages[(place - 1) / PageUnits][(place - 1) % PageUnits * Unit]);
        }
    }
}
