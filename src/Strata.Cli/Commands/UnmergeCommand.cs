using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Identity;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Merge;

namespace Strata.Cli.Commands;

/// <summary><c>strata unmerge</c>: takes a merge back.</summary>
internal static class UnmergeCommand
{
    private static readonly Argument<long> Id = new("MERGE") { Description = "The number of the merge, as 'strata merges' shows it" };

    public static Command Create()
    {
        var command = new Command("unmerge", "Take a merge back: both are as they were, with what came since") { Id, CommonOptions.Json };
        command.Runs(Run, CommandUse.Changes);
        command.IsAudited();
        return command.WithExamples("strata unmerge 3");
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        MergeRecord merge = new EntityMerger(workspace).Undo(context.Arguments.GetRequiredValue(Id), context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, MergeReport.ToJson(merge));
        }
        else
        {
            context.Output.WriteLine($"Merge {merge.Id} is undone: {merge.KeepId} and {merge.OtherId} are two {MergeReport.Noun(merge.Of)}s again.");
        }

        return ExitCode.Done;
    }
}
