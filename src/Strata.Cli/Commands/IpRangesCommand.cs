using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata ip-ranges</c>: the user's own ranges of addresses, and whose they are.</summary>
internal static class IpRangesCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "A CSV file: range,account or first,last,account; and confidence where you have it" };

    private static readonly Option<bool> Replace = new("--replace") { Description = "Forget every range that the file does not have" };

    public static Command Create()
    {
        var import = new Command("import", "Read ranges of addresses from a CSV file") { File, Replace, CommonOptions.Json };
        import.Runs(Import, CommandUse.Changes);
        import.IsAudited();
        import.WithExamples("strata ip-ranges import offices.csv");
        var command = new Command("ip-ranges", "Say which addresses belong to which account, beyond what networks are called") { CommonOptions.Json, import };
        command.Runs(List);
        return command.WithExamples(
            """
            strata ip-ranges
            strata ip-ranges import offices.csv --replace
            """);
    }

    private static int Import(CliContext context)
    {
        IReadOnlyList<IpRange> ranges = IpRangeFile.Read(context.Arguments.GetRequiredValue(File));
        using Workspace workspace = context.OpenOrCreateWorkspace();
        IpRangeStore.Write(workspace.Connection, ranges, context.Arguments.GetValue(Replace));
        int now = IpRangeStore.Read(workspace.Connection).Count;
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { Imported = ranges.Count, Ranges = now });
        }
        else
        {
            context.Output.WriteLine($"{Phrases.Number(ranges.Count)} ranges read; {Phrases.Number(now)} are known now.");
        }

        return ExitCode.Done;
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<IpRange> ranges = IpRangeStore.Read(workspace.Connection);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, ranges.Select(range => new { Range = range.ToString(), range.Account, range.Confidence }));
        }
        else if (ranges.Count == 0)
        {
            context.Output.WriteLine("No ranges were imported.");
        }
        else
        {
            Tables.Write(
                context.Console,
                ["range", "account", "confidence#"],
                ranges.Select(range => new[] { range.ToString(), range.Account, range.Confidence.ToString("0.00", CultureInfo.InvariantCulture) }));
        }

        return ExitCode.Done;
    }
}
