using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Strata.Server.Telemetry;

namespace Strata.Server.LocalSocket;

/// <summary>One command over the local socket, from its call to its exit code.</summary>
internal sealed partial class CommandSession(
    Socket connection, CommandHandler handler, StartingServer server, ILogger log, CancellationToken ending)
{
    private readonly Lock _sending = new();

    /// <summary>Carries the command out. Never throws.</summary>
    public async Task RunAsync()
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
        try
        {
            if (await Frame.ReadAsync(stream, CancellationToken.None) is not (FrameKind.Call, var json))
            {
                return;
            }

            CommandCall call = CommandCall.FromJson(json);
            if (call.Version != CommandCall.ProgramVersion)
            {
                Send(stream, FrameKind.Refused, Encoding.UTF8.GetBytes("The server that works in this data directory is another build of Strata than this command."));
                return;
            }

            await CarryOutAsync(call, stream, stop);
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidDataException or JsonException)
        {
            Lost(log, exception.Message);
        }
#pragma warning disable CA1031 // Whoever stops the server waits for every session: what is wrong with one must not keep it from storing everything.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Failed(log, fault);
        }
    }

    private async Task CarryOutAsync(CommandCall call, NetworkStream stream, CancellationTokenSource stop)
    {
        using var input = new RemoteInput(() => Send(stream, FrameKind.WantInput, []));
        using var listening = new CancellationTokenSource();
        await using CancellationTokenRegistration end = ending.Register(() => input.Add([]));
        Task listener = ListenAsync(stream, input, stop, listening.Token);
        CommandServices services;
        try
        {
            services = await server.WaitAsync(progress => Send(stream, FrameKind.Starting, JsonSerializer.SerializeToUtf8Bytes(progress)), stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing was begun: whoever called is gone, or the server ends before it is ready.
            await listening.CancelAsync();
            await listener;
            return;
        }

        int exitCode;
        var output = new FrameWriter(bytes => Send(stream, FrameKind.Output, bytes), call.Output.IsTerminal);
        var error = new FrameWriter(bytes => Send(stream, FrameKind.Error, bytes), flushesEachWrite: true);
        output.Before = error.Flush;
        error.Before = output.Flush;
        ServerMetrics.Commands.Add(1);
        using (ServerMetrics.Source.StartActivity("command"))
        {
            exitCode = await handler(new HostedCommand(call, services, output, error, () => input), stop.Token);
        }

        await output.FlushAsync();
        await error.FlushAsync();
        byte[] code = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(code, exitCode);
        Send(stream, FrameKind.Exit, code);
        await listening.CancelAsync();
        await listener;
    }

    /// <summary>Hears what the caller says while the command runs. Where the caller is gone, the command is to stop.</summary>
    private static async Task ListenAsync(NetworkStream stream, RemoteInput input, CancellationTokenSource stop, CancellationToken cancellation)
    {
        try
        {
            while (await Frame.ReadAsync(stream, cancellation) is var (kind, content))
            {
                switch (kind)
                {
                    case FrameKind.Input:
                        input.Add(content);
                        break;
                    case FrameKind.Cancel:
                        await stop.CancelAsync();
                        input.Add([]);
                        break;
                    default:
                        throw new InvalidDataException($"A frame of kind {kind} does not belong here.");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or OperationCanceledException)
        {
            // The command ended, or its caller did.
        }

        if (!cancellation.IsCancellationRequested)
        {
            await stop.CancelAsync();
            input.Add([]);
        }
    }

    private void Send(NetworkStream stream, FrameKind kind, ReadOnlySpan<byte> content)
    {
        lock (_sending)
        {
            Frame.Write(stream, kind, content);
        }
    }

    [LoggerMessage(21, LogLevel.Debug, "The caller of a command is gone: {Reason}")]
    private static partial void Lost(ILogger log, string reason);

    [LoggerMessage(22, LogLevel.Error, "A command failed, and its caller was not told how it ended")]
    private static partial void Failed(ILogger log, Exception exception);
}
