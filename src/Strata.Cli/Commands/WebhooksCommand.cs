using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Activation.Webhooks;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata webhooks</c>: who is told of changes of membership by HTTP.</summary>
internal static class WebhooksCommand
{
    private static readonly Argument<string> Url = new("URL") { Description = "Where changes are sent to: https://…" };

    private static readonly Argument<string> Id = new("ID") { Description = "The webhook's id, as 'strata webhooks list' shows it" };

    private static readonly Option<string[]> Segments = new("--segment") { Description = "A segment that it is told of; may be given several times. Default: all", HelpName = "NAME" };

    private static readonly Option<string> Events = new("--events") { Description = "What it is told of", HelpName = "entered,left", DefaultValueFactory = _ => "entered,left" };

    private static readonly Option<int> Limit = new Option<int>("--limit") { Description = "How many attempts to show, the newest first", HelpName = "N", DefaultValueFactory = _ => 20 }.FromOne();

    private static readonly Option<long> From = new("--from") { Description = "The offset of the first change to send again; each delivery shows its own", HelpName = "OFFSET", Required = true };

    public static Command Create()
    {
        var create = new Command("create", "Tell an address of who enters and leaves segments, from now on; its secret is shown this once") { Url, Segments, Events, CommonOptions.Json };
        create.Runs(CreateWebhook);
        create.IsAudited();
        var list = new Command("list", "List the webhooks and how they stand") { CommonOptions.Json };
        list.Runs(List);
        var delete = new Command("delete", "Tell an address nothing more") { Id };
        delete.Runs(Delete);
        delete.IsAudited();
        var deliveries = new Command("deliveries", "Show the last attempts of a webhook") { Id, Limit, CommonOptions.Json };
        deliveries.Runs(Deliveries);
        var replay = new Command("replay", "Send every change again from an offset on; a webhook that was given up is sent to again") { Id, From };
        replay.Runs(Replay);
        replay.IsAudited();
        return new Command("webhooks", "Tell other programs of who enters and leaves segments") { create, list, delete, deliveries, replay }.WithExamples(
            """
            strata webhooks create https://example.com/hooks/strata --segment target-accounts --events entered
            strata webhooks deliveries 5f21a70f171f
            strata webhooks replay 5f21a70f171f --from 1200
            """);
    }

    private static int CreateWebhook(CliContext context)
    {
        (bool entered, bool left) = EventsOf(context.Arguments.GetRequiredValue(Events));
        using Workspace workspace = context.OpenWorkspace();
        Webhook webhook = workspace.Webhooks.Create(context.Arguments.GetRequiredValue(Url), context.Arguments.GetValue(Segments) ?? [], entered, left);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { webhook.Id, webhook.Url, webhook.Secret, webhook.Segments, events = Names(webhook), webhook.Position });
            return ExitCode.Done;
        }

        context.Output.WriteLine($"{webhook.Id} {webhook.Secret}");
        context.Error.WriteLine("This is the webhook's id and the secret that it is signed with. Keep the secret now: it is not shown again.");
        return ExitCode.Done;
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<WebhookState> webhooks = workspace.Webhooks.All();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, webhooks.Select(state => new
            {
                state.Webhook.Id,
                state.Webhook.Url,
                state.Webhook.Segments,
                events = Names(state.Webhook),
                state.Webhook.Position,
                state.Waiting,
                state.Dead,
                disabledAt = state.Webhook.DisabledAt is { } at ? Microseconds.ToText(at) : null,
                state.Webhook.DisabledReason,
            }));
            return ExitCode.Done;
        }

        if (webhooks.Count == 0)
        {
            context.Output.WriteLine("There are no webhooks. 'strata webhooks create URL' makes one.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["id", "url", "segments", "events", "told up to#", "waiting#", "given up#", "state"],
            webhooks.Select(state => new[]
            {
                state.Webhook.Id, state.Webhook.Url.ToString(), state.Webhook.Segments.Count == 0 ? "all" : string.Join(", ", state.Webhook.Segments), string.Join(", ", Names(state.Webhook)),
                state.Webhook.Position.ToString(CultureInfo.InvariantCulture), Phrases.Number(state.Waiting), Phrases.Number(state.Dead),
                state.Webhook.DisabledAt is { } at ? $"given up {Microseconds.ToText(at)}: {state.Webhook.DisabledReason}" : "sent to",
            }));
        return ExitCode.Done;
    }

    private static int Delete(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        Webhook webhook = workspace.Webhooks.Delete(context.Arguments.GetRequiredValue(Id));
        context.Output.WriteLine($"The webhook to {webhook.Url} is deleted.");
        return ExitCode.Done;
    }

    private static int Deliveries(CliContext context)
    {
        int limit = context.Arguments.GetValue(Limit);
        using Workspace workspace = context.OpenWorkspace();
        IReadOnlyList<WebhookAttempt> attempts = workspace.Webhooks.Attempts(context.Arguments.GetRequiredValue(Id), limit);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, attempts.Select(one => new { one.Offset, at = Microseconds.ToText(one.At), one.Outcome, one.Status, one.Error, milliseconds = Math.Round(one.Milliseconds, 2) }));
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["offset#", "when", "outcome", "status#", "ms#", ""],
            attempts.Select(one => new[]
            {
                one.Offset.ToString(CultureInfo.InvariantCulture), Microseconds.ToText(one.At), one.Outcome, one.Status?.ToString(CultureInfo.InvariantCulture) ?? "",
                one.Milliseconds.ToString("0.0", CultureInfo.InvariantCulture), one.Error ?? "",
            }));
        return ExitCode.Done;
    }

    private static int Replay(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        long from = context.Arguments.GetValue(From);
        Webhook webhook = workspace.Webhooks.Replay(context.Arguments.GetRequiredValue(Id), from);
        context.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Every change from offset {from} on is sent again to {webhook.Url}."));
        return ExitCode.Done;
    }

    private static (bool Entered, bool Left) EventsOf(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(name => name is "entered" or "left")
            ? (names.Contains("entered", StringComparer.Ordinal), names.Contains("left", StringComparer.Ordinal))
            : throw new UserErrorException("argument", $"'{text}' names no events.", fix: "Give entered, left, or both with a comma between them.");
    }

    private static string[] Names(Webhook webhook) => [.. webhook.Entered ? ["entered"] : Array.Empty<string>(), .. webhook.Left ? ["left"] : Array.Empty<string>()];
}
