using Strata.Index.Bitmaps;

namespace Strata.Index.Live;

/// <summary>Who is in a segment of a circuit, as it changes. May be asked by any thread while the circuit changes.</summary>
public sealed class LiveMembers
{
    private readonly EntityBits _bits;

    internal LiveMembers(EntityBits bits) => _bits = bits;

    /// <summary>How many are in.</summary>
    public long Count => _bits.Count;

    /// <summary>Whether an entity is in.</summary>
    public bool this[int reference] => _bits[reference];

    /// <summary>A copy as a set of so many positions.</summary>
    public Bitmap ToBitmap(long length) => _bits.ToBitmap(length);
}
