using System.Diagnostics;
using System.Globalization;

namespace Strata.Cli.Tests;

/// <summary>A server over a data directory, as its operator would start it; killed at the end unless it was stopped.</summary>
internal sealed class ServedDirectory : IDisposable
{
    private readonly Process _process;

    public ServedDirectory(string folder, string data, params string[] arguments)
    {
        _process = StrataProcess.Start(folder, ["serve", "--urls", "http://127.0.0.1:0", "--data", data, .. arguments]);
        string? line;
        do
        {
            // How it starts is in the log before.
            line = _process.StandardOutput.ReadLine();
            line.ShouldNotBeNull(_process.HasExited ? _process.StandardError.ReadToEnd() : "");
        }
        while (!line.Contains("http://127.0.0.1:", StringComparison.Ordinal));

        int start = line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal);
        Address = new Uri(line[start..line.IndexOfAny(['/', '"', ' '], start + "http://".Length)]);
        // What it says further is read, so that it is never held up.
        _ = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Tells it to stop, and gives its exit code.</summary>
    public int Stop()
    {
        Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends it without a warning.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
