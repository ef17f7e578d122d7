using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata apply</c>: makes the workspace's definitions those of a folder.</summary>
internal static class ApplyCommand
{
    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, kept with every version", HelpName = "TEXT" };

    public static Command Create()
    {
        var command = new Command("apply", "Store the definitions of a folder; every change is a version")
        {
            DefinitionOptions.Folder, DefinitionOptions.Prune, Reason, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run, CommandUse.Changes);
        command.IsAudited();
        return command.WithExamples(
            """
            strata diff segments/                                 see first who would enter and leave
            strata apply segments/ --reason "Q1 territories"
            strata apply segments/ --prune                        and take away what is not in the folder
            """);
    }

    private static int Run(CliContext context)
    {
        DefinitionFolder folder = DefinitionFiles.ReadFolder(context.Arguments.GetRequiredValue(DefinitionOptions.Folder));
        using Workspace workspace = context.OpenOrCreateWorkspace();
        var change = new FolderReconciler(workspace, folder, context.Arguments.GetValue(DefinitionOptions.Prune));
        IReadOnlyList<SegmentDifference> differences = change.Apply(
            Author.Find(), context.Arguments.GetValue(Reason), context.AsOf(workspace), context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, ChangeReport.ToJson(change, differences));
            return ExitCode.Done;
        }

        ChangeReport.Write(context, change, differences, idsShown: 0);
        foreach (SegmentDifference difference in differences.Where(difference => difference.Change is ChangeKind.Added or ChangeKind.Changed))
        {
            context.Warn(SizeGuard.Warning(difference.Segment, difference.Delta.Size));
        }

        IReadOnlyList<DefinitionChange> changes = change.Definitions.Changes;
        context.Output.WriteLine(change.IsEmpty
            ? $"Nothing to change: {Phrases.Count(folder.Definitions.Count, "definition")} as stored."
            : $"{Phrases.Count(changes.Count, "definition")} stored, {Phrases.Number(folder.Definitions.Count - changes.Count(one => one.After is not null))} unchanged.");
        return ExitCode.Done;
    }
}
