using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Strata.Bench.Lookup;

/// <summary>
/// Waits for sockets that have something to read, or for a moment, to the microsecond: Linux's <c>epoll_pwait2</c>. A thread that polls
/// or yields instead would take a processor from the server it measures.
/// </summary>
internal sealed unsafe partial class SocketPoll : IDisposable
{
    private const int MostReady = 64;
    private const int Add = 1;
    private const uint Readable = 1;
    private readonly int _poll;
    private readonly Ready[] _ready = new Ready[MostReady];

    /// <summary>Begins without sockets.</summary>
    public SocketPoll() => _poll = Checked(epoll_create1(0));

    /// <summary>Watches a socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="number">What it is called when it is ready.</param>
    public void Watch(Socket socket, int number)
    {
        var ready = new Ready { Events = Readable, Number = number };
        _ = Checked(epoll_ctl(_poll, Add, (int)socket.Handle, &ready));
    }

    /// <summary>Waits; gives how many are ready.</summary>
    /// <param name="longest">For how long at most.</param>
    public int Wait(TimeSpan longest)
    {
        var time = new Moment { Seconds = (long)longest.TotalSeconds, Nanoseconds = longest.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
        fixed (Ready* ready = _ready)
        {
            // A signal ends the waiting early, and that is all.
            return Math.Max(0, epoll_pwait2(_poll, ready, MostReady, &time, null));
        }
    }

    /// <summary>The number of one that is ready.</summary>
    public int this[int place] => (int)_ready[place].Number;

    /// <inheritdoc/>
    public void Dispose() => _ = close(_poll);

    private static int Checked(int result) => result >= 0 ? result : throw new SocketException(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int poll, int operation, int file, Ready* ready);

    [LibraryImport("libc")]
    private static partial int epoll_pwait2(int poll, Ready* ready, int most, Moment* longest, void* signals);

    [LibraryImport("libc")]
    private static partial int close(int file);

    /// <summary><c>struct epoll_event</c>, packed as it is on x86-64.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Ready
    {
        public uint Events;
        public long Number;
    }

    /// <summary><c>struct timespec</c>.</summary>
    private struct Moment
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
