using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata diff</c>: what <c>apply</c> would do, and to whom.</summary>
internal static class DiffCommand
{
    private static readonly Option<int> Ids = new("--ids")
    {
        Description = "How many ids of those who enter and leave to show for each segment",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    public static Command Create()
    {
        var command = new Command("diff", "Show who would enter and leave if a folder of definitions were applied")
        {
            DefinitionOptions.Folder, DefinitionOptions.Prune, Ids, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run, CommandUse.Changes);
        return command.WithExamples(
            """
            strata diff segments/
            strata diff segments/ --ids 20 --as-of 2026-06-30
            """);
    }

    private static int Run(CliContext context)
    {
        DefinitionFolder folder = DefinitionFiles.ReadFolder(context.Arguments.GetRequiredValue(DefinitionOptions.Folder));
        using Workspace workspace = context.OpenOrCreateWorkspace();
        var change = new FolderReconciler(workspace, folder, context.Arguments.GetValue(DefinitionOptions.Prune));
        IReadOnlyList<SegmentDifference> differences = change.Differences(context.AsOf(workspace), withIds: true, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, ChangeReport.ToJson(change, differences));
            return ExitCode.Done;
        }

        ChangeReport.Write(context, change, differences, context.Arguments.GetValue(Ids));
        if (change.IsEmpty)
        {
            context.Output.WriteLine("No difference.");
        }

        return ExitCode.Done;
    }
}
