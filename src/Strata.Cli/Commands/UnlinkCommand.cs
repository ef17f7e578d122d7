using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Identity;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Links;

namespace Strata.Cli.Commands;

/// <summary><c>strata unlink</c>: takes back whose an id is.</summary>
internal static class UnlinkCommand
{
    private static readonly Argument<long> Id = new("LINK") { Description = "The number of the link, as 'strata links' shows it" };

    public static Command Create()
    {
        var command = new Command("unlink", "Take back whose a visitor, user or group is: their past events go back") { Id, CommonOptions.Json };
        command.Runs(Run, CommandUse.Changes);
        command.IsAudited();
        return command.WithExamples("strata unlink 12");
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        (LinkRecord link, long events, _) = new LinkEditor(workspace).Undo(context.Arguments.GetRequiredValue(Id), context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { Link = LinkReport.ToJson(workspace, link), Events = events });
        }
        else
        {
            context.Output.WriteLine($"Link {link.Id} is undone: {link.Key} is nobody known, and {Phrases.Number(events)} events went back.");
        }

        return ExitCode.Done;
    }
}
