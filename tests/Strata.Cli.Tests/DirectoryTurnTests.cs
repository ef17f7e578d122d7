using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Tests;

/// <summary>One process at a time uses a data directory: whoever comes while another is at it waits for a moment, as the pages of the docs expect.</summary>
public sealed class DirectoryTurnTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_waits_for_a_command_that_is_at_the_data()
    {
        using Process server = await StartWhileHeldAsync("serve", "--urls", "http://127.0.0.1:0");

        string? line;
        do
        {
            line = await server.StandardOutput.ReadLineAsync();
            line.ShouldNotBeNull();
        }
        while (!line.Contains("http://127.0.0.1:", StringComparison.Ordinal));

        using var stop = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]);
        await server.WaitForExitAsync();
        server.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_command_waits_for_a_command()
    {
        using Process command = await StartWhileHeldAsync("settings", "get", "zone");

        (await command.StandardOutput.ReadToEndAsync()).ShouldBe("UTC\n");
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_command_that_waits_is_carried_out_by_the_server_that_started_meanwhile()
    {
        using var held = Workspace.Open(new DataDirectory(PathOf(".strata")), TimeProvider.System);
        using Process command = await StartAsync("settings", "get", "zone");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(PathOf(".strata", "strata.sock")));
        listener.Listen();

        // A connection on which nothing is sent only asks whether somebody is there.
        byte[] call = new byte[1];
        Socket connection;
        do
        {
            connection = await listener.AcceptAsync();
        }
        while (await connection.ReceiveAsync(call) == 0);

        byte exit = 7, code = 5;
        await connection.SendAsync((byte[])[exit, sizeof(int), 0, 0, 0, code, 0, 0, 0]);
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(code);
        connection.Dispose();
    }

    [Fact]
    public void Whoever_waits_too_long_is_told_who_is_at_it()
    {
        using var held = Workspace.Open(new DataDirectory(PathOf(".strata")), TimeProvider.System);

        Outcome outcome = StrataProcess.Run(_folder, "settings");
        outcome.ExitCode.ShouldBe(1);
        outcome.Error.ShouldContain("error data-directory");
        outcome.Error.ShouldContain($"in use by process {Environment.ProcessId}");
    }

    private string PathOf(params string[] parts) => Path.Combine([_folder, .. parts]);

    private async Task<Process> StartWhileHeldAsync(params string[] arguments)
    {
        using var held = Workspace.Open(new DataDirectory(PathOf(".strata")), TimeProvider.System);
        return await StartAsync(arguments);
    }

    /// <summary>Starts a command, which says that it waits.</summary>
    private async Task<Process> StartAsync(params string[] arguments)
    {
        Process process = StrataProcess.Start(_folder, arguments);
        string? said = await process.StandardError.ReadLineAsync();
        said.ShouldNotBeNull();
        said.ShouldStartWith("Waiting: ");
        said.ShouldContain($"process {Environment.ProcessId}");
        return process;
    }
}
