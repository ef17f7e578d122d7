using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Hosting.Remote;
using Strata.Cli.Rendering;
using Strata.Language.Time;
using Strata.Platform.Profile;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata icp</c>: who buys, learned from won and lost deals.</summary>
internal static class IcpCommand
{
    private static readonly Option<int> Months = new("--months") { Description = "How many months back a deal may have been closed", HelpName = "N", DefaultValueFactory = _ => new ProfileOptions().Months };

    private static readonly Option<double> Holdout = new("--holdout") { Description = "What share of the closed deals, the latest, judges the profile instead of making it", HelpName = "SHARE", DefaultValueFactory = _ => new ProfileOptions().HeldOut };

    private static readonly Option<double> Coverage = new("--coverage") { Description = "What share of the won deals the profile must hold at least; less makes it narrower", HelpName = "SHARE", DefaultValueFactory = _ => new ProfileOptions().LeastCoverage };

    private static readonly Option<string[]> Allow = new("--allow") { Description = "A field or collection to look at although it is refused; may be given again", HelpName = "FIELD" };

    private static readonly Option<string?> Save = new("--save") { Description = "Store the profile as a segment of that name", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("icp", "Learn the ideal customer profile from won and lost deals: a definition, who is disqualified, and what speaks for it")
        {
            Months, CommonOptions.AsOf, Holdout, Coverage, Allow, Save, CommonOptions.Json,
        };
        command.RunsAsync(RunAsync, CommandUse.Reads);
        command.IsAudited(arguments => arguments.GetValue(Save) is not null);
        return command.WithExamples(
            """
            strata icp
            strata icp --months 36 --save ideal-customers
            strata icp --as-of 2026-06-30 --json
            """);
    }

    private static async Task<int> RunAsync(CliContext context)
    {
        var options = new ProfileOptions
        {
            Months = context.Arguments.GetValue(Months),
            HeldOut = context.Arguments.GetValue(Holdout),
            LeastCoverage = context.Arguments.GetValue(Coverage),
            Allowed = context.Arguments.GetValue(Allow) ?? [],
        };
        (IdealCustomerProfile profile, AsOf asOf) = Find(context, options);
        string? name = context.Arguments.GetValue(Save);
        if (name is not null)
        {
            // Looking takes long and only reads; storing is done in turn.
            await InTurn.RunAsync(() => Store(context, profile, name, asOf), context.Cancellation);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, profile);
            return ExitCode.Done;
        }

        ProfileReport.Write(context, profile);
        if (name is not null)
        {
            context.Output.WriteLine($"Stored as segment '{name}': `strata count {name} --per-clause` sizes it, `strata list {name}` lists who fits.");
        }

        return ExitCode.Done;
    }

    private static (IdealCustomerProfile Profile, AsOf AsOf) Find(CliContext context, ProfileOptions options)
    {
        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        using var line = new ProgressLine(context);
        return (ProfileFinder.Find(workspace, options, asOf, new ProfileLine(line), context.Cancellation), asOf);
    }

    private static int Store(CliContext context, IdealCustomerProfile profile, string name, AsOf asOf)
    {
        using Workspace workspace = context.OpenWorkspace();
        ProfileSegment.Save(workspace, profile, name, Author.Find(), asOf, context.Cancellation);
        return ExitCode.Done;
    }

    private sealed class ProfileLine(ProgressLine line) : IProgress<double>
    {
        public void Report(double value) => line.Show("learning from deals", value, 1);
    }
}
