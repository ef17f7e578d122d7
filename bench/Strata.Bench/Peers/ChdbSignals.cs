using System.Runtime.InteropServices;

namespace Strata.Bench.Peers;

/// <summary>
/// Keeps the handlers of signals that the .NET runtime needs. chDB, asked to leave signals alone, sets them to their defaults, and the
/// next null reference would end the process.
/// </summary>
internal sealed unsafe partial class ChdbSignals
{
    /// <summary>More than any libc's <c>struct sigaction</c>.</summary>
    private const int HandlerSize = 512;

    /// <summary>1 to 31 without SIGKILL and SIGSTOP, which have no handlers.</summary>
    private static readonly int[] Signals = [.. Enumerable.Range(1, 31).Where(signal => signal is not (9 or 19))];

    private readonly byte[] _handlers = new byte[Signals.Length * HandlerSize];

    /// <summary>Remembers the handlers as they are.</summary>
    public ChdbSignals()
    {
        fixed (byte* handlers = _handlers)
        {
            for (int i = 0; i < Signals.Length; i++)
            {
                _ = sigaction(Signals[i], null, handlers + (i * HandlerSize));
            }
        }
    }

    /// <summary>Makes them so again.</summary>
    public void Restore()
    {
        fixed (byte* handlers = _handlers)
        {
            for (int i = 0; i < Signals.Length; i++)
            {
                _ = sigaction(Signals[i], handlers + (i * HandlerSize), null);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int sigaction(int signal, byte* handler, byte* previous);
}
