namespace Strata.Cli.Hosting;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done as asked.</summary>
    public const int Done = 0;

    /// <summary>What the user gave is wrong, or a test that the user ran failed.</summary>
    public const int UserError = 1;

    /// <summary>A fault of Strata's own.</summary>
    public const int Fault = 2;

    /// <summary>Stopped by Ctrl-C, as shells number it (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
