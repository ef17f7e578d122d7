using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata keys</c>: who may use the server's interface.</summary>
internal static class KeysCommand
{
    private static readonly Option<KeyScope> Scope = new("--scope")
    {
        Description = "What it may do: track (send events; may be public), read, write (read, send events, change data and definitions, manage webhooks), admin (everything)",
        HelpName = "track|read|write|admin",
        Required = true,
    };

    private static readonly Option<string> Name = new("--name") { Description = "What to call it", HelpName = "NAME", DefaultValueFactory = _ => "" };

    private static readonly Option<int?> RateLimit = new("--rate-limit") { Description = "The most requests a second; 0 for any number. Default: what the server allows every key", HelpName = "N" };

    private static readonly Argument<string> Key = new("KEY") { Description = "The key's id, as 'strata keys list' shows it, or its name" };

    public static Command Create()
    {
        var create = new Command("create", "Make a key; it is shown this once and kept nowhere") { Scope, Name, RateLimit, CommonOptions.Json };
        create.Runs(CreateKey);
        create.IsAudited();
        var list = new Command("list", "List the keys") { CommonOptions.Json };
        list.Runs(List);
        var revoke = new Command("revoke", "Refuse a key from now on") { Key };
        revoke.Runs(Revoke);
        revoke.IsAudited();
        return new Command("keys", "Make, list and revoke the keys of the server's interface") { create, list, revoke }.WithExamples(
            """
            strata keys create --scope track --name website
            strata keys list
            strata keys revoke website
            """);
    }

    private static int CreateKey(CliContext context)
    {
        int? limit = context.Arguments.GetValue(RateLimit) is not < 0
            ? context.Arguments.GetValue(RateLimit)
            : throw new UserErrorException("argument", "--rate-limit takes a number from 0.");
        using Workspace workspace = context.OpenOrCreateWorkspace();
        (ApiKey key, string text) = workspace.Keys.Create(context.Arguments.GetValue(Scope), context.Arguments.GetRequiredValue(Name), limit);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { key.Id, key.Name, scope = ApiKeys.NameOf(key.Scope), key.RateLimit, key = text });
            return ExitCode.Done;
        }

        context.Output.WriteLine(text);
        context.Error.WriteLine($"This is the key {key.Id}. Keep it now: it is not shown again.");
        return ExitCode.Done;
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        IReadOnlyList<ApiKey> keys = workspace.Keys.All();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, keys.Select(key => new
            {
                key.Id,
                key.Name,
                scope = ApiKeys.NameOf(key.Scope),
                key.RateLimit,
                createdAt = Microseconds.ToText(key.CreatedAt),
                revokedAt = key.RevokedAt is { } at ? Microseconds.ToText(at) : null,
            }));
            return ExitCode.Done;
        }

        if (keys.Count == 0)
        {
            context.Output.WriteLine("There are no keys. 'strata keys create --scope read' makes one.");
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["id", "name", "scope", "requests a second#", "made", "state"],
            keys.Select(key => new[]
            {
                key.Id, key.Name, ApiKeys.NameOf(key.Scope), key.RateLimit switch { null => "standard", 0 => "any", { } limit => Phrases.Number(limit) }, Microseconds.ToText(key.CreatedAt),
                key.RevokedAt is { } at ? $"revoked {Microseconds.ToText(at)}" : "accepted",
            }));
        return ExitCode.Done;
    }

    private static int Revoke(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        ApiKey key = workspace.Keys.Revoke(context.Arguments.GetRequiredValue(Key));
        context.Output.WriteLine($"The key {key.Id} is revoked.");
        return ExitCode.Done;
    }
}
