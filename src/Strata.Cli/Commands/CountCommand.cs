using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata count</c>: how many are in.</summary>
internal static class CountCommand
{
    private static readonly Argument<string> What = WhatArgument.Create();

    public static Command Create()
    {
        var command = new Command("count", "Count who is in a segment, exactly") { What, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata count 'employees >= 500 and country under "Europe"'
            strata count 'count(page_view where page = "pricing") in last 30 days >= 2'
            strata count enterprise-expansion --as-of 2026-06-30
            strata count --of contacts 'seniority in ("VP", "C-level") and account.employees > 1000'
            """);
    }

    private static int Run(CliContext context)
    {
        string what = context.Arguments.GetRequiredValue(What);
        context.SourceText = what;
        using Workspace workspace = context.OpenWorkspace();
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, what, context.Of);
        AsOf asOf = context.AsOf(workspace);
        long count = context.Engine(workspace).Count(selection.Plan, asOf, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                count,
                of = selection.Plan.Of == EntityKind.Account ? "accounts" : "contacts",
                segment = selection.Name,
                asOf = Microseconds.ToText(asOf.Instant),
                warning = selection.Warning,
            });
            return ExitCode.Done;
        }

        context.Warn(selection.Warning);
        context.Output.WriteLine(Terminal.OutputIsTerminal
            ? Phrases.Count(count, selection.Plan.Of)
            : count.ToString(CultureInfo.InvariantCulture));
        return ExitCode.Done;
    }
}
