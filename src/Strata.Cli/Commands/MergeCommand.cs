using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Identity;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Merge;

namespace Strata.Cli.Commands;

/// <summary><c>strata merge</c>: two accounts, or two contacts, are one.</summary>
internal static class MergeCommand
{
    private static readonly Argument<string> Keep = new("KEEP") { Description = "The one that stays: its id, domain or e-mail, or exact name" };

    private static readonly Argument<string> Other = new("OTHER") { Description = "The one that is merged into it" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show what would happen, and do nothing" };

    public static Command Create()
    {
        var command = new Command("merge", "Make two accounts, or two contacts, one; 'unmerge' takes it back")
        {
            Keep, Other, CommonOptions.Of, DryRun, CommonOptions.Json,
        };
        command.Runs(Run, CommandUse.Changes);
        command.IsAudited(arguments => !arguments.GetValue(DryRun));
        return command.WithExamples(
            """
            strata merge acme.com acme.io --dry-run
            strata merge 0013000000 0013000044
            strata merge ada@acme.com a.lovelace@acme.com --of contacts
            """);
    }

    private static int Run(CliContext context)
    {
        bool dryRun = context.Arguments.GetValue(DryRun);
        using Workspace workspace = context.OpenWorkspace();
        MergeOutcome outcome = new EntityMerger(workspace).Merge(
            context.Of, context.Arguments.GetRequiredValue(Keep), context.Arguments.GetRequiredValue(Other), Author.Find(), dryRun, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, MergeReport.ToJson(outcome, dryRun));
        }
        else
        {
            MergeReport.Write(context.Output, outcome, dryRun);
        }

        return ExitCode.Done;
    }
}
