using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata settings</c>: what holds for the whole workspace.</summary>
internal static class SettingsCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The setting: " + string.Join(", ", WorkspaceSettings.All.Select(setting => setting.Name)) };

    private static readonly Argument<string> Value = new("VALUE") { Description = "Its new value" };

    public static Command Create()
    {
        var get = new Command("get", "Print one setting") { Name, CommonOptions.Json };
        get.Runs(Get);
        var set = new Command("set", "Change one setting") { Name, Value };
        set.Runs(Set, CommandUse.Changes);
        set.IsAudited();
        var command = new Command("settings", "Show or change the workspace's settings: time zone, currency, precedence of sources, sign-in, memory, webhooks and more") { CommonOptions.Json, get, set };
        command.Runs(List);
        return command.WithExamples(
            """
            strata settings
            strata settings set zone Europe/Berlin
            strata settings get currency
            strata settings set precedence 'crm, enrichment, tracking, inference'
            """);
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, WorkspaceSettings.All.ToDictionary(setting => setting.Name, setting => workspace.Settings.Show(setting.Name), StringComparer.Ordinal));
        }
        else
        {
            Tables.Write(
                context.Console,
                ["setting", "value", "meaning"],
                WorkspaceSettings.All.Select(setting => new[] { setting.Name, workspace.Settings.Show(setting.Name), setting.Description }));
        }

        return ExitCode.Done;
    }

    private static int Get(CliContext context)
    {
        using Workspace workspace = context.OpenOrCreateWorkspace();
        string name = context.Arguments.GetRequiredValue(Name);
        string value = workspace.Settings.Show(name);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new Dictionary<string, string>(StringComparer.Ordinal) { [name] = value });
        }
        else
        {
            context.Output.WriteLine(value);
        }

        return ExitCode.Done;
    }

    private static int Set(CliContext context)
    {
        string name = context.Arguments.GetRequiredValue(Name);
        CommandAudit.IsAbout($"setting {name}");
        using Workspace workspace = context.OpenOrCreateWorkspace();
        workspace.Settings.Set(name, context.Arguments.GetRequiredValue(Value));
        context.Output.WriteLine($"{name} is {workspace.Settings.Show(name)}");
        return ExitCode.Done;
    }
}
