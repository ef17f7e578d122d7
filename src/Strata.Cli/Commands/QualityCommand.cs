using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Quality;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata quality</c>: how good the data is.</summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var command = new Command("quality", "Say how complete, fresh and consistent the data is, and what is wrong with how many") { CommonOptions.Of, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata quality
            strata quality --of contacts
            strata quality --json
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        QualityReport report = new DataQuality(workspace).Report(context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                report.Accounts,
                report.Contacts,
                report.Events,
                fields = report.Fields.Select(field => new
                {
                    of = WhatArgument.Noun(field.Of),
                    field = field.Field.Name,
                    field.Known,
                    field.FillRate,
                    field.Distinct,
                    field.MeanAgeDays,
                    field.Stale,
                    field.Conflicts,
                    field.Unknown,
                }),
                report.Problems,
            });
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["field", "filled#", "different#", "days old#", "stale#", "disagree#", "unknown#"],
            report.Fields.Where(field => field.Of == context.Of).Select(field => new[]
            {
                field.Field.Name, Phrases.Share(field.FillRate), Phrases.Number(field.Distinct),
                field.MeanAgeDays is { } days ? days.ToString("N0", CultureInfo.InvariantCulture) : "", Phrases.Number(field.Stale), Phrases.Number(field.Conflicts), Phrases.Number(field.Unknown),
            }));
        context.Output.WriteLine();
        if (report.Problems.Count == 0)
        {
            context.Output.WriteLine("Nothing is wrong that is looked for.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["problem", "count#", "of#", "what to do"],
            report.Problems.Select(problem => new[] { problem.Title, Phrases.Number(problem.Count), Phrases.Number(problem.Total), problem.Fix }));
        return ExitCode.Done;
    }
}
