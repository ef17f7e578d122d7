using System.CommandLine;
using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Targeting;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata tal</c>: from the market to a target account list in tiers.</summary>
internal static class TargetListCommand
{
    private static readonly TargetOptions Usual = new();

    private static readonly Option<string?> Market = new("--market") { Description = "The segment of the total market. Default: total-market, or everybody", HelpName = "SEGMENT" };
    private static readonly Option<string?> Profile = new("--profile") { Description = "The segment of those who fit. Default: icp, else target-market", HelpName = "SEGMENT" };
    private static readonly Option<string?> Fit = new("--fit") { Description = "A number that says how well an account fits. Default: fit_score", HelpName = "VALUE" };

    private static readonly Option<string?> Timing = new("--timing")
    {
        Description = "A number that says how much now is the time, 0 for not at all. Default: intent_score, else engagement_score, else engagement_points",
        HelpName = "VALUE",
    };

    private static readonly Option<string?> Capacity = new("--capacity") { Description = "What the team can work in each tier. Default: 1:1=150,1:few=2000", HelpName = "TIER=N[,TIER=N…]" };
    private static readonly Option<string?> Suppress = new("--suppress") { Description = "Segments not to approach, separated by commas. Default: those whose name begins with 'suppress'", HelpName = "SEGMENT[,SEGMENT…]" };
    private static readonly Option<string> Name = new("--name") { Description = "What to call the segment of the list", HelpName = "NAME", DefaultValueFactory = _ => Usual.Name };
    private static readonly Option<string> TierName = new("--tier-name") { Description = "What to call the segmentation of the tiers", HelpName = "NAME", DefaultValueFactory = _ => Usual.TierName };
    private static readonly Option<bool> Save = new("--save") { Description = "Store the list and its tiers as definitions" };
    private static readonly Option<string?> Account = new("--account") { Description = "Say why this account is in its tier, or not on the list", HelpName = "ID|DOMAIN|NAME" };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many accounts to show", HelpName = "N", DefaultValueFactory = _ => 10 };

    public static Command Create()
    {
        var command = new Command("tal", "Make a target account list: from the total market to those who fit and whose time is now, in tiers that the team can work")
        {
            Market, Profile, Fit, Timing, Capacity, Suppress, Name, TierName, Save, Account, Limit, CommonOptions.AsOf, CommonOptions.Engine, CommonOptions.Json,
        };
        command.Runs(Run);
        command.IsAudited(arguments => arguments.GetValue(Save));
        return command.WithExamples(
            """
            strata tal --capacity 1:1=150,1:few=2000
            strata tal --fit annual_revenue --timing engagement_points --save
            strata tal --fit annual_revenue --account acme.example
            """);
    }

    private static int Run(CliContext context)
    {
        int limit = context.Arguments.GetValue(Limit);
        if (limit < 0)
        {
            throw new UserErrorException("argument", "--limit takes a number from 0.");
        }

        using Workspace workspace = context.OpenWorkspace();
        AsOf asOf = context.AsOf(workspace);
        var builder = new TargetListBuilder(workspace, context.Engine(workspace), Options(context), asOf, context.Cancellation);
        if (context.Arguments.GetValue(Account) is { } account)
        {
            IReadOnlyList<string> said = builder.Explain(account);
            if (context.Json)
            {
                JsonOutput.Write(context.Output, new { account, reasons = said });
            }
            else
            {
                context.Output.WriteLine(string.Join(Environment.NewLine, said));
            }

            return ExitCode.Done;
        }

        TargetAccountList list = builder.Read(limit);
        if (context.Arguments.GetValue(Save))
        {
            new DefinitionReconciler(workspace, builder.Definitions, removeOthers: false).Apply(Author.Find(), "strata tal", asOf, context.Cancellation);
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, list);
            return ExitCode.Done;
        }

        Write(context, list);
        return ExitCode.Done;
    }

    private static TargetOptions Options(CliContext context) => new(
        context.Arguments.GetValue(Market),
        context.Arguments.GetValue(Profile),
        context.Arguments.GetValue(Fit),
        context.Arguments.GetValue(Timing),
        TierCapacity.Parse(context.Arguments.GetValue(Capacity)),
        context.Arguments.GetValue(Suppress)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        context.Arguments.GetRequiredValue(Name),
        context.Arguments.GetRequiredValue(TierName));

    private static void Write(CliContext context, TargetAccountList list)
    {
        Tables.Write(
            context.Console,
            ["step", "accounts#", "removed#", "share removed#"],
            list.Steps.Select((step, at) => new[] { step.Label, Phrases.Number(step.Size), at == 0 ? "" : Phrases.Number(step.Removed), at == 0 ? "" : Phrases.Share(step.ShareRemoved) }));
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["fit", "Hot#", "Warm#", "Cold#"],
            list.Matrix.GroupBy(cell => cell.Fit, StringComparer.Ordinal).Select(row => (string[])
            [
                row.Key switch { "A" => $"A: from {Number(list.Fit.Upper)}", "B" => $"B: from {Number(list.Fit.Lower)}", _ => "C: below, or unknown" },
                .. row.Select(cell => $"{Phrases.Number(cell.Count)} ({cell.Tier ?? "left out"})"),
            ]));
        context.Output.WriteLine($"Fit is {list.Fit.Value}; timing is {list.Timing.Value}: Hot from {Number(list.Timing.Upper)}, Warm above 0.");
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["tier", "accounts#", "capacity#"],
            list.Tiers.Select(tier => new[] { tier.Name, Phrases.Number(tier.Size), tier.Capacity is { } capacity ? Phrases.Number(capacity) : "" }));
        if (list.Accounts.Count > 0)
        {
            context.Output.WriteLine();
            Tables.Write(context.Console, ["account", "name", "tier", "why"], list.Accounts.Select(account => new[] { account.Id, account.Name ?? "", account.Tier, account.Reason }));
        }

        foreach (string note in list.Notes)
        {
            context.Warn(note);
        }

        context.Output.WriteLine(context.Arguments.GetValue(Save)
            ? $"Stored as the segment '{context.Arguments.GetValue(Name)}' and the segmentation '{context.Arguments.GetValue(TierName)}'."
            : "Nothing is stored; --save stores the list and its tiers as definitions.");
    }

    private static string Number(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
