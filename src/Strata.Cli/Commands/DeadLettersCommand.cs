using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Ingest;
using Strata.Platform.Ingest.Store;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata dead-letters</c>: messages of the tracking API that could not be taken.</summary>
internal static class DeadLettersCommand
{
    private const int LongestShown = 120;
    private static readonly Option<int> Limit = new Option<int>("--limit") { Description = "How many at most, the newest first", HelpName = "N", DefaultValueFactory = _ => 20 }.FromOne();
    private static readonly Option<bool> All = new("--all") { Description = "Those too that were replayed" };
    private static readonly Argument<long[]> Ids = new("ID") { Description = "Which; none means all that were not taken so far", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create()
    {
        var replay = new Command("replay", "Send them again as they came, through the server that runs; what is taken now counts from its own instant") { Ids, CommonOptions.Json };
        replay.RunsAsync(ReplayAsync, CommandUse.Reads);
        replay.IsAudited();
        var command = new Command("dead-letters", "Show the messages that could not be taken, with the reason; send them again") { Limit, All, CommonOptions.Json, replay };
        command.Runs(List);
        return command.WithExamples(
            """
            strata dead-letters
            strata dead-letters --json --limit 1000
            strata dead-letters replay
            """);
    }

    private static int List(CliContext context)
    {
        int limit = context.Arguments.GetValue(Limit);
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<StoredDeadLetter> letters = DeadLetters.List(workspace.Connection, limit, context.Arguments.GetValue(All));
        if (context.Json)
        {
            JsonOutput.Write(context.Output, letters.Select(stored => new
            {
                stored.Id,
                receivedAt = Microseconds.ToText(stored.Letter.ReceivedAt),
                stored.Letter.WriteKey,
                stored.Letter.Kind,
                stored.Letter.Ip,
                stored.Letter.UserAgent,
                stored.Letter.Reason,
                stored.Letter.Message,
                replayedAt = stored.ReplayedAt is { } at ? Microseconds.ToText(at) : null,
            }));
            return ExitCode.Done;
        }

        if (letters.Count == 0)
        {
            context.Output.WriteLine("There are none: every message was taken.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["id#", "received", "key", "call", "reason", "message"],
            letters.Select(stored => new[]
            {
                stored.Id.ToString(CultureInfo.InvariantCulture), Microseconds.ToText(stored.Letter.ReceivedAt), stored.Letter.WriteKey, stored.Letter.Kind,
                stored.ReplayedAt is { } at ? $"replayed {Microseconds.ToText(at)}" : stored.Letter.Reason, Shown(stored.Letter.Message),
            }));
        long count = DeadLetters.Count(workspace.Connection);
        context.Output.WriteLine($"{Phrases.Number(count)} not taken. 'strata dead-letters replay' sends them again.");
        return ExitCode.Done;
    }

    private static async Task<int> ReplayAsync(CliContext context)
    {
        if (CommandHost.Current?.Command.Services.Writer is not IngestPipeline pipeline)
        {
            throw new UserErrorException("server", "Messages are taken by a server, and none runs for this data directory.", fix: "Start one with 'strata serve', then replay.");
        }

        long[] ids = context.Arguments.GetValue(Ids) ?? [];
        IReadOnlyList<ReplayedLetter> replayed = await DeadLetterReplay.RunAsync(pipeline, ids.Length == 0 ? null : ids.ToHashSet(), context.Cancellation);
        ReplayedLetter[] left = [.. replayed.Where(letter => letter.Problem is not null)];
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { taken = replayed.Count - left.Length, refused = left });
            return ExitCode.Done;
        }

        foreach (ReplayedLetter letter in left)
        {
            context.Output.WriteLine($"{letter.Id.ToString(CultureInfo.InvariantCulture)}: {letter.Problem}");
        }

        context.Output.WriteLine($"{Phrases.Number(replayed.Count - left.Length)} taken, {Phrases.Number(left.Length)} refused again.");
        return ExitCode.Done;
    }

    private static string Shown(string message) => message.Length <= LongestShown ? message : $"{message[..LongestShown]}…";
}
