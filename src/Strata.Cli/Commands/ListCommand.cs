using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Segments.Export;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata list</c>: who is in.</summary>
internal static class ListCommand
{
    private const long TableLimit = 50;

    private static readonly Argument<string> What = WhatArgument.Create();

    private static readonly Option<string?> Columns = new("--columns")
    {
        Description = "What to show, separated by commas: id, fields, traits, segmentations or any value expression",
        HelpName = "LIST",
    };

    private static readonly Option<string?> Sort = new("--sort")
    {
        Description = "What to sort by: 'employees desc' or -employees is descending; ties go by id",
        HelpName = "LIST",
    };

    private static readonly Option<long?> Limit = new("--limit")
    {
        Description = "How many at the most; 0 for all. Default: 50 in a table, else all",
        HelpName = "N",
    };

    private static readonly Option<string> Format = CreateFormat();

    public static Command Create()
    {
        var command = new Command("list", "List who is in a segment")
        {
            What, Columns, Sort, Limit, Format, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata list enterprise-expansion --limit 20
            strata list 'employees >= 500' --columns 'name, employees, count(page_view) in last 30 days' --sort 'employees desc'
            strata list enterprise-expansion --format csv > members.csv
            """);
    }

    private static Option<string> CreateFormat()
    {
        var option = new Option<string>("--format") { Description = "How to print: table, csv or json", HelpName = "table|csv|json", DefaultValueFactory = _ => "table" };
        option.AcceptOnlyFromAmong("table", "csv", "json");
        return option;
    }

    private static int Run(CliContext context)
    {
        string what = context.Arguments.GetRequiredValue(What);
        string format = context.Json ? "json" : context.Arguments.GetRequiredValue(Format);
        long? limit = context.Arguments.GetValue(Limit) switch
        {
            null => format == "table" ? TableLimit : null,
            0 => null,
            < 0 => throw new UserErrorException("argument", "--limit takes a number from 0."),
            { } given => given,
        };
        context.SourceText = what;
        using Workspace workspace = context.OpenWorkspace();
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, what, context.Of);
        var columns = MemberColumns.Parse(workspace.Library, selection.Plan.Of, context.Arguments.GetValue(Columns), context.Arguments.GetValue(Sort));
        AsOf asOf = context.AsOf(workspace);
        context.Warn(selection.Warning);
        if (format == "table")
        {
            WriteTable(context, workspace, selection.Plan, columns, limit, asOf);
            return ExitCode.Done;
        }

        using MemberWriter writer = format == "csv" ? new CsvMemberWriter(context.Output, columns) : new JsonMemberWriter(context.Output, columns, lines: false);
        Read(context, workspace, selection.Plan, columns, limit, asOf, writer.Write);
        return ExitCode.Done;
    }

    private static void WriteTable(CliContext context, Workspace workspace, SegmentPlan plan, MemberColumns columns, long? limit, AsOf asOf)
    {
        var rows = new List<IReadOnlyList<string>>();
        Read(context, workspace, plan, columns, limit, asOf, cells => rows.Add([.. cells.Select(CellText.Of)]));
        Tables.Write(context.Console, [.. columns.Columns.Select(Header)], rows);
        if (rows.Count == limit)
        {
            long all = context.Engine(workspace).Count(plan, asOf, context.Cancellation);
            if (all > limit)
            {
                context.Error.WriteLine($"{Phrases.Number(rows.Count)} of {Phrases.Count(all, plan.Of)}; --limit 0 shows all.");
            }
        }
    }

    private static string Header(MemberColumn column) => column.Value is { IsNumeric: true } ? column.Header + "#" : column.Header;

    private static void Read(
        CliContext context, Workspace workspace, SegmentPlan plan, MemberColumns columns, long? limit, AsOf asOf, Action<IReadOnlyList<object?>> write)
    {
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        context.Engine(workspace).List(plan, values, order, limit, asOf, row => write(columns.Cells(row)), context.Cancellation);
    }
}
