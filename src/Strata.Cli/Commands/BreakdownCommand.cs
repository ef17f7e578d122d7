using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Segments.Breakdowns;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata breakdown</c>: what the members of a segment are like, beside everyone.</summary>
internal static class BreakdownCommand
{
    private const long TableLimit = 20;

    private static readonly Argument<string> What = WhatArgument.Create("SEGMENT");

    private static readonly Option<string> By = new("--by")
    {
        Description = "What to break down by, separated by commas: fields, traits, segmentations or any value expression",
        HelpName = "FIELD[,FIELD…]",
        Required = true,
    };

    private static readonly Option<long?> Limit = new("--limit") { Description = "How many categories to show; 0 for all. Default: 20 in a table, else all", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("breakdown", "Show how a segment is distributed over fields, beside the whole market")
        {
            What, By, Limit, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata breakdown enterprise-expansion --by industry,employees
            strata breakdown 'any(intent) in last 30 days' --by 'country, tier, count(page_view) in last 30 days' --limit 5
            """);
    }

    private static int Run(CliContext context)
    {
        long? limit = context.Arguments.GetValue(Limit) switch
        {
            null => context.Json ? null : TableLimit,
            0 => null,
            < 0 => throw new UserErrorException("argument", "--limit takes a number from 0."),
            { } given => given,
        };
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        SegmentSelection selection = WhatArgument.Select(context, workspace, [context.Arguments.GetRequiredValue(What)])[0];
        var breakdown = Breakdown.Find(
            workspace, context.Engine(workspace), selection.Plan, context.Arguments.GetRequiredValue(By), limit, asOf, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                segment = selection.Name,
                of = WhatArgument.Noun(breakdown.Of),
                asOf = Microseconds.ToText(asOf.Instant),
                breakdown.Size,
                breakdown.Market,
                breakdowns = breakdown.Values,
            });
            return ExitCode.Done;
        }

        foreach (ValueBreakdown value in breakdown.Values)
        {
            Write(context, breakdown, value);
        }

        context.Output.WriteLine($"{Phrases.Count(breakdown.Size, breakdown.Of)} of {Phrases.Number(breakdown.Market)}.");
        return ExitCode.Done;
    }

    private static void Write(CliContext context, Breakdown breakdown, ValueBreakdown value)
    {
        Tables.Write(
            context.Console,
            [value.By, $"{WhatArgument.Noun(breakdown.Of)}#", "share#", "market#", "share of market#", "index#", ""],
            value.Rows.Select(row => new[]
            {
                row.Value ?? "(missing)",
                Phrases.Number(row.Count),
                Phrases.Share(row.Share),
                Phrases.Number(row.MarketCount),
                Phrases.Share(row.MarketShare),
                row.Index is { } index ? Phrases.Number((long)Math.Round(index)) : "",
                Phrases.Bar(row.Share ?? 0),
            }));
        if (value.MoreValues > 0)
        {
            context.Error.WriteLine($"and {Phrases.Count(value.MoreValues, "value")} more; --limit 0 shows all.");
        }

        context.Output.WriteLine();
    }
}
