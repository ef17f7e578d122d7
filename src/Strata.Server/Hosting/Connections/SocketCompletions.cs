using System.Net.Sockets;
using System.Reflection;

namespace Strata.Server.Hosting.Connections;

/// <summary>
/// Says of one socket whether what waits for it goes on on the thread that waits for sockets, without a thread of the pool being woken. The
/// runtime has this for each socket, and a variable of the environment that sets it for all of them, which is no use here: whatever else
/// has sockets may block. The property is not public; where a runtime has it no more, every socket goes on in the pool.
/// </summary>
internal static class SocketCompletions
{
    private const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    private static readonly Action<SafeSocketHandle, bool>? Prefer = typeof(SafeSocketHandle)
        .GetMethod("set_PreferInlineCompletions", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(bool)])?.CreateDelegate<Action<SafeSocketHandle, bool>>();

    /// <summary>Whether this runtime has it.</summary>
    public static bool AreKnown => Prefer is not null;

    /// <summary>
    /// Has a thread for every two processors wait for sockets, where nothing else is said: one is enough to tell the pool what came, but not
    /// for a large machine to answer by itself. Counts before the first socket of the process is waited for.
    /// </summary>
    public static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(Threads) is null)
        {
            Environment.SetEnvironmentVariable(Threads, Math.Max(1, Environment.ProcessorCount / 2).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Says where what waits for a socket goes on.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="inline">True: on the thread that waits for sockets; nothing there may block.</param>
    public static void Set(Socket socket, bool inline) => Prefer?.Invoke(socket.SafeHandle, inline);
}
