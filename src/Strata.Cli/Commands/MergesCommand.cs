using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Merge;

namespace Strata.Cli.Commands;

/// <summary><c>strata merges</c>: every merge, and whether it holds.</summary>
internal static class MergesCommand
{
    public static Command Create()
    {
        var command = new Command("merges", "List the merges, the newest first") { CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples("strata merges");
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<MergeRecord> merges = MergeLedger.All(workspace.Connection);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, merges.Select(MergeReport.ToJson));
            return ExitCode.Done;
        }

        if (merges.Count == 0)
        {
            context.Output.WriteLine("Nothing was merged.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["merge#", "of", "kept", "merged into it", "called", "when", "by", "state"],
            merges.Select(merge => new[]
            {
                Phrases.Number(merge.Id), MergeReport.Noun(merge.Of), merge.KeepId, merge.OtherId, merge.OtherName ?? "", When(merge.MergedAt), merge.Author,
                merge.UndoneAt is { } undone ? $"undone {When(undone)}" : "holds",
            }));
        return ExitCode.Done;

        static string When(long at) => Microseconds.ToText(at);
    }
}
