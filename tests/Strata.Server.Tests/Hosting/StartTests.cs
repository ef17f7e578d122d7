using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Strata.Platform.Workspaces;
using Strata.Server.LocalSocket;
using Strata.Warehouse.Schema;

namespace Strata.Server.Tests.Hosting;

public sealed class StartTests
{
    [Fact]
    public async Task While_it_starts_it_answers_what_it_does_and_nothing_else()
    {
        var watch = new Watch(new Uri($"http://127.0.0.1:{FreePort()}"));
        await using TestServer server = await TestServer.StartAsync(options => options with { Urls = [watch.Address.OriginalString], Starting = watch });

        watch.Seen.Select(seen => seen.Step).Distinct().ShouldBe([StartStep.Opening, StartStep.Segments, StartStep.Keys, StartStep.Journal, StartStep.Webhooks], "in this order");
        watch.Ready!.Value.GetProperty("status").GetString().ShouldBe("not ready");
        watch.Ready!.Value.GetProperty("starting").GetProperty("step").GetString().ShouldBe("keys");
        watch.Live.ShouldBe(HttpStatusCode.OK);
        watch.Session.ShouldBe((HttpStatusCode.ServiceUnavailable, "starting"));
        watch.Page.ShouldBe((HttpStatusCode.NotFound, "web-app"), "files of the app are served, where it was built");
        (await server.Http.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetAsync("/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_command_that_comes_while_it_starts_is_told_how_far_it_is_and_carried_out_when_it_is_ready()
    {
        using var folder = new Folder();
        var caller = new Caller(folder.Data);
        await using (StrataServer server = await StrataServer.StartAsync(caller.Options))
        {
            caller.AnsweredEarly.ShouldBeFalse("the server was not ready");
            (await caller.Answer!).ShouldBe((7, null));
            caller.Written.ToArray().ShouldBe("ok"u8.ToArray());
            caller.Told[0]!.Step.ShouldBe(StartStep.Keys);
            caller.Told.FindIndex(told => told is null).ShouldBe(caller.Told.Count - 1, "once it is done, and before anything is written");
        }
    }

    [Fact]
    public async Task A_command_that_waits_for_a_start_that_fails_ends_with_it()
    {
        using var folder = new Folder();
        var caller = new Caller(folder.Data) { Fails = true };
        await Should.ThrowAsync<NotSupportedException>(StrataServer.StartAsync(caller.Options));
        await Should.ThrowAsync<IOException>(caller.Answer!);
        File.Exists(CommandSocket.PathOf(folder.Data)).ShouldBeFalse();
        OpenFiles(folder.Data).ShouldNotContain(file => file.EndsWith(".duckdb", StringComparison.Ordinal) || file.EndsWith(".log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_that_is_told_to_stop_does_not_wait_for_the_start()
    {
        using var folder = new Folder();
        using var stop = new CancellationTokenSource();
        var caller = new Caller(folder.Data) { Stop = stop };
        await using StrataServer server = await StrataServer.StartAsync(caller.Options);
        await Should.ThrowAsync<OperationCanceledException>(caller.Answer!);
        caller.Written.Length.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_left_of_a_server_that_was_killed_stays_until_another_takes_its_place()
    {
        using var folder = new Folder();
        string path = CommandSocket.PathOf(folder.Data);
        using (var killed = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            killed.Bind(new UnixDomainSocketEndPoint(path + ".old"));
            killed.Listen();
            File.Move(path + ".old", path);
        }

        CommandClient.TryConnect(folder.Data).ShouldBeNull();
        File.Exists(path).ShouldBeTrue("it may be another's by now");
        await using StrataServer server = await StrataServer.StartAsync(new Caller(folder.Data).Options with { Starting = null });
        using CommandClient client = CommandClient.TryConnect(folder.Data)!;
        (await client.RunAsync(Caller.CallOf(folder.Data), () => Stream.Null, Stream.Null, Stream.Null, _ => { }, CancellationToken.None)).ShouldBe((7, null));
    }

    [Fact]
    public async Task A_command_that_was_begun_when_it_is_told_to_stop_says_how_it_ended()
    {
        using var folder = new Folder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(CommandSocket.PathOf(folder.Data)));
        listener.Listen();
        using var stop = new CancellationTokenSource();
        using CommandClient client = CommandClient.TryConnect(folder.Data)!;
        Task<(int ExitCode, string? Refused)> answer = client.RunAsync(
            Caller.CallOf(folder.Data), () => Stream.Null, Stream.Null, Stream.Null, _ => stop.Cancel(), stop.Token);

        using var server = new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
        (await Frame.ReadAsync(server, CancellationToken.None))!.Value.Kind.ShouldBe(FrameKind.Call);
        Frame.Write(server, FrameKind.Starting, JsonSerializer.SerializeToUtf8Bytes(new StartProgress(StartStep.Keys)));
        (await Frame.ReadAsync(server, CancellationToken.None))!.Value.Kind.ShouldBe(FrameKind.Cancel);
        Frame.Write(server, FrameKind.Exit, [3, 0, 0, 0]);
        (await answer).ShouldBe((3, null));
    }

    [Fact]
    public async Task A_command_that_fails_as_the_server_stops_does_not_keep_it_from_stopping_in_good_order()
    {
        using var folder = new Folder();
        var begun = new TaskCompletionSource();
        StrataServer server = await StrataServer.StartAsync(new ServerOptions(folder.Data)
        {
            Urls = ["http://127.0.0.1:0"],
            Log = false,
            DrainTime = TimeSpan.Zero,
            Commands = async (_, cancellation) =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new NotSupportedException("A fault of the command's own.");
            },
        });
        using CommandClient client = CommandClient.TryConnect(folder.Data)!;
        Task<(int ExitCode, string? Refused)> answer = client.RunAsync(
            Caller.CallOf(folder.Data), () => Stream.Null, Stream.Null, Stream.Null, _ => { }, CancellationToken.None);
        await begun.Task;

        await server.StopAsync();
        await Should.ThrowAsync<IOException>(answer);
    }

    /// <summary>What this process has open in a directory, where the system tells it.</summary>
    private static List<string> OpenFiles(DataDirectory directory) =>
    [
        .. (OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd") : [])
            .Select(entry => new FileInfo(entry).LinkTarget)
            .OfType<string>()
            .Where(file => file.StartsWith(directory.FullPath, StringComparison.Ordinal)),
    ];

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class Folder : IDisposable
    {
        public DataDirectory Data { get; } = new(Directory.CreateTempSubdirectory("strata-server-").FullName);

        public void Dispose() => Directory.Delete(Data.FullPath, recursive: true);
    }

    /// <summary>Calls a command while the server starts: it goes on when the caller was told so.</summary>
    private sealed class Caller(DataDirectory directory) : IProgress<StartProgress>
    {
        public bool Fails { get; init; }

        public CancellationTokenSource? Stop { get; init; }

        public Task<(int ExitCode, string? Refused)>? Answer { get; private set; }

        public bool AnsweredEarly { get; private set; }

        public List<StartProgress?> Told { get; } = [];

        public MemoryStream Written { get; } = new();

        /// <summary>How the server is to run: a drain that the test would not wait for.</summary>
        public ServerOptions Options => new(directory) { Urls = ["http://127.0.0.1:0"], Log = false, Commands = AnswerAsync, Starting = this, DrainTime = TimeSpan.FromMinutes(5) };

        private static async Task<int> AnswerAsync(HostedCommand command, CancellationToken cancellation)
        {
            await command.Output.WriteAsync("ok");
            return 7;
        }

        public static CommandCall CallOf(DataDirectory directory)
        {
            var traits = new TerminalTraits(false, false, 0, false, true, false, 80, 25);
            return new CommandCall(CommandCall.ProgramVersion, ["segments"], "/", directory.FullPath, "somebody", "", new Dictionary<string, string>(), traits, traits);
        }

        public void Report(StartProgress value)
        {
            if (value.Step != StartStep.Keys || Answer is not null)
            {
                return;
            }

            using var told = new ManualResetEventSlim();
            CommandClient client = CommandClient.TryConnect(directory)!;
            Answer = Task.Run(async () =>
            {
                using CommandClient mine = client;
                return await mine.RunAsync(CallOf(directory), () => Stream.Null, Written, Stream.Null, progress =>
                {
                    Told.Add(progress);
                    told.Set();
                }, Stop?.Token ?? CancellationToken.None);
            });
            told.Wait();
            AnsweredEarly = Written.Length > 0;
            Stop?.Cancel();
            if (Stop is not null)
            {
                // It waits no longer, whatever becomes of the server.
                ((IAsyncResult)Answer).AsyncWaitHandle.WaitOne();
            }

            if (Fails)
            {
                throw new NotSupportedException("The start fails.");
            }
        }
    }

    /// <summary>Asks a server while it starts: it goes on when this returns.</summary>
    private sealed class Watch(Uri address) : IProgress<StartProgress>
    {
        public Uri Address => address;

        public List<StartProgress> Seen { get; } = [];

        public JsonElement? Ready { get; private set; }

        public HttpStatusCode Live { get; private set; }

        public (HttpStatusCode Status, string? Code) Session { get; private set; }

        public (HttpStatusCode Status, string? Code) Page { get; private set; }

        public void Report(StartProgress value)
        {
            Seen.Add(value);
            if (value.Step == StartStep.Keys)
            {
                using var http = new HttpClient { BaseAddress = address };
                Ready = Ask(http, "/readyz").Body;
                Live = Ask(http, "/healthz").Status;
                (HttpStatusCode status, JsonElement body) = Ask(http, "/v1/session");
                Session = (status, body.GetProperty("code").GetString());
                (status, body) = Ask(http, "/");
                Page = (status, body.GetProperty("code").GetString());
            }
        }

        private static (HttpStatusCode Status, JsonElement Body) Ask(HttpClient http, string path)
        {
            using HttpResponseMessage response = http.Send(new HttpRequestMessage(HttpMethod.Get, path));
            return (response.StatusCode, JsonDocument.Parse(response.Content.ReadAsStream()).RootElement);
        }
    }
}
