using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Strata.Server.Tests.Tracking.ClientLibraries;
using Strata.Testing;

namespace Strata.Cli.Tests;

/// <summary><c>docs/live.md</c>, done as it says: its files, its commands, in its order; only the ports are others, and the packages are there already.</summary>
public sealed class LiveGuideTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strata-live-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_webhook_fires_as_the_page_says()
    {
        await NodeScripts.EnsureAsync();
        Directory.CreateSymbolicLink(Path.Combine(_folder, "node_modules"), Path.Combine(NodeScripts.Folder, "node_modules"));
        using var server = new ServedDirectory(_folder, ".strata");
        int port = FreePort();
        string page = (await File.ReadAllTextAsync(Repository.PathOf("docs/live.md")))
            .Replace("127.0.0.1:5100", server.Address.Authority, StringComparison.Ordinal)
            .Replace("8787", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        string[] commands = WriteFilesAndFindCommands(page);
        commands.ShouldContain("strata serve &");
        commands.ShouldContain("npm install @segment/analytics-node");
        Process? receiver = null;
        try
        {
            foreach (string command in commands.Where(command => command is not ("strata serve &" or "npm install @segment/analytics-node")))
            {
                if (command.StartsWith("node ", StringComparison.Ordinal) && command.EndsWith(" &", StringComparison.Ordinal))
                {
                    receiver = Process.Start(new ProcessStartInfo("node", command[5..^2]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
                    (await receiver.StandardOutput.ReadLineAsync()).ShouldBe("listening");
                }
                else
                {
                    StrataProcess.Shell(_folder, command).Succeeded();
                }
            }

            string? heard = await receiver!.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
            heard.ShouldNotBeNull();
            heard.ShouldStartWith("segment.entered: acme in pricing-by-two, by event ");
        }
        finally
        {
            receiver?.Kill();
            receiver?.Dispose();
        }
    }

    /// <summary>A block that follows a line with nothing but a file's name is that file; what stands in blocks of shell is done.</summary>
    private string[] WriteFilesAndFindCommands(string page)
    {
        var commands = new List<string>();
        string? file = null, block = null;
        var lines = new List<string>();
        foreach (string line in page.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is null)
                {
                    block = line[3..];
                    continue;
                }

                if (block == "sh")
                {
                    commands.AddRange(lines);
                }
                else if (file is not null)
                {
                    string path = Path.Combine(_folder, file);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllLines(path, lines);
                    file = null;
                }

                block = null;
                lines.Clear();
            }
            else if (block is not null)
            {
                lines.Add(line);
            }
            else if (line.StartsWith('`') && line.EndsWith("`:", StringComparison.Ordinal))
            {
                file = line[1..^2];
            }
        }

        return [.. commands];
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
