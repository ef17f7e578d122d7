using System.Diagnostics;

namespace Strata.Warehouse.Tests.DuckDb;

/// <summary>A second process that has a database file open, through the engine's own Node binding (which the build restored).</summary>
internal static class SecondProcess
{
    private const string Script = """
        const duckdb = require('@duckdb/node-bindings');
        duckdb.open(process.argv[1]).then(database => { console.log('open'); process.stdin.resume(); process.stdin.on('end', () => process.exit(database ? 0 : 1)); });
        """;

    /// <summary>Starts it and waits until it has the file open.</summary>
    public static Process Hold(string file)
    {
        var start = new ProcessStartInfo("node", ["-e", Script, file])
        {
            WorkingDirectory = Path.Combine(RepositoryRoot(), "eng", "native"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        process.StandardOutput.ReadLine().ShouldBe("open");
        return process;
    }

    /// <summary>Ends it and waits for that.</summary>
    public static void End(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit();
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Strata.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
