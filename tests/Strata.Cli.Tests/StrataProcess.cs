using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Strata.Cli.Tests;

/// <summary>What a run of the program gave.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The output, once the run is seen to have ended well.</summary>
    public string Succeeded()
    {
        ExitCode.ShouldBe(0, $"{Error}\n{Output}");
        return Output;
    }
}

/// <summary>Runs the built program as a user's shell would.</summary>
internal static class StrataProcess
{
    /// <summary>The folder of the built program.</summary>
    public static string Folder => AppContext.BaseDirectory;

    private static string Program => Path.Combine(Folder, RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "strata.exe" : "strata");

    /// <summary>Runs <c>strata</c> in a folder.</summary>
    public static Outcome Run(string folder, params string[] arguments) => Run(folder, Program, arguments);

    /// <summary>Runs a line of shell in which <c>strata</c> is the built program.</summary>
    public static Outcome Shell(string folder, string line) => Run(folder, "bash", ["-c", line]);

    /// <summary>Starts <c>strata</c> without waiting for it.</summary>
    public static Process Start(string folder, params string[] arguments) => Start(folder, Program, arguments);

    private static Outcome Run(string folder, string program, IEnumerable<string> arguments)
    {
        using Process process = Start(folder, program, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Close();
        process.WaitForExit();
#pragma warning disable RS0030 // The process has ended, so both streams have: nothing is waited for.
        return new Outcome(process.ExitCode, output.Result, error.Result);
#pragma warning restore RS0030
    }

    private static Process Start(string folder, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["STRATA_AUTHOR"] = "tester";
        start.Environment["PATH"] = $"{Folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("STRATA_DATA");
        return Process.Start(start)!;
    }
}
