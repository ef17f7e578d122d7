using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.People;
using Strata.Platform.Workspaces;
using Strata.Server.Hosting;
using Strata.Server.Jobs;
using Strata.Server.LocalSocket;
using Strata.Server.Reading;
using Strata.Server.Telemetry;

namespace Strata.Server;

/// <summary>
/// A running server over one data directory: the interface over HTTP, and the socket through which commands on the same machine work
/// with the same data.
/// </summary>
public sealed partial class StrataServer : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts;
    private readonly WorkspaceHost _host;
    private readonly Intake _intake;
    private readonly WebApplication _application;
    private readonly ILogger _log;
    private bool _stopped;

    private StrataServer(WorkspaceHost host, Intake intake, WebApplication application, Stack<IAsyncDisposable> parts)
    {
        _host = host;
        _intake = intake;
        _application = application;
        _parts = parts;
        _log = application.Services.GetRequiredService<ILogger<StrataServer>>();
    }

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address))];

    /// <summary>
    /// The address by which the first admin is made, with the token that is accepted once: for the console, and nowhere else. Null where
    /// there is somebody who can sign in.
    /// </summary>
    public Uri? SetUpAddress { get; private init; }

    /// <summary>The data that it serves.</summary>
    public WorkspaceHost Host => _host;

    /// <summary>What it counts.</summary>
    internal ServerMetrics Metrics { get; private init; } = null!;

    /// <summary>What it is made of.</summary>
    internal IServiceProvider Services => _application.Services;

    /// <summary>Ends where the server cannot go on: it is to be stopped then, and started again. What was acknowledged is in the journal.</summary>
    public Task Failure => _intake.Pipeline.Completion;

    /// <summary>Starts a server; when this returns it answers.</summary>
    /// <exception cref="Strata.Language.UserErrorException">
    /// Code <c>data-directory</c>: another process uses the directory, or it is not usable. Code <c>address</c>: it cannot listen there.
    /// </exception>
    public static async Task<StrataServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(options, parts, cancellation);
        }
        catch
        {
            await DisposeAsync(parts);
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
        _application.Services.GetRequiredService<Readiness>().Close();
        await DisposeAsync(_parts);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>
    /// Brings the parts up one after the other; they go down in the reverse order. It listens early, so that whoever asks is told how far
    /// the start is, and an address that is taken is found at once; <see cref="StartingGate"/> lets nothing further until it is ready.
    /// </summary>
    private static async Task<StrataServer> StartAsync(ServerOptions options, Stack<IAsyncDisposable> parts, CancellationToken cancellation)
    {
        Listening.Check(options);
        options.Starting?.Report(new StartProgress(StartStep.Opening));
        WorkspaceHost host = WorkspaceHost.Open(options.Directory, options.Clock);
        parts.Push(new Part(host.Dispose));
        var metrics = new ServerMetrics();

        // It outlives what sends it: that asks for the last numbers at its end.
        parts.Push(new Part(metrics.Dispose));
        TelemetryExport? telemetry = TelemetryExport.Start(options.Telemetry);
        parts.Push(new Part(() => telemetry?.Dispose()));
        Intake? started = null;
        WebApplication application = ServerApplication.Build(options, host, () => started ?? throw new InvalidOperationException("The intake was asked for before it was started."));
        ILogger log = application.Services.GetRequiredService<ILogger<StrataServer>>();
        parts.Push(application);
        parts.Push(new Part(() => Stopped(log)));
        Readiness readiness = application.Services.GetRequiredService<Readiness>();
        Action<StartProgress> progress = ProgressOf(options, readiness, log);
        await Listening.StartAsync(application, options, cancellation);
        var starting = new StartingServer(readiness);
        CommandSocket? socket = options.Commands is { } commands
            ? CommandSocket.Open(options.Directory, commands, starting, options.DrainTime, application.Services.GetRequiredService<ILogger<CommandSocket>>())
            : null;
        var lastCommands = new Part(async () => await (socket?.DisposeAsync() ?? ValueTask.CompletedTask));
        parts.Push(lastCommands);
        Intake intake = started = Intake.Start(host, progress, notice => Notice(log, notice), options.SetsTimeBack, cancellation);
        metrics.Show(intake);
        readiness.Ahead = () => intake.Pipeline.Ahead;

        // It notes from the start on, not from the first question.
        application.Services.GetRequiredService<IngestRate>();
        parts.Push(new Part(() => host.Checkpoint(CancellationToken.None)));
        parts.Push(intake);
        await intake.RecoverAsync(progress, cancellation);
        progress(new StartProgress(StartStep.Webhooks));
        var webhooks = new WebhookDispatcher(host, intake.Log, notice => Notice(log, notice));
        parts.Push(webhooks);
        await webhooks.StartAsync();
        metrics.Show(webhooks.Statistics);
        parts.Push(application.Services.GetRequiredService<JobRegistry>());
        parts.Push(ScoreSchedule.Start(host, intake.Pipeline, options.Clock, notice => Notice(log, notice)));
        parts.Push(new Part(() => application.StopAsync(CancellationToken.None)));
        parts.Push(lastCommands);
        var server = new StrataServer(host, intake, application, parts) { Metrics = metrics, SetUpAddress = CreateSetUpAddress(host, application) };
        readiness.Open();
        starting.Complete(new CommandServices(host, intake.Pipeline));
        Started(log, options.Directory.FullPath, string.Join(' ', server.Addresses));
        return server;
    }

    /// <summary>Tells whoever asks over HTTP, and the caller or else the log: that gets a line for each step.</summary>
    private static Action<StartProgress> ProgressOf(ServerOptions options, Readiness readiness, ILogger log)
    {
        StartStep? logged = null;
        return progress =>
        {
            if (!readiness.Show(progress))
            {
                return;
            }

            if (options.Starting is { } starting)
            {
                starting.Report(progress);
            }
            else if (logged != progress.Step)
            {
                logged = progress.Step;
                Starting(log, progress.Text, progress.Step, progress.Total);
            }
        };
    }

    private static Uri? CreateSetUpAddress(WorkspaceHost host, WebApplication application)
    {
        using LentSession session = host.Lend();
        if (session.Workspace.FirstAdmin.CreateToken() is not { } token)
        {
            return null;
        }

        string said = session.Workspace.Settings.Get(WorkspaceSettings.PublicUrl);
        string listening = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var address = new UriBuilder(said.Length > 0 ? said : listening);
        if (address.Host is "0.0.0.0" or "[::]" or "::")
        {
            address.Host = "localhost";
        }

        return new Uri(address.Uri.AbsoluteUri.TrimEnd('/') + FirstAdmin.Path(token));
    }

    private static async Task DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }
    }

    /// <summary>Something to be done when the server goes down.</summary>
    private sealed class Part(Func<Task> end) : IAsyncDisposable
    {
        public Part(Action end)
            : this(() =>
            {
                end();
                return Task.CompletedTask;
            })
        {
        }

        public async ValueTask DisposeAsync() => await end();
    }

    [LoggerMessage(1, LogLevel.Information, "Serving {Directory} at {Addresses}")]
    private static partial void Started(ILogger log, string directory, string addresses);

    [LoggerMessage(5, LogLevel.Information, "Starting: {Text} ({Step}, {Total} to do)")]
    private static partial void Starting(ILogger log, string text, StartStep step, long total);

    [LoggerMessage(2, LogLevel.Information, "Stopping: no more requests are taken")]
    private static partial void Stopping(ILogger log);

    [LoggerMessage(3, LogLevel.Information, "Stopped: everything is in the warehouse")]
    private static partial void Stopped(ILogger log);

    [LoggerMessage(4, LogLevel.Warning, "{Notice}")]
    private static partial void Notice(ILogger log, string notice);
}
