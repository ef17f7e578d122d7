using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Scoring.Training;

namespace Strata.Cli.Rendering;

/// <summary>Scores for people.</summary>
internal static class ScoreRenderer
{
    /// <summary>From this index on scores have moved much (the customary reading of the population stability index).</summary>
    private const double MuchDrift = 0.25;

    private const double NoDrift = 0.1;
    private const int MostFeatures = 15;

    /// <summary>Above it a number says no more than "certainly".</summary>
    private const int MostLikeness = 1000;

    /// <summary>What a training gave.</summary>
    public static void WriteShort(CliContext context, StoredModel model)
    {
        ScoreCard card = model.Card;
        context.Output.WriteLine($"{card.Score}, version {model.Version}: {Kind(card.Kind)} of {Phrases.Number(card.Data.Trained)} outcomes, judged on the latest {Phrases.Number(card.Data.Tested)}.");
        context.Output.WriteLine($"  {Measures(card.Test)}; best tenth {Lift(card.Test)}.");
        context.Output.WriteLine($"  {model.Verdict}");
        WriteNotes(context, card);
    }

    /// <summary>The card of a model.</summary>
    public static void Write(CliContext context, ScoreDefinition score, ScoreModelView view, bool points)
    {
        ScoreCard card = view.Card;
        context.Output.WriteLine($"{score.Name}: {score.Label}. Version {view.Version}, {Kind(card.Kind)}, calibration: {card.Calibration}; written to '{score.Field}'.");
        context.Output.WriteLine($"{view.Verdict}");
        context.Output.WriteLine();
        context.Output.WriteLine(
            $"Learnt from {Phrases.Number(card.Data.Trained)} of {Phrases.Number(card.Data.Examples)} {score.Ended} of {Phrases.Count(card.Data.Accounts, "account")}, {Phrases.Number(card.Data.Positives)} of which {score.Outcome}; they ended from {card.Data.From[..10]} to {card.Data.To[..10]}.");
        context.Output.WriteLine($"Judged on the {Phrases.Number(card.Data.Tested)} from {card.Data.TestFrom[..10]} on: {Measures(card.Test)}.");
        context.Output.WriteLine($"  logistic regression {Summary(card.Logistic)}; trees {Summary(card.Trees)}.");
        context.Output.WriteLine(view.LastRun is not { } run ? $"Not written yet: 'strata score run {score.Name}'." : $"Last written {run.At} for {Phrases.Count(run.Accounts, "account")}{(run.Drift is null ? "" : $"; {Drift(run.Drift)}")}.");
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["tenth#", "outcomes#", "foretold#", "came#", "95 %", "lift#", "captured#"],
            card.Test.Groups.Select((group, tenth) => new[]
            {
                Phrases.Number(tenth + 1), Phrases.Number(group.Rows), Phrases.Share(group.Foretold), Phrases.Share(group.Rate),
                $"{Phrases.Share(group.Low)} – {Phrases.Share(group.High)}", group.Lift is { } lift ? Fixed(lift, "0.00") : "", Phrases.Share(group.Captured),
            }));
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["feature", "moves scores by#", ""],
            card.Features.Take(MostFeatures).Select(feature => new[] { feature.Name, Phrases.Share(feature.Share), Phrases.Bar(feature.Share) }));
        if (points)
        {
            context.Output.WriteLine();
            Tables.Write(
                context.Console,
                ["feature", "value", "points#", "outcomes#", "rate#"],
                card.Points.Select(point => new[] { point.Feature, point.Value, Fixed(point.Points, "+0.0;-0.0;0"), Phrases.Number(point.Examples), Phrases.Share(point.Rate) }));
        }

        ProfileReport.WriteRefused(context, card.Refused);
        WriteNotes(context, card);
    }

    /// <summary>An account's score with its reasons.</summary>
    public static void Write(CliContext context, ScoreDefinition score, AccountScore found)
    {
        context.Output.WriteLine(
            $"{found.Name ?? found.AccountId}: {Phrases.Share(found.Probability)} ({score.Label}), {Fixed(found.Points, "+0.0;-0.0;0")} points by version {found.Version}; 20 points double the odds.");
        Tables.Write(
            context.Console,
            ["points#", "feature", "value"],
            found.Reasons.Select(reason => new[] { Fixed(reason.Points, "+0.0;-0.0;0"), reason.Feature, reason.Value }));
    }

    /// <summary>What writing scores did.</summary>
    public static void Write(CliContext context, ScoringReport report)
    {
        Tables.Write(
            context.Console,
            ["score", "version#", "accounts#", "drift"],
            report.Runs.Select(run => new[] { run.Score, run.Version == 0 ? "" : Phrases.Number(run.Version), Phrases.Number(run.Accounts), Drift(run.Drift) }));
        context.Output.WriteLine($"{Phrases.Count(report.Changed, "account")} changed.");
        if (report.Kept > 0)
        {
            context.Warn($"{Phrases.Count(report.Kept, "value")} of a stronger source were kept.");
        }
    }

    /// <summary>What there is.</summary>
    public static void Write(CliContext context, ScoreList list)
    {
        if (list.Models.Count == 0)
        {
            context.Output.WriteLine("There are no models. 'strata score train' learns some from deals.");
        }
        else
        {
            Tables.Write(
                context.Console,
                ["score", "version#", "trained", "model", "AUC#", "log loss#", "", "verdict"],
                list.Models.Select(model => new[]
                {
                    model.Score, Phrases.Number(model.Version), model.TrainedAt, Kind(model.Kind), model.Test.Auc is { } auc ? Fixed(auc.Area, "0.000") : "",
                    Fixed(model.Test.LogLoss, "0.0000"), model.InUse ? "in use" : "", model.Verdict,
                }));
        }

        if (list.Runs.Count > 0)
        {
            context.Output.WriteLine();
            Tables.Write(
                context.Console,
                ["score", "version#", "last written", "accounts#", "drift"],
                list.Runs.Select(run => new[] { run.Score, run.Version == 0 ? "" : Phrases.Number(run.Version), run.At, Phrases.Number(run.Accounts), Drift(run.Drift) }));
        }
    }

    /// <summary>Who is like others.</summary>
    public static void Write(CliContext context, Lookalikes found)
    {
        context.Output.WriteLine($"What sets {Phrases.Count(found.Seeds, "account")} apart from {Phrases.Number(found.Market)} others{(found.Auc is { } auc ? $" (told apart with AUC {Area(auc)})" : "")}:");
        Tables.Write(context.Console, ["points#", "feature", "value"], found.Traits.Select(trait => new[] { Fixed(trait.Points, "+0.0;-0.0;0"), trait.Feature, trait.Value }));
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["likeness#", "id", "name", "because"],
            found.Accounts.Select(account => new[]
            {
                account.Likeness >= MostLikeness ? $"over {Phrases.Number(MostLikeness)}" : Fixed(account.Likeness, "0.0"), account.AccountId, account.Name ?? "", string.Join("; ", account.Reasons.Select(reason => $"{reason.Feature} {reason.Value}")),
            }));
        context.Output.WriteLine("Likeness: how many times its odds of being one of them are those of an average account.");
    }

    private static void WriteNotes(CliContext context, ScoreCard card)
    {
        foreach (string note in card.Notes)
        {
            context.Warn(note);
        }
    }

    private static string Measures(ScoreMetrics test) =>
        $"AUC {(test.Auc is { } auc ? Area(auc) : "unknown")}, log loss {Fixed(test.LogLoss, "0.0000")} (without a model {Fixed(test.BaseLogLoss, "0.0000")}), Brier {Fixed(test.Brier, "0.0000")}, calibration error {Fixed(test.CalibrationError, "0.000")}";

    private static string Summary(ModelSummary summary) => $"AUC {(summary.Auc is { } auc ? Fixed(auc.Area, "0.000") : "unknown")}, log loss {Fixed(summary.LogLoss, "0.0000")}";

    private static string Area(RocArea auc) => $"{Fixed(auc.Area, "0.000")} ({Fixed(auc.Low, "0.000")} – {Fixed(auc.High, "0.000")})";

    private static string Lift(ScoreMetrics test) => test.Groups[0].Lift is { } lift ? $"{Fixed(lift, "0.0")} times the average" : "unknown";

    private static string Kind(ModelKind kind) => kind == ModelKind.Logistic ? "logistic regression" : "boosted trees";

    private static string Drift(double? drift) => drift switch
    {
        null => "",
        < NoDrift => $"no drift ({Fixed(drift.Value, "0.000")})",
        < MuchDrift => $"some drift ({Fixed(drift.Value, "0.000")})",
        _ => $"much drift ({Fixed(drift.Value, "0.000")}): train anew",
    };

    private static string Fixed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
