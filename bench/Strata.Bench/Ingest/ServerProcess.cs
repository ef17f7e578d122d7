using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace Strata.Bench.Ingest;

/// <summary>A server as a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>So many of the last lines that it wrote are told where it ends by itself.</summary>
    private const int KeptLines = 20;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly HttpClient _client = new();

    private ServerProcess(Process process, Uri url, string key)
    {
        _process = process;
        Url = url;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>How much memory it holds, in MiB.</summary>
    public long MemoryMib
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>How long it has kept processors busy.</summary>
    public TimeSpan Busy
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Runs a command to its end; gives what it printed.</summary>
    public static async Task<string> CommandAsync(string program, string directory, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [.. arguments, "--data", directory]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'strata {string.Join(' ', arguments)}' failed: {output}{await error}");
    }

    /// <summary>Starts a server and waits until it takes requests.</summary>
    public static async Task<ServerProcess> StartAsync(string program, string directory, string key, CancellationToken cancellation)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");
        Process process = Process.Start(new ProcessStartInfo(program, ["serve", "--urls", url.AbsoluteUri, "--data", directory, "--rate-limit", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var server = new ServerProcess(process, url, key);
        process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!await server.IsReadyAsync(cancellation))
        {
            if (process.HasExited)
            {
                throw server.Ended();
            }

            await Task.Delay(100, cancellation);
        }

        return server;
    }

    /// <summary>What <c>/v1/ingest</c> says.</summary>
    public async Task<JsonElement> IngestAsync(CancellationToken cancellation)
    {
        try
        {
            await using Stream answer = await _client.GetStreamAsync(new Uri(Url, "/v1/ingest"), cancellation);
            return (await JsonDocument.ParseAsync(answer, cancellationToken: cancellation)).RootElement;
        }
        catch (HttpRequestException) when (_process.WaitForExit(1_000))
        {
            throw Ended();
        }
    }

    /// <summary>Has it stop in good order, and waits for it.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellation);
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
        _client.Dispose();
    }

    private InvalidOperationException Ended() =>
        new($"The server ended with {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}: {string.Join('\n', _lines)}");

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }

    /// <summary>A port on which nobody listens.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri(Url, "/readyz"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
