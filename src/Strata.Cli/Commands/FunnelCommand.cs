using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata funnel</c>: how many are left after each layer.</summary>
internal static class FunnelCommand
{
    private static readonly Argument<string[]> Layers = WhatArgument.CreateMany("EXPR");

    public static Command Create()
    {
        var command = new Command("funnel", "Show how many are left after each layer: of several segments or expressions in order, or of one, clause by clause")
        {
            Layers, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata funnel target-accounts                                       its clauses, in order
            strata funnel total-market target-market 'any(intent) in last 30 days'
            strata funnel 'employees >= 500 and country under "Europe" and any(technologies where product = "Salesforce")'
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        var funnel = Funnel.Follow(
            context.Engine(workspace), WhatArgument.Select(context, workspace, context.Arguments.GetRequiredValue(Layers)), asOf, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { of = WhatArgument.Noun(funnel.Of), asOf = Microseconds.ToText(asOf.Instant), layers = funnel.Layers });
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["layer", $"{WhatArgument.Noun(funnel.Of)}#", "of previous#", "of all#", ""],
            funnel.Layers.Select(layer => new[]
            {
                layer.Label, Phrases.Number(layer.Size), Phrases.Share(layer.OfPrevious), Phrases.Share(layer.OfAll), Phrases.Bar(layer.OfAll ?? 0),
            }));
        return ExitCode.Done;
    }
}
