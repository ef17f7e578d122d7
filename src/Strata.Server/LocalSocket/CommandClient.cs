using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Server.LocalSocket;

/// <summary>Has a command carried out by the server that works in a data directory, if one does.</summary>
public sealed class CommandClient : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly Lock _sending = new();

    private CommandClient(Socket socket) => _stream = new NetworkStream(socket, ownsSocket: true);

    /// <summary>
    /// Connects to the server; null where none works there. What is left of one that was killed stays until the next takes its place: that
    /// may have happened just now.
    /// </summary>
    public static CommandClient? TryConnect(DataDirectory directory)
    {
        string path = CommandSocket.PathOf(directory);
        if (!File.Exists(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new CommandClient(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Has the command carried out; what it writes goes to the outputs as it comes.</summary>
    /// <param name="call">The command.</param>
    /// <param name="input">Opens the standard input, where the command reads it.</param>
    /// <param name="output">The standard output.</param>
    /// <param name="error">The error output.</param>
    /// <param name="starting">Told how far the server is, where it still starts, and null once it is done: then the command is carried out.</param>
    /// <param name="cancellation">Tells the command to stop; how it ended is then still waited for.</param>
    /// <returns>The exit code, or why the server does not carry it out.</returns>
    /// <exception cref="IOException">The server went away before the command was done.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop while the server still started: nothing was begun.</exception>
    public async Task<(int ExitCode, string? Refused)> RunAsync(
        CommandCall call, Func<Stream> input, Stream output, Stream error, Action<StartProgress?> starting, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(starting);
        Send(FrameKind.Call, call.ToJson());
        await using CancellationTokenRegistration registration = cancellation.Register(() => TrySend(FrameKind.Cancel, []));
        bool isStarting = false;

        // Told to stop while it starts, the server goes away; or it has begun just then, and says how the command ended.
        while (await Frame.ReadAsync(_stream, CancellationToken.None) is var (kind, content))
        {
            if (kind == FrameKind.Starting)
            {
                isStarting = true;
                starting(JsonSerializer.Deserialize<StartProgress>(content));
                continue;
            }

            if (isStarting)
            {
                isStarting = false;
                starting(null);
            }

            switch (kind)
            {
                case FrameKind.Output:
                    output.Write(content);
                    output.Flush();
                    break;
                case FrameKind.Error:
                    error.Write(content);
                    error.Flush();
                    break;
                case FrameKind.WantInput:
                    new Thread(() => SendInput(input())) { IsBackground = true, Name = "standard input" }.Start();
                    break;
                case FrameKind.Exit:
                    return (BinaryPrimitives.ReadInt32LittleEndian(content), null);
                case FrameKind.Refused:
                    return (0, Encoding.UTF8.GetString(content));
                default:
                    throw new InvalidDataException($"A frame of kind {kind} does not belong here.");
            }
        }

        if (isStarting)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        throw new IOException("The server went away before the command was done.");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void SendInput(Stream input)
    {
        byte[] buffer = new byte[1 << 16];
        int read;
        do
        {
            read = input.Read(buffer);
        }
        while (TrySend(FrameKind.Input, buffer.AsSpan(0, read)) && read > 0);
    }

    private bool TrySend(FrameKind kind, ReadOnlySpan<byte> content)
    {
        try
        {
            Send(kind, content);
            return true;
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The command has ended, and with it whoever would listen.
            return false;
        }
    }

    private void Send(FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (_sending)
        {
            Frame.Write(_stream, kind, content);
        }
    }
}
