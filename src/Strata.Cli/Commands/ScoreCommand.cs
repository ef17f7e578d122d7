using System.CommandLine;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata score</c>: learn scores of accounts, see how good they are and why an account has one, and write them.</summary>
internal static class ScoreCommand
{
    private const int MostReasons = 12;

    private static readonly string Names = string.Join(", ", ScoreDefinition.All.Select(score => score.Name));

    private static readonly Argument<string[]> Trained = new("SCORE") { Description = $"What to train: {Names}. Default: fit and win", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Argument<string[]> Written = new("SCORE")
    {
        Description = $"What to write: {Names}, {string.Join(", ", ScoreRunner.Untrained)}. Default: every score that has a model, and those that need none",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Argument<string> Score = new("SCORE") { Description = $"The score: {Names}" };

    private static readonly Argument<long> Version = new("VERSION") { Description = "The version to use from now on, as 'strata score list' shows it" };

    private static readonly Option<int> Months = new("--months")
    {
        Description = "How many months of deals to learn from",
        HelpName = "N",
        DefaultValueFactory = _ => TrainingOptions.DefaultMonths,
    };

    private static readonly Option<string?> Features = new("--features") { Description = "Read these features only, separated by semicolons", HelpName = "NAME[;NAME…]" };

    private static readonly Option<string?> Without = new("--without") { Description = "Leave these features out, separated by semicolons", HelpName = "NAME[;NAME…]" };

    private static readonly Option<string?> Allow = new("--allow") { Description = "Read these features although they were refused, separated by semicolons", HelpName = "NAME[;NAME…]" };

    private static readonly Option<string?> Account = new("--account") { Description = "Show the score of this account and what makes it: id, domain or name", HelpName = "ACCOUNT" };

    private static readonly Option<long?> OfVersion = new("--version") { Description = "Show this version. Default: the one in use", HelpName = "N" };

    private static readonly Option<bool> Points = new("--points") { Description = "Show the points of every value, as the logistic regression gives them" };

    public static Command Create()
    {
        var train = new Command("train", "Learn scores from deals and judge them on the latest; a model in use is replaced by a better one only") { Trained, Months, Features, Without, Allow, CommonOptions.Json };
        train.Runs(Train);
        train.IsAudited();
        var run = new Command("run", "Score every account as of now and write the scores as fields") { Written, CommonOptions.Json };
        run.Runs(Run, CommandUse.Changes);
        run.IsAudited();
        var show = new Command("show", "Show the card of a model, or an account's score with its reasons") { Score, Account, OfVersion, Points, CommonOptions.Json };
        show.Runs(Show);
        var list = new Command("list", "List the models and when scores were written") { CommonOptions.Json };
        list.Runs(List);
        var use = new Command("use", "Use another version of a model from now on") { Score, Version };
        use.Runs(Use);
        use.IsAudited();
        return new Command("score", "Learn from deals how likely accounts buy, expand and leave, and say why") { train, run, show, list, use }.WithExamples(
            """
            strata score train fit win
            strata score run
            strata score show win
            strata score show win --account "Thunderlift Solutions"
            """);
    }

    private static int Train(CliContext context)
    {
        string[] names = context.Arguments.GetValue(Trained) is { Length: > 0 } given ? given : [ScoreDefinition.Fit.Name, ScoreDefinition.Win.Name];
        ScoreDefinition[] scores = [.. names.Select(ScoreDefinition.Find)];
        var options = new TrainingOptions
        {
            Months = context.Arguments.GetValue(Months),
            Features = Items(context, Features),
            Without = Items(context, Without) ?? [],
            Allowed = Items(context, Allow) ?? [],
        };
        using Workspace workspace = context.OpenWorkspace();
        var trained = new List<StoredModel>();
        using (var line = new ProgressLine(context))
        {
            trained.AddRange(scores.Select(score => ScoreTrainer.Train(workspace, score, options, new ScoreLine(line), context.Cancellation)));
        }

        if (context.Json)
        {
            JsonOutput.Write(context.Output, trained.Select(ScoreModelView.Of));
            return ExitCode.Done;
        }

        foreach (StoredModel model in trained)
        {
            ScoreRenderer.WriteShort(context, model);
        }

        return ExitCode.Done;
    }

    private static int Run(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        using var line = new ProgressLine(context);
        ScoringReport report = ScoreRunner.Run(workspace, context.Arguments.GetValue(Written) ?? [], new ScoreLine(line), context.Cancellation);
        line.Dispose();
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { runs = report.Runs.Select(ScoreRunView.Of), report.Changed, report.Kept });
            return ExitCode.Done;
        }

        ScoreRenderer.Write(context, report);
        return ExitCode.Done;
    }

    private static int Show(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        ScoreDefinition score = ScoreDefinition.Find(context.Arguments.GetRequiredValue(Score));
        if (context.Arguments.GetValue(Account) is { } account)
        {
            var found = AccountScore.Find(workspace, score, account, MostReasons, context.Cancellation);
            if (context.Json)
            {
                JsonOutput.Write(context.Output, found);
            }
            else
            {
                ScoreRenderer.Write(context, score, found);
            }

            return ExitCode.Done;
        }

        ScoreModelView view = ScoreModels.Show(workspace, score, context.Arguments.GetValue(OfVersion));
        if (context.Json)
        {
            JsonOutput.Write(context.Output, view);
        }
        else
        {
            ScoreRenderer.Write(context, score, view, context.Arguments.GetValue(Points));
        }

        return ExitCode.Done;
    }

    private static int List(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        ScoreList list = ScoreModels.List(workspace);
        if (context.Json)
        {
            JsonOutput.Write(context.Output, list);
        }
        else
        {
            ScoreRenderer.Write(context, list);
        }

        return ExitCode.Done;
    }

    private static int Use(CliContext context)
    {
        using Workspace workspace = context.OpenWorkspace();
        ScoreDefinition score = ScoreDefinition.Find(context.Arguments.GetRequiredValue(Score));
        long version = context.Arguments.GetRequiredValue(Version);
        ScoreModels.Use(workspace, score, version, Author.Find());
        context.Output.WriteLine($"Version {version} of the score '{score.Name}' is in use. 'strata score run {score.Name}' writes it.");
        return ExitCode.Done;
    }

    private static string[]? Items(CliContext context, Option<string?> option) =>
        context.Arguments.GetValue(option)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What is being done on a line.</summary>
internal sealed class ScoreLine(ProgressLine line) : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => line.Show(value, 0, 0);
}
