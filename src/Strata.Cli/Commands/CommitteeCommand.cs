using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting.Committees;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata committee</c>: which roles of the buying committee are known at accounts, and which are missing.</summary>
internal static class CommitteeCommand
{
    private static readonly Argument<string> What = WhatArgument.Create("SEGMENT");
    private static readonly Option<string> By = new("--by") { Description = "The segmentation of contacts that says roles", HelpName = "SEGMENTATION", DefaultValueFactory = _ => CommitteeCoverage.UsualSegmentation };

    private static readonly Option<string?> Roles = new("--roles")
    {
        Description = $"The roles that are wanted, separated by commas. Default: {string.Join(", ", CommitteeCoverage.UsualRoles)}",
        HelpName = "ROLE[,ROLE…]",
    };

    private static readonly Option<int> Limit = new("--limit") { Description = "How many accounts to list", HelpName = "N", DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        var command = new Command("committee", "Show which roles of the buying committee are known at the accounts of a segment, and which are missing")
        {
            What, By, Roles, Limit, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata committee target-accounts
            strata committee target-accounts --roles 'Economic buyer, Champion' --limit 20
            """);
    }

    private static int Run(CliContext context)
    {
        string[] roles = context.Arguments.GetValue(Roles)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [.. CommitteeCoverage.UsualRoles];
        int limit = context.Arguments.GetValue(Limit);
        if (limit < 0)
        {
            throw new UserErrorException("argument", "--limit takes a number from 0.");
        }

        using Workspace workspace = context.OpenWorkspace();
        SegmentSelection selection = WhatArgument.Select(context, workspace, [context.Arguments.GetRequiredValue(What)])[0];
        var coverage = CommitteeCoverage.Find(workspace, context.Engine(workspace), selection.Plan, context.Arguments.GetRequiredValue(By), roles, limit, context.AsOf(workspace), context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, coverage);
            return ExitCode.Done;
        }

        Tables.Write(context.Console, ["role", "accounts#", "share#", ""], coverage.Roles.Select(role => new[] { role.Role, Phrases.Number(role.Accounts), Phrases.Share(role.Share), Phrases.Bar(role.Share ?? 0) }));
        context.Output.WriteLine();
        Tables.Write(context.Console, ["roles known#", "accounts#"], coverage.ByRolesCovered.Select((accounts, known) => new[] { $"{known} of {roles.Length}", Phrases.Number(accounts) }));
        if (coverage.Accounts.Count > 0)
        {
            context.Output.WriteLine();
            Tables.Write(context.Console, ["account", "name", "contacts#", "missing"], coverage.Accounts.Select(account => new[] { account.Id, account.Name ?? "", Phrases.Number(account.Contacts), string.Join(", ", account.Missing) }));
        }

        return ExitCode.Done;
    }
}
