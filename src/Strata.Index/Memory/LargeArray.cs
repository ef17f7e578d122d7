using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Index.Memory;

/// <summary>
/// Arrays that are looked into at random and are larger than any cache. The system is asked to keep them in huge pages: then an item is
/// found without reading where its page stands, and taking the room costs one fault for the 2 MiB of a huge page instead of 512.
/// </summary>
public static class LargeArray
{
    /// <summary>
    /// From so many bytes on an array is large: two huge pages, each 2 MiB on x86-64 and on ARM64 with its usual 4 KiB pages. An array begins
    /// anywhere in a page, and a smaller one has at most one that is whole.
    /// </summary>
    public const int Large = 4 << 20;

    /// <summary>An array of default values, in huge pages where it is large and the system has them.</summary>
    /// <typeparam name="T">An item; best without references, which a collection would have to look for through the whole array.</typeparam>
    /// <param name="length">How many items, from 0.</param>
    public static unsafe T[] Of<T>(int length)
        where T : struct
    {
        T[] items = new T[length];
        if (length * (long)Unsafe.SizeOf<T>() >= Large)
        {
            // Large objects stay where they are; were one moved all the same, only the advice would be of no use.
            HugePages.Advise(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(items)), (nuint)length * (nuint)Unsafe.SizeOf<T>());

            // The system gives room once it is written to. It takes a millisecond for a huge page, which nobody shall wait for who only looks into it.
            items.AsSpan().Clear();
        }

        return items;
    }
}
