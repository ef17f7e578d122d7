using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata validate</c>: whether the groups of a segmentation differ in what becomes of them.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string> Segmentation = new("SEGMENTATION") { Description = "A segmentation's name" };

    private static readonly Option<int> Months = new("--months")
    {
        Description = "Look at deals closed in so many months",
        HelpName = "N",
        DefaultValueFactory = _ => new ValidationOptions().Months,
    };

    private static readonly Option<int> Stability = new("--stability")
    {
        Description = "Count moves between groups over so many months",
        HelpName = "N",
        DefaultValueFactory = _ => new ValidationOptions().StabilityMonths,
    };

    private static readonly Option<string?> Suppress = new("--suppress")
    {
        Description = "Segments that say whom not to approach, separated by commas. Default: those whose name begins with 'suppress'",
        HelpName = "SEGMENT[,SEGMENT…]",
    };

    public static Command Create()
    {
        var command = new Command("validate", "Say whether a segmentation holds up: do its groups differ in wins, deal size, cycle and retention; are they covering, stable, large enough, free of conflicts, actionable")
        {
            Segmentation, Months, Stability, Suppress, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata validate tier
            strata validate value_matrix --months 36 --json
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        string[]? suppressions = context.Arguments.GetValue(Suppress)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var options = new ValidationOptions(context.Arguments.GetValue(Months), context.Arguments.GetValue(Stability), suppressions);
        SegmentationReport report;
        using (var line = new ProgressLine(context))
        {
            report = SegmentationValidator.Validate(
                workspace,
                context.Engine(workspace),
                context.Arguments.GetRequiredValue(Segmentation),
                options,
                context.AsOf(workspace),
                new Progress(line),
                context.Cancellation);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, report);
            return ExitCode.Done;
        }

        ValidationRenderer.Write(context, report);
        return ExitCode.Done;
    }

    private sealed class Progress(ProgressLine line) : IProgress<double>
    {
        public void Report(double value) => line.Show("evaluating", value, 1);
    }
}
