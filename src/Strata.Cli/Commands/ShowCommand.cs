using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Index.Entity.Data;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata show</c>: what is known of an account or a contact, who said it, and how old it is.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> Who = new("WHO") { Description = "The account or contact: its id, domain or e-mail, or name" };

    public static Command Create()
    {
        var command = new Command("show", "Show what is known of an account or a contact, who said it, and how old it is")
        {
            Who, CommonOptions.Of, CommonOptions.AsOf, CommonOptions.Json,
        };
        command.Runs(Run);
        return command.WithExamples(
            """
            strata show acme.com
            strata show ada@acme.com --of contacts --as-of 2026-06-30
            """);
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        var reader = new EntityReader(workspace.Connection, workspace.Catalog);
        StateRow entity = new EntityFinder(workspace.Connection, reader).Find(context.Of, context.Arguments.GetRequiredValue(Who));
        IReadOnlyList<KnownValue> values = KnownValue.Of(workspace, context.Of, entity.Reference, asOf);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { entity.Id, asOf = Microseconds.ToText(asOf.Instant), fields = values });
            return ExitCode.Done;
        }

        Tables.Write(
            context.Console,
            ["field", "value", "said by", "observed", "verified", ""],
            values.Select(value => new[] { value.Field, value.Value, value.Source, value.ObservedAt, value.VerifiedAt, value.IsStale ? "stale" : "" }));
        return ExitCode.Done;
    }
}
