using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Strata.Warehouse.Schema;

namespace Strata.Server.LocalSocket;

/// <summary>
/// The socket in a data directory through which commands of the same user work with the data that the server holds. Whoever may open
/// the socket may do everything, so only its owner may.
/// </summary>
public sealed partial class CommandSocket : IAsyncDisposable
{
    /// <summary>The name of the socket in the data directory.</summary>
    public const string FileName = "strata.sock";

    /// <summary>What an address of a socket holds on every system that has them, with its terminating zero.</summary>
    private const int MaxPathBytes = 104;

    /// <summary>Where a connection cannot be taken, as when the process has too many files open, the next is tried so much later.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly string _path;
    private readonly CommandHandler _handler;
    private readonly StartingServer _server;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _sessions = [];
    private readonly Task _accepting;

    private readonly CancellationTokenSource _ending = new();
    private readonly TimeSpan _drainTime;

    private CommandSocket(Socket listener, string path, CommandHandler handler, StartingServer server, TimeSpan drainTime, ILogger log)
    {
        _drainTime = drainTime;
        _listener = listener;
        _path = path;
        _handler = handler;
        _server = server;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <summary>Where the socket of a data directory is.</summary>
    public static string PathOf(DataDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Path.Combine(directory.FullPath, FileName);
    }

    /// <summary>Starts to listen; null, with a warning in the log, where the path is too long for a socket.</summary>
    internal static CommandSocket? Open(DataDirectory directory, CommandHandler handler, StartingServer server, TimeSpan drainTime, ILogger log)
    {
        string path = PathOf(directory);

        // The name is given when the socket listens: whoever finds it there and cannot connect knows that its server is gone.
        string unnamed = $"{path}.new";
        if (Encoding.UTF8.GetByteCount(unnamed) >= MaxPathBytes)
        {
            TooLong(log, path);
            return null;
        }

        File.Delete(unnamed);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(unnamed));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen();
            File.Move(unnamed, path, overwrite: true);
            return new CommandSocket(listener, path, handler, server, drainTime, log);
        }
        catch
        {
            listener.Dispose();
            File.Delete(unnamed);
            throw;
        }
    }

    /// <summary>Takes no more commands; those under way may end, and are called off where they take too long. Once is enough.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        File.Delete(_path);
        _server.CallOff();
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        Task[] open;
        lock (_sessions)
        {
            open = [.. _sessions];
        }

        Task all = Task.WhenAll(open);
        await Task.WhenAny(all, Task.Delay(_drainTime));
        await _ending.CancelAsync();
        await all;
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket connection;
            try
            {
                connection = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                await Task.Delay(RetryAfter, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var session = new CommandSession(connection, _handler, _server, _log, _ending.Token);
            Track(Task.Run(session.RunAsync, CancellationToken.None));
        }
    }

    private void Track(Task session)
    {
        lock (_sessions)
        {
            _sessions.Add(session);
        }

        _ = session.ContinueWith(
            done =>
            {
                lock (_sessions)
                {
                    _sessions.Remove(done);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [LoggerMessage(20, LogLevel.Warning, "Commands cannot work beside this server: the path {Path} is too long for a socket; name a shorter data directory")]
    private static partial void TooLong(ILogger log, string path);
}
