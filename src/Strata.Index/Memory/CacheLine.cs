using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Strata.Index.Memory;

/// <summary>
/// Fetches memory into the processor's cache before it is needed: what is looked up in tables that no cache holds is known some time
/// before, and the processor goes on with other things meanwhile.
/// </summary>
public static class CacheLine
{
    private const int LineBytes = 64;

    /// <summary>Asks for the line that something stands in; where the processor knows no such request, nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T place)
    {
        if (Sse.IsSupported)
        {
            // A collection may move it meanwhile: then a line is fetched that nobody needs.
            Sse.Prefetch0(Unsafe.AsPointer(ref place));
        }
    }

    /// <summary>Asks for the lines of what follows a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="bytes">How many bytes from there on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref T place, int bytes)
    {
        if (Sse.IsSupported)
        {
            byte* line = (byte*)Unsafe.AsPointer(ref place);
            for (byte* end = line + bytes; line < end; line += LineBytes)
            {
                Sse.Prefetch0(line);
            }
        }
    }

    /// <summary>Asks for the lines that an object begins in.</summary>
    /// <param name="held">The object.</param>
    /// <param name="bytes">How many bytes of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(object held, int bytes) => Prefetch(ref **(byte**)Unsafe.AsPointer(ref held), bytes);
}
