using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Server;

namespace Strata.Cli.Commands;

/// <summary><c>strata serve</c>: the server over a data directory.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to listen, separated by semicolons; port 0 takes any that is free",
        HelpName = "URLS",
        DefaultValueFactory = _ => ServerOptions.DefaultUrl,
    };

    private static readonly Option<long> MaxRequest = new("--max-request")
    {
        Description = "The most KiB of a request, compressed or not",
        HelpName = "KIB",
        DefaultValueFactory = _ => new ServerOptions(new(".")).MaxRequestBytes >> 10,
    };

    private static readonly Option<long> MaxImport = new("--max-import")
    {
        Description = "The most MiB of files that are uploaded at once to be imported",
        HelpName = "MIB",
        DefaultValueFactory = _ => new ServerOptions(new(".")).MaxImportBytes >> 20,
    };

    private static readonly Option<int> RateLimit = new("--rate-limit")
    {
        Description = "The most requests a second for each key that has no limit of its own; 0 for any number",
        HelpName = "N",
        DefaultValueFactory = _ => new ServerOptions(new(".")).RateLimit,
    };

    private static readonly Option<bool> TrustProxy = new("--trust-proxy") { Description = "Take a sender's address from the last entry of X-Forwarded-For: where a reverse proxy stands in front" };

    private static readonly Option<string?> WebApp = new("--web") { Description = "The folder with the built web app. Default: web, beside the program", HelpName = "DIR" };

    private static readonly Option<Uri?> Telemetry = OptionRules.WebAddress(
        "--otlp", "Send metrics and traces to this OTLP endpoint over HTTP. Default: what OTEL_EXPORTER_OTLP_ENDPOINT says, if anything");

    private static readonly Option<bool> SetTimeBack = new("--set-time-back")
    {
        Description = "Set time back to the clock where it is ahead of it: after the clock ran ahead and was set right. Everybody is evaluated as of now",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serve the data directory: events in, segments, members, changes and lookups out") { Urls, MaxRequest, MaxImport, RateLimit, TrustProxy, WebApp, Telemetry, SetTimeBack };
        command.RunsAsync(RunAsync);
        return command.WithExamples(
            """
            strata serve
            strata serve --urls http://0.0.0.0:8080 --data /var/lib/strata
            """);
    }

    private static async Task<int> RunAsync(CliContext context)
    {
        if (context.Arguments.GetValue(MaxRequest) is < 1 or > 1 << 20 || context.Arguments.GetValue(RateLimit) < 0)
        {
            throw new UserErrorException("argument", "--max-request takes 1 to 1,048,576 KiB, --rate-limit a number from 0.");
        }

        var options = new ServerOptions(context.Directory)
        {
            Urls = context.Arguments.GetRequiredValue(Urls).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            MaxRequestBytes = context.Arguments.GetValue(MaxRequest) << 10,
            MaxImportBytes = context.Arguments.GetValue(MaxImport) is >= 1 and <= 1 << 20 and var mebibytes
                ? mebibytes << 20
                : throw new UserErrorException("argument", "--max-import takes 1 to 1,048,576 MiB."),
            RateLimit = context.Arguments.GetValue(RateLimit),
            TrustsProxy = context.Arguments.GetValue(TrustProxy),
            Telemetry = context.Arguments.GetValue(Telemetry),
            SetsTimeBack = context.Arguments.GetValue(SetTimeBack),
        };
        return await RunAsync(context, context.Arguments.GetValue(WebApp) is { } web ? options with { WebApp = FolderOf(web) } : options, _ => { });
    }

    private static string FolderOf(string webApp)
    {
        string folder = Caller.FullPath(webApp);
        return File.Exists(Path.Combine(folder, "index.html"))
            ? folder
            : throw new UserErrorException("file", $"There is no built web app in {folder}.", fix: "Name the folder that eng/build-web wrote, or leave --web out.");
    }

    /// <summary>Serves until the user stops it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="options">How; the clock and the commands are the call's.</param>
    /// <param name="started">Told the addresses once it answers.</param>
    public static async Task<int> RunAsync(CliContext context, ServerOptions options, Action<IReadOnlyList<Uri>> started)
    {
        await using StrataServer server = await StartAsync(context, options with { Clock = context.Clock, Commands = CommandHost.RunAsync });
        started(server.Addresses);
        if (server.SetUpAddress is { } setUp)
        {
            context.Error.WriteLine($"Nobody can sign in yet. Make the first admin here, once, within a day: {setUp}");
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration stop = context.Cancellation.Register(stopped.SetResult);
        await await Task.WhenAny(stopped.Task, server.Failure);
        return ExitCode.Done;
    }

    /// <summary>Starts the server, with a live line where a person watches; elsewhere the log tells of the start.</summary>
    private static async Task<StrataServer> StartAsync(CliContext context, ServerOptions options)
    {
        if (!Terminal.ErrorIsTerminal || (options.Log && !Terminal.OutputIsTerminal))
        {
            return await StartInTurnAsync(context, options);
        }

        using var line = new ProgressLine(context);
        return await StartInTurnAsync(context, options with { Starting = new StartLine(line) });
    }

    private static async Task<StrataServer> StartInTurnAsync(CliContext context, ServerOptions options)
    {
        var turn = new DirectoryTurn(context);
        while (true)
        {
            try
            {
                return await StrataServer.StartAsync(options, context.Cancellation);
            }
            catch (UserErrorException inUse)
            {
                if (!turn.Waits(inUse))
                {
                    throw;
                }
            }
        }
    }
}
