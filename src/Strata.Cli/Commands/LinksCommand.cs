using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Links;

namespace Strata.Cli.Commands;

/// <summary><c>strata links</c>: which ids of the tracking API were found to be whose.</summary>
internal static class LinksCommand
{
    private static readonly Option<int> Limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 50 };

    public static Command Create()
    {
        var command = new Command("links", "List which visitors, users and groups were found to be whose, the newest first") { Limit, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples("strata links --limit 10");
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<LinkRecord> links = LinkLedger.Last(workspace.Connection, Math.Max(1, context.Arguments.GetValue(Limit)));
        if (context.Json)
        {
            JsonOutput.Write(context.Output, links.Select(link => LinkReport.ToJson(workspace, link)));
        }
        else if (links.Count == 0)
        {
            context.Output.WriteLine("No visitor, user or group was linked to anybody yet.");
        }
        else
        {
            LinkReport.Write(context, workspace, links);
        }

        return ExitCode.Done;
    }
}
