using Strata.Platform.Workspaces;

namespace Strata.Cli.Rendering;

/// <summary>The start of a server on a line.</summary>
/// <param name="line">The line.</param>
/// <param name="before">What is said before the step.</param>
internal sealed class StartLine(ProgressLine line, string before = "") : IProgress<StartProgress>
{
    /// <inheritdoc/>
    public void Report(StartProgress value)
    {
        string conditions = value is { Step: StartStep.Segments, Total: > 0 } ? $", condition {value.Done} of {value.Total}" : "";
        line.Show($"{before}{value.Text}{conditions}", value.Done, value.Total);
    }
}
