using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata suggest</c>: which clause to change for another size.</summary>
internal static class SuggestCommand
{
    private const int TableLimit = 10;

    private static readonly Argument<string> What = WhatArgument.Create("SEGMENT");

    private static readonly Option<long?> Size = new("--size") { Description = "About how many it should have (within 5 %)", HelpName = "N" };

    private static readonly Option<long?> Min = new("--min") { Description = "How many it should have at least", HelpName = "N" };

    private static readonly Option<long?> Max = new("--max") { Description = "How many it should have at the most", HelpName = "N" };

    private static readonly Option<Channel?> For = CreateChannel();

    private static readonly Option<int?> Limit = new("--limit") { Description = "How many changes to show; 0 for all. Default: 10 in a table, else all", HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("suggest", "Say which clause to loosen or tighten, and to what, for a segment of another size")
        {
            What, Size, Min, Max, For, Limit, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata suggest enterprise-expansion                        until it is large enough for a channel
            strata suggest enterprise-expansion --channel email
            strata suggest 'employees >= 500 and any(intent) in last 7 days' --size 200
            strata suggest enterprise-expansion --min 1000 --max 2000 --json
            """);
    }

    private static Option<Channel?> CreateChannel() => new("--channel")
    {
        Description = "As many as the channel needs: display 1,000, email 500, sales 50, or what the segment's 'minimum:' says",
        HelpName = "display|email|sales",
        CustomParser = result => Enum.TryParse(result.Tokens[0].Value, ignoreCase: true, out Channel channel) && Enum.IsDefined(channel) && !char.IsDigit(result.Tokens[0].Value[0])
            ? channel
            : Refuse(result),
    };

    private static Channel? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is no channel: display, email or sales.");
        return null;
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        context.SourceText = context.Arguments.GetRequiredValue(What);
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, context.SourceText, context.Of);
        var found = SizeSuggestions.Find(context.Engine(workspace), selection, Target(context, selection), asOf, context.Cancellation);
        SuggestionReport.Write(context, selection, found, asOf, context.Arguments.GetValue(Limit) ?? (context.Json ? 0 : TableLimit));
        return ExitCode.Done;
    }

    private static Func<long, SizeTarget>? Target(CliContext context, SegmentSelection selection)
    {
        long? size = context.Arguments.GetValue(Size), min = context.Arguments.GetValue(Min), max = context.Arguments.GetValue(Max);
        Channel? channel = context.Arguments.GetValue(For);
        bool isRange = min is not null || max is not null;
        if ((size is null ? 0 : 1) + (isRange ? 1 : 0) + (channel is null ? 0 : 1) > 1)
        {
            throw new UserErrorException("argument", "The wanted size is said in several ways.", fix: "Give --size, or --min and --max, or --channel.");
        }

        if (context.Arguments.GetValue(Limit) < 0)
        {
            throw new UserErrorException("argument", "--limit takes a number from 0.");
        }

        return (size, isRange, channel) switch
        {
            ({ } about, _, _) => _ => SizeTarget.About(about),
            (_, true, _) => now => SizeTarget.Between(min, max, now),
            (_, _, { } given) => now => SizeSuggestions.OfChannel(selection, given, now),
            _ => null,
        };
    }
}
