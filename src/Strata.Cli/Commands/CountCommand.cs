using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata count</c>: how many are in.</summary>
internal static class CountCommand
{
    private static readonly Argument<string> What = WhatArgument.Create();

    private static readonly Option<bool> PerClause = new("--per-clause") { Description = "Count also who satisfies each clause, and who would be in without it" };

    public static Command Create()
    {
        var command = new Command("count", "Count who is in a segment, exactly") { What, PerClause, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata count 'employees >= 500 and country under "Europe"'
            strata count 'count(page_view where page = "pricing") in last 30 days >= 2'
            strata count enterprise-expansion --as-of 2026-06-30
            strata count enterprise-expansion --per-clause
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
        IAudienceEngine engine = context.Engine(workspace);
        var clauses = context.Arguments.GetValue(PerClause) ? ClauseCounts.Count(engine, selection.Plan, asOf, context.Cancellation) : null;
        long count = clauses?.Size ?? engine.Count(selection.Plan, asOf, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                count,
                of = WhatArgument.Noun(selection.Plan.Of),
                segment = selection.Name,
                asOf = Microseconds.ToText(asOf.Instant),
                clauses = clauses?.Clauses,
                tooSmallFor = selection.Definition is { } segment ? SizeGuard.TooSmallFor(segment.Minimum, count) : null,
                warning = selection.Warning,
            });
            return ExitCode.Done;
        }

        context.Warn(selection.Warning);
        context.Warn(selection.Definition is null ? null : SizeGuard.Warning(selection.Definition, count));
        if (clauses is not null)
        {
            WriteClauses(context, clauses);
            return ExitCode.Done;
        }

        context.Output.WriteLine(Terminal.OutputIsTerminal
            ? Phrases.Count(count, selection.Plan.Of)
            : count.ToString(CultureInfo.InvariantCulture));
        return ExitCode.Done;
    }

    private static void WriteClauses(CliContext context, ClauseCounts clauses)
    {
        Tables.Write(
            context.Console,
            ["clause", "alone#", "without it#", "kept out by it alone#", "in by it alone#"],
            clauses.Clauses.Select(clause => new[]
            {
                new string(' ', clause.Level * 4) + TitleOf(clause), Phrases.Number(clause.Alone), Phrases.Number(clause.Without), Phrases.Number(clause.SoleBlocker), Phrases.Number(clause.SoleReason),
            }));
        context.Output.WriteLine($"{Phrases.Count(clauses.Size, clauses.Of)} in.");
    }

    private static string TitleOf(ClauseCount clause) => clause.Kind switch
    {
        "and" => "all of",
        "or" => "any of",
        "not" => "not",
        "exclude" => $"exclude {clause.Text}",
        _ => clause.Text,
    };
}
