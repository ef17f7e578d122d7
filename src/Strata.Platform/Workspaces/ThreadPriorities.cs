using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Strata.Platform.Workspaces;

/// <summary>
/// Lets threads that nobody waits for yield to those that somebody does. On Linux a thread's priority in .NET means nothing; the system's
/// own, its niceness, is a thread's, and threads that it starts have it too. Elsewhere nothing happens.
/// </summary>
internal static partial class ThreadPriorities
{
    /// <summary>A tenth of the share of a processor that another thread gets, where both want it.</summary>
    private const int Yielding = 10;
    private const int OfProcess = 0;
    private const int ThisThread = 0;

    /// <summary>The calling thread yields from here on; it cannot be taken back.</summary>
    public static void Yield()
    {
        if (OperatingSystem.IsLinux())
        {
            // Where the system refuses, nothing but the order of work is another.
            _ = setpriority(OfProcess, ThisThread, Yielding);
        }
    }

    /// <summary>Runs work by a thread that yields, as do all that it starts; waits for it.</summary>
    /// <param name="work">The work.</param>
    public static T RunYielding<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        T result = default!;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            Yield();
            try
            {
                result = work();
            }
            catch (Exception thrown)
            {
                fault = ExceptionDispatchInfo.Capture(thrown);
            }
        })
        { Name = "strata-open" };
        thread.Start();
        thread.Join();
        fault?.Throw();
        return result;
    }

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int priority);
}
