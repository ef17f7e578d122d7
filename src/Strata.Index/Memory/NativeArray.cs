using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Index.Memory;

/// <summary>
/// An array outside of the garbage collector's heap: aligned to a cache line (to a huge page, and advised as such, where it is large),
/// padded with zeros to a multiple of 64 items so that vectors may read past the end, and charged to a budget.
/// </summary>
internal sealed unsafe partial class NativeArray<T> : IDisposable
    where T : unmanaged
{
    private const nuint CacheLine = 64;
    private const nuint HugePage = 2 << 20;

    private readonly NativeMemoryHandle _memory;
    private readonly long _bytes;
    private readonly T* _pointer;

    /// <summary>Creates an array of zeros.</summary>
    /// <exception cref="MemoryBudgetException">The budget does not allow it.</exception>
    public NativeArray(MemoryBudget budget, long length)
        : this(budget, length, cleared: true)
    {
    }

    private NativeArray(MemoryBudget budget, long length, bool cleared)
    {
        Length = length;
        _bytes = (((length + 63) & ~63L) + 64) * sizeof(T);
        bool large = (nuint)_bytes >= 2 * HugePage;
        _memory = new NativeMemoryHandle(budget, _bytes, large ? HugePage : CacheLine);
        _pointer = (T*)_memory.DangerousGetHandle();
        if (large)
        {
            HugePages.Advise(_pointer, (nuint)_bytes);
        }

        long kept = cleared ? 0 : length * sizeof(T);
        NativeMemory.Clear((byte*)_pointer + kept, (nuint)(_bytes - kept));
    }

    /// <summary>Creates an array whose items are anything, to be written before they are read; the padding is zeros.</summary>
    public static NativeArray<T> Uncleared(MemoryBudget budget, long length) => new(budget, length, cleared: false);

    /// <summary>How many items.</summary>
    public long Length { get; }

    /// <summary>How many bytes are charged.</summary>
    public long Bytes => _bytes;

    /// <summary>The first item. Valid as long as the array is referenced and not disposed.</summary>
    public T* Pointer => _pointer;

    /// <summary>All items; at most <see cref="int.MaxValue"/>.</summary>
    public Span<T> Span => new(_pointer, checked((int)Length));

    /// <summary>An item.</summary>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _pointer[index];
    }

    /// <summary>Some items.</summary>
    public Span<T> Slice(long start, int length) => new(_pointer + start, length);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}

/// <summary>Memory outside of the garbage collector's heap, charged to a budget until it is freed.</summary>
internal sealed unsafe class NativeMemoryHandle : SafeHandle
{
    private readonly MemoryBudget _budget;
    private readonly long _bytes;

    /// <summary>Allocates memory, whatever it holds.</summary>
    /// <exception cref="MemoryBudgetException">The budget does not allow it.</exception>
    public NativeMemoryHandle(MemoryBudget budget, long bytes, nuint alignment)
        : base(0, ownsHandle: true)
    {
        _budget = budget;
        _bytes = bytes;
        budget.Take(bytes);
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)bytes, alignment));
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        _budget.Give(_bytes);
        return true;
    }
}

/// <summary>Advice to the kernel about memory that begins anywhere; where it is not Linux, or refuses, nothing is lost.</summary>
internal static unsafe partial class HugePages
{
    /// <summary>MADV_HUGEPAGE of madvise(2).</summary>
    private const int MadvHugePage = 14;

    public static void Advise(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            nuint page = (nuint)Environment.SystemPageSize, before = (page - ((nuint)start % page)) % page;
            _ = Madvise((byte*)start + before, bytes - Math.Min(bytes, before), MadvHugePage);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Madvise(void* start, nuint bytes, int advice);
}
