using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Identity;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata identify</c>: whose an address or an id is, and why.</summary>
internal static class IdentifyCommand
{
    private static readonly Argument<string> Given = new("IP|EMAIL|ID")
    {
        Description = "An IP address, an e-mail address, a user's id or a visitor's anonymous id",
    };

    public static Command Create()
    {
        var command = new Command("identify", "Say which account and contact an address or id belongs to, and by which rule") { Given, CommonOptions.Json };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata identify 203.0.113.7
            strata identify ann@acme.com
            strata identify 5f8a2c1e-0b7d-4a55-9f3e-2d1c0b9a8f7e --json
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        IdentityExplanation found = new IdentityLookup(workspace).Explain(context.Arguments.GetRequiredValue(Given), context.Cancellation);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                found.Given,
                found.As,
                found.Account,
                found.Contact,
                Rule = LinkReport.Rule(found.Rule),
                found.Confidence,
                Steps = found.Steps.Select(step => new { Rule = LinkReport.Rule(step.Rule), step.Said, step.Finding }),
                Links = found.Links.Select(link => LinkReport.ToJson(workspace, link)),
            });
            return ExitCode.Done;
        }

        context.Output.WriteLine($"account  {Name(found.Account)}{(found.Account is null ? "" : $", by {LinkReport.Rule(found.Rule)}{Sure(found)}")}");
        context.Output.WriteLine($"contact  {Name(found.Contact)}");
        context.Output.WriteLine();
        Tables.Write(context.Console, ["rule", "by", "finding"], found.Steps.Select(step => new[] { LinkReport.Rule(step.Rule), step.Said, step.Finding }));
        if (found.Links.Count > 0)
        {
            context.Output.WriteLine();
            LinkReport.Write(context, workspace, found.Links);
        }

        return ExitCode.Done;
    }

    private static string Sure(IdentityExplanation found) =>
        found.Rule == AttributionRule.Ip ? string.Create(CultureInfo.InvariantCulture, $", confidence {found.Confidence:0.00}") : "";

    private static string Name(KnownEntity? entity) => entity is null ? "nobody" : entity.Name is null ? entity.Id : $"{entity.Id} ({entity.Name})";
}
