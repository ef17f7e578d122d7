using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Strata.Platform.Workspaces;
using Strata.Server.Hosting;
using Strata.Server.LocalSocket;
using Strata.Server.Telemetry;

namespace Strata.Server;

/// <summary>
/// A running server over one data directory: the interface over HTTP, and the socket through which commands on the same machine work
/// with the same data.
/// </summary>
public sealed partial class StrataServer : IAsyncDisposable
{
    private readonly WorkspaceHost _host;
    private readonly WebApplication _application;
    private readonly TelemetryExport? _telemetry;
    private readonly CommandSocket? _socket;
    private readonly ILogger _log;
    private bool _stopped;

    private StrataServer(WorkspaceHost host, WebApplication application, TelemetryExport? telemetry, CommandSocket? socket)
    {
        _host = host;
        _application = application;
        _telemetry = telemetry;
        _socket = socket;
        _log = application.Services.GetRequiredService<ILogger<StrataServer>>();
    }

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address))];

    /// <summary>The data that it serves.</summary>
    public WorkspaceHost Host => _host;

    /// <summary>Starts a server; when this returns it answers.</summary>
    /// <exception cref="Strata.Language.UserErrorException">
    /// Code <c>data-directory</c>: another process uses the directory, or it is not usable. Code <c>address</c>: it cannot listen there.
    /// </exception>
    public static async Task<StrataServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        WorkspaceHost host = WorkspaceHost.Open(options.Directory, options.Clock);
        WebApplication? application = null;
        TelemetryExport? telemetry = null;
        CommandSocket? socket = null;
        try
        {
            application = ServerApplication.Build(options, host);
            telemetry = TelemetryExport.Start(options.Telemetry);
            await Listening.StartAsync(application, options, cancellation);
            socket = options.Commands is { } commands
                ? CommandSocket.Open(options.Directory, commands, new CommandServices(host, application.Services.GetRequiredService<IExclusiveWriter>()), application.Services.GetRequiredService<ILogger<CommandSocket>>())
                : null;
            var server = new StrataServer(host, application, telemetry, socket);
            application.Services.GetRequiredService<Readiness>().IsReady = true;
            Started(server._log, options.Directory.FullPath, string.Join(' ', server.Addresses));
            return server;
        }
        catch
        {
            if (socket is not null)
            {
                await socket.DisposeAsync();
            }

            if (application is not null)
            {
                await application.DisposeAsync();
            }

            telemetry?.Dispose();
            host.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops in good order: takes no more requests, ends those under way, makes everything durable in the warehouse and closes it.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        Stopping(_log);
        _application.Services.GetRequiredService<Readiness>().IsReady = false;
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
        }

        await _application.StopAsync(CancellationToken.None);
        _host.Checkpoint(CancellationToken.None);
        Stopped(_log);
        await _application.DisposeAsync();
        _telemetry?.Dispose();
        _host.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    [LoggerMessage(1, LogLevel.Information, "Serving {Directory} at {Addresses}")]
    private static partial void Started(ILogger log, string directory, string addresses);

    [LoggerMessage(2, LogLevel.Information, "Stopping: no more requests are taken")]
    private static partial void Stopping(ILogger log);

    [LoggerMessage(3, LogLevel.Information, "Stopped: everything is in the warehouse")]
    private static partial void Stopped(ILogger log);
}
