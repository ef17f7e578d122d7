using System.Diagnostics;
using System.Globalization;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>A process that takes in batches of several senders, says which were acknowledged, and is killed.</summary>
internal static class KilledProcess
{
    /// <summary>How often the tests kill: ten times, or as often as STRATA_KILL_RUNS says for the long run.</summary>
    public static int Runs => int.TryParse(Environment.GetEnvironmentVariable("STRATA_KILL_RUNS"), CultureInfo.InvariantCulture, out int runs) ? runs : 10;

    /// <summary>Starts the process and kills it some time after it began to acknowledge.</summary>
    /// <param name="what">What it takes in: see <see cref="Program"/>.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="acknowledged">For each sender, how many batches were acknowledged; counts on.</param>
    /// <param name="until">Called when it began; when that ends, it is killed.</param>
    public static async Task RunAsync(string what, string directory, int[] acknowledged, Func<Task> until)
    {
        string assembly = typeof(KilledProcess).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", assembly, what, directory, string.Join(',', acknowledged)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string? line = await process.StandardOutput.ReadLineAsync();
        Task kill = KillAsync(process, until);
        for (; line is not null; line = await process.StandardOutput.ReadLineAsync())
        {
            if (line.Split(' ') is [string sender, string batch] && int.TryParse(batch, CultureInfo.InvariantCulture, out int number))
            {
                acknowledged[int.Parse(sender, CultureInfo.InvariantCulture)] = number + 1;
            }
        }

        await kill;
        await process.WaitForExitAsync();
        (await errors).ShouldBe("");
    }

    private static async Task KillAsync(Process process, Func<Task> until)
    {
        await until();
        process.Kill();
    }
}
