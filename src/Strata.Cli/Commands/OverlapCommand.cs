using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata overlap</c>: who is in several segments at once.</summary>
internal static class OverlapCommand
{
    private static readonly Argument<string[]> Segments = WhatArgument.CreateMany("SEGMENT");

    private static readonly Option<int?> Limit = new("--limit") { Description = "How many combinations to show; 0 for all. Default: 20 in a table, else all", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("overlap", $"Count every combination of up to {Overlap.MaxSets} segments, exactly")
        {
            Segments, Limit, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata overlap enterprise-expansion renewal-risk
            strata overlap 'employees >= 500' 'country under "Europe"' 'any(intent) in last 30 days' --json
            """);
    }

    private static int Run(CliContext context)
    {
        int? limit = context.Arguments.GetValue(Limit);
        if (limit < 0)
        {
            throw new UserErrorException("argument", "--limit takes a number from 0.");
        }

        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        var overlap = Overlap.Find(
            context.Engine(workspace), WhatArgument.Select(context, workspace, context.Arguments.GetRequiredValue(Segments)), asOf, context.Cancellation);
        OverlapReport.Write(context, overlap, asOf, limit);
        return ExitCode.Done;
    }
}
