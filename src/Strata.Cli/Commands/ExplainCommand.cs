using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Index.Entity.Data;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata explain</c>: why somebody is in a segment, or is not.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> What = WhatArgument.Create();

    private static readonly Option<string?> Account = new("--account") { Description = "The account: its id, domain or name", HelpName = "ID" };

    private static readonly Option<string?> Contact = new("--contact") { Description = "The contact: its id, e-mail address or name", HelpName = "ID" };

    public static Command Create()
    {
        var command = new Command("explain", "Explain why an account or a contact is in a segment, or is not")
        {
            What, Account, Contact, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata explain enterprise-expansion --account acme.com
            strata explain 'employees >= 500 and any(intent) in last 30 days' --account 0013000000
            strata explain executives --contact ada@acme.com --as-of 2026-06-30
            """);
    }

    private static int Run(CliContext context)
    {
        string what = context.Arguments.GetRequiredValue(What);
        string? account = context.Arguments.GetValue(Account);
        string? contact = context.Arguments.GetValue(Contact);
        if (account is null == contact is null)
        {
            throw new UserErrorException("argument", "Whom to explain is not clear.", fix: "Give either --account ID or --contact ID.");
        }

        EntityKind kind = account is null ? EntityKind.Contact : EntityKind.Account;
        context.SourceText = what;
        using Workspace workspace = context.OpenWorkspace();
        SegmentSelection selection = SegmentSelection.Find(workspace.Library, what, kind);
        if (selection.Plan.Of != kind)
        {
            string other = selection.Plan.Of == EntityKind.Account ? "account" : "contact";
            throw new UserErrorException("argument", $"'{selection.Name}' is a segment of {other}s.", fix: $"Give --{other} ID.");
        }

        var entities = new EntityReader(workspace.Connection, workspace.Catalog);
        StateRow entity = new EntityFinder(workspace.Connection, entities).Find(kind, account ?? contact!);
        AsOf asOf = context.AsOf(workspace);
        IAudienceEngine engine = context.Engine(workspace);
        Explanation explanation = new Explainer(entities, new SegmentRanks(engine)).Explain(selection.Plan, entity, asOf);
        (engine as ComparedAudienceEngine)?.RequireMembership(explanation.IsMember, selection.Plan, entity.Id, entity.Reference, asOf, context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, explanation);
            return ExitCode.Done;
        }

        context.Warn(selection.Warning);
        context.Output.Write(ExplanationText.Render(explanation));
        return ExitCode.Done;
    }
}
