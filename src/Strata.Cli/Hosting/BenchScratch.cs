using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Cli.Hosting;

/// <summary>
/// The folder of a benchmark: one of its own, deleted afterwards, in the directory named by <c>--data</c> (so that it is said which disk is
/// measured), or where temporary files are.
/// </summary>
internal static class BenchScratch
{
    /// <summary>Runs a benchmark in a folder that is empty.</summary>
    /// <param name="context">The command line.</param>
    /// <param name="run">Runs it, in the folder of this path; what it is doing is told at once.</param>
    public static async Task<int> RunAsync(CliContext context, Func<string, IProgress<string>, Task> run)
    {
        DirectoryInfo scratch = Create(context.Arguments.GetValue(CommonOptions.Data));
        try
        {
            await run(scratch.FullName, new SynchronousProgress(context.Error));
            return ExitCode.Done;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static DirectoryInfo Create(string? place)
    {
        if (string.IsNullOrWhiteSpace(place))
        {
            return Directory.CreateTempSubdirectory("strata-bench-");
        }

        var directory = new DataDirectory(Caller.FullPath(place));
        directory.Create();
        return Directory.CreateDirectory(Path.Combine(directory.FullPath, $"strata-bench-{Guid.NewGuid():N}"));
    }

    /// <summary>Reports where it is called, so that lines come in order.</summary>
    private sealed class SynchronousProgress(TextWriter target) : IProgress<string>
    {
        public void Report(string value) => target.WriteLine(value);
    }
}
