using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.Segments.Export;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata export</c>: a segment as a file.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> What = WhatArgument.Create("SEGMENT");

    private static readonly Option<string> To = new("--to")
    {
        Description = "The file to write; .csv, .json, .ndjson or .parquet says the format",
        HelpName = "FILE",
        Required = true,
    };

    private static readonly Option<string?> Fields = new("--fields")
    {
        Description = "What to write of each member, separated by commas. Default: a short standard choice",
        HelpName = "LIST",
    };

    public static Command Create()
    {
        var command = new Command("export", "Write who is in a segment to a file") { What, To, Fields, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata export enterprise-expansion --to enterprise.csv
            strata export enterprise-expansion --to enterprise.parquet --fields 'id, domain, employees, owner'
            """);
    }

    private static int Run(CliContext context)
    {
        string what = context.Arguments.GetRequiredValue(What);
        string path = context.Arguments.GetRequiredValue(To);
        context.SourceText = what;
        using Workspace workspace = context.OpenWorkspace();
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, what, context.Of);
        var columns = MemberColumns.Parse(workspace.Library, selection.Plan.Of, context.Arguments.GetValue(Fields), sort: null);
        AsOf asOf = context.AsOf(workspace);
        context.Warn(selection.Warning);
        long written = SegmentExporter.Export(workspace, context.Engine(workspace), selection.Plan, columns, asOf, path, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                file = Caller.FullPath(path),
                members = written,
                segment = selection.Name,
                asOf = Microseconds.ToText(asOf.Instant),
                warning = selection.Warning,
            });
        }
        else
        {
            context.Output.WriteLine($"{Phrases.Count(written, selection.Plan.Of)} written to {path}");
        }

        return ExitCode.Done;
    }
}
