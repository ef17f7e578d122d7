using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Strata.Index.Bitmaps;

namespace Strata.Bench.Ingest.Peers;

/// <summary>
/// Redis, started here on a free port, its log flushed every second. A sorted set for each leaf and account has the newest instants that the
/// leaf needs, by the ids of the events; a set for each segment its members; a sorted set for each sender says which leaf of whom is due when.
/// </summary>
internal sealed class RedisPeer : IIngestPeer
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;
    private readonly int _port;

    private RedisPeer(Process process, DirectoryInfo directory, int port)
    {
        _process = process;
        _directory = directory;
        _port = port;
        using var connection = new RespConnection(port);
        connection.Begin(2);
        connection.Part("INFO"u8);
        connection.Part("server"u8);
        connection.Send();
        string info = Encoding.UTF8.GetString(connection.ReadPart());
        const string Version = "redis_version:";
        int at = info.IndexOf(Version, StringComparison.Ordinal) + Version.Length;
        Name = "Redis " + info[at..info.IndexOf('\r', at)];
    }

    /// <inheritdoc/>
    public string Key => "redis";

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long? MemoryMib
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <inheritdoc/>
    public long DiskMib => _directory.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) >> 20;

    /// <summary>Starts a server.</summary>
    /// <param name="directory">Where it keeps its files; made here.</param>
    /// <param name="cancellation">Ends the waiting for it.</param>
    /// <returns>The peer; null where there is no <c>redis-server</c> on this machine.</returns>
    public static async Task<RedisPeer?> StartAsync(string directory, CancellationToken cancellation)
    {
        DirectoryInfo files = Directory.CreateDirectory(directory);
        int port = ServerProcess.FreePort();
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("redis-server",
                [
                    "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", files.FullName,
                    "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--loglevel", "warning",
                ])
            { UseShellExecute = false, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        for (; !Listens(port); await Task.Delay(50, cancellation))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"redis-server ended with {process.ExitCode}.");
            }
        }

        return new RedisPeer(process, files, port);
    }

    /// <inheritdoc/>
    public IPeerSession Connect(int sender) => new RedisSession(new RespConnection(_port), sender);

    /// <inheritdoc/>
    public IReadOnlyList<Bitmap> Members(int segments, int accounts)
    {
        using var connection = new RespConnection(_port);
        for (int segment = 0; segment < segments; segment++)
        {
            connection.Begin(2);
            connection.Part("SMEMBERS"u8);
            connection.Part("segment:"u8, segment, 0);
        }

        connection.Send();
        var members = new Bitmap[segments];
        for (int segment = 0; segment < segments; segment++)
        {
            members[segment] = new Bitmap(accounts);
            for (int left = connection.ReadList(); left > 0; left--)
            {
                members[segment].Add(int.Parse(connection.ReadPart(), CultureInfo.InvariantCulture));
            }
        }

        return members;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static bool Listens(int port)
    {
        try
        {
            using var connection = new RespConnection(port);
            return true;
        }
        catch (SocketException)
        {
            // Not yet.
            return false;
        }
    }
}
