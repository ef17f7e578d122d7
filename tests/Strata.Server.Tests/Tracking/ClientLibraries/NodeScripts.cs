using System.Diagnostics;
using Strata.Testing;

namespace Strata.Server.Tests.Tracking.ClientLibraries;

/// <summary>The scripts in this folder, run by Node.js with the packages that the lock file pins.</summary>
internal static class NodeScripts
{
    private static readonly Lazy<Task> Restored = new(RestoreAsync);

    /// <summary>The folder.</summary>
    public static string Folder { get; } = Repository.PathOf("tests/Strata.Server.Tests/Tracking/ClientLibraries");

    /// <summary>Fetches the packages where the lock file is newer than they are.</summary>
    public static Task EnsureAsync() => Restored.Value;

    /// <summary>Runs a script to its end; it must succeed.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        await EnsureAsync();
        return await StartAsync("node", [script, .. arguments]);
    }

    private static async Task RestoreAsync()
    {
        string stamp = Path.Combine(Folder, "node_modules", ".strata-restored");
        if (File.Exists(stamp) && File.GetLastWriteTimeUtc(stamp) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
        {
            return;
        }

        // What libraries have for other platforms, or for storing on the sender's side, is not needed, and not in every registry.
        await StartAsync("npm", ["install", "--no-save", "--omit=optional", "--loglevel=error"]);
        await File.WriteAllTextAsync(stamp, "");
    }

    private static async Task<string> StartAsync(string program, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} does not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        bool isLate = false;
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            isLate = true;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        string written = $"{program} {string.Join(' ', arguments)}{(isLate ? " did not end" : "")}\n{await output}\n{await error}";
        process.ExitCode.ShouldBe(0, written);
        return written;
    }
}
