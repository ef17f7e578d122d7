using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata lookalikes</c>: accounts that are like those of a segment or a file, and why.</summary>
internal static class LookalikesCommand
{
    private static readonly Argument<string?> What = new("SEGMENT") { Description = "A segment's name, a definition file, or an expression in quotes", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> List = new("--list") { Description = "Take the accounts of this file instead: an id, domain or name a line, or the column 'id' of a CSV file", HelpName = "FILE" };

    private static readonly Option<int> Limit = new("--limit") { Description = "How many accounts to show", HelpName = "N", DefaultValueFactory = _ => 50 };

    public static Command Create()
    {
        var command = new Command("lookalikes", "Find accounts that are like those of a segment or a list, and say why") { What, List, Limit, CommonOptions.Engine, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata lookalikes 'any(opportunities where is_won)' --limit 20
            strata lookalikes --list best-customers.csv --json
            """);
    }

    private static int Run(CliContext context)
    {
        (string? what, string? list) = (context.Arguments.GetValue(What), context.Arguments.GetValue(List));
        if (what is null == list is null)
        {
            throw new UserErrorException("argument", "Whom are they to be like?", fix: "Name a segment, or a file with --list.");
        }

        int limit = context.Arguments.GetValue(Limit) is >= 1 and <= 10_000 and var given ? given : throw new UserErrorException("argument", "--limit takes a number from 1 to 10,000.");
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyCollection<long> seeds = list is null ? Members(context, workspace, what!) : Listed(context, workspace, list);
        Lookalikes found;
        using (var line = new ProgressLine(context))
        {
            found = Lookalikes.Find(workspace, seeds, limit, new ScoreLine(line), context.Cancellation);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, found);
        }
        else
        {
            ScoreRenderer.Write(context, found);
        }

        return ExitCode.Done;
    }

    private static IReadOnlyCollection<long> Members(CliContext context, Workspace workspace, string what)
    {
        context.SourceText = what;
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, what, EntityKind.Account);
        context.Warn(selection.Warning);
        return SeedAccounts.Of(workspace, context.Engine(workspace), selection, context.Cancellation);
    }

    private static IReadOnlyCollection<long> Listed(CliContext context, Workspace workspace, string list)
    {
        SeedAccounts seeds = SeedAccounts.Read(workspace, list, context.Cancellation);
        context.Warn(seeds.Unknown.Count == 0 ? null : $"{Phrases.Count(seeds.Unknown.Count, "account")} of the file are not known: {string.Join(", ", seeds.Unknown.Take(5))}{(seeds.Unknown.Count > 5 ? " …" : "")}");
        return seeds.Accounts;
    }
}
