using System.CommandLine;
using Strata.Bench.Scores;
using Strata.Cli.Hosting;
using Strata.Cli.Rendering;
using Strata.Platform.Workspaces;

namespace Strata.Cli.Commands;

/// <summary><c>strata bench scores</c>: models of public data sets against XGBoost and scikit-learn.</summary>
internal static class ScoreBenchCommand
{
    private static readonly Option<string> DataSets = new("--data-sets")
    {
        Description = "The folder with propensity/bank-full.csv, propensity/online_shoppers_intention.csv and churn/Telco-Customer-Churn.csv",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<string> Python = new("--python")
    {
        Description = "A Python that has xgboost and sklearn; none to leave the peers out",
        HelpName = "PATH|none",
        DefaultValueFactory = _ => "/usr/bin/python3",
    };

    private static readonly Option<int> Splits = new("--splits") { Description = "How many splits of each data set", HelpName = "N", DefaultValueFactory = _ => 5 };

    private static readonly Option<string?> Only = new("--only") { Description = "Run one data set: bank, \"bank with duration\", shoppers or churn", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("scores", "Models of public data sets against XGBoost and scikit-learn on the same rows") { DataSets, Python, Splits, Only, CommonOptions.Json };
        command.RunsAsync(RunAsync);
        return command.WithExamples("strata bench scores --data-sets data --splits 5");
    }

    private static Task<int> RunAsync(CliContext context) => BenchScratch.RunAsync(context, async (directory, progress) =>
    {
        string python = context.Arguments.GetRequiredValue(Python);
        Write(
            context,
            await ScoreBench.RunAsync(
                Caller.FullPath(context.Arguments.GetRequiredValue(DataSets)),
                python == "none" ? null : python,
                context.Arguments.GetValue(Splits),
                context.Arguments.GetValue(Only),
                directory,
                progress,
                context.Cancellation));
    });

    private static void Write(CliContext context, ScoreReport report)
    {
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new { report.Versions, means = report.Means(), report.Results });
            return;
        }

        Tables.Write(
            context.Console,
            ["data set", "model", "AUC#", "log loss#", "Brier#", "calibration error#", "seconds#"],
            report.Means().Select(result => new[]
            {
                result.DataSet, result.Model, $"{result.Auc:F4}", $"{result.LogLoss:F4}", $"{result.Brier:F4}", $"{result.CalibrationError:F4}", $"{result.Seconds:F1}",
            }));
        context.Output.WriteLine($"Means of {Phrases.Count(context.Arguments.GetValue(Splits), "split")}. {string.Join(", ", report.Versions.Select(peer => $"{peer.Key} {peer.Value}"))}.");
    }
}
