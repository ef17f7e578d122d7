using System.Diagnostics;
using Strata.Platform.Generation.Randomness;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Metrics;
using Strata.Platform.Scoring.Training;

namespace Strata.Bench.Scores;

/// <summary>One model on one split of one data set.</summary>
/// <param name="DataSet">The data set.</param>
/// <param name="Split">The split's seed.</param>
/// <param name="Model">Whose model.</param>
/// <param name="Seconds">How long it trained, its choices included.</param>
/// <param name="Auc">The area under the ROC curve of the test rows.</param>
/// <param name="LogLoss">Their log loss.</param>
/// <param name="Brier">Their Brier score.</param>
/// <param name="CalibrationError">Their expected calibration error.</param>
public sealed record ScoreResult(string DataSet, int Split, string Model, double Seconds, double Auc, double LogLoss, double Brier, double CalibrationError);

/// <summary>What the bench found.</summary>
/// <param name="Versions">The peers' versions.</param>
/// <param name="Results">A row a model, split and data set.</param>
public sealed record ScoreReport(IReadOnlyDictionary<string, string> Versions, IReadOnlyList<ScoreResult> Results)
{
    /// <summary>The mean over the splits, a row a data set and model.</summary>
    public IReadOnlyList<ScoreResult> Means() =>
    [
        .. Results.GroupBy(result => (result.DataSet, result.Model)).Select(group => new ScoreResult(
            group.Key.DataSet, group.Count(), group.Key.Model, group.Average(result => result.Seconds), group.Average(result => result.Auc),
            group.Average(result => result.LogLoss), group.Average(result => result.Brier), group.Average(result => result.CalibrationError))),
    ];
}

/// <summary>Models of public data sets against XGBoost and scikit-learn: the same rows to learn from, the same rows to be judged by.</summary>
public static class ScoreBench
{
    /// <summary>A quarter of the rows is for the test.</summary>
    private const int TestShare = 4;

    /// <summary>Strata's and the peers' measures of the same probabilities may differ by rounding only.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Runs it.</summary>
    /// <param name="dataSets">The folder of the data sets.</param>
    /// <param name="python">The Python that has the peers; null to leave them out.</param>
    /// <param name="splits">How many splits of each data set.</param>
    /// <param name="only">The name of the only data set to run; null for all.</param>
    /// <param name="scratch">Where files may be put.</param>
    /// <param name="progress">Told each split.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InvalidOperationException">Strata measures the peers' probabilities differently from them.</exception>
    public static async Task<ScoreReport> RunAsync(
        string dataSets, string? python, int splits, string? only, string scratch, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var results = new List<ScoreResult>();
        IReadOnlyDictionary<string, string> versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ScoreData data in ScoreData.All.Where(data => only is null || data.Name == only))
        {
            LabelledRows rows = data.Read(dataSets);
            for (int split = 1; split <= splits; split++)
            {
                progress.Report($"{data.Name}: {rows.Count:N0} rows, split {split} of {splits}");
                (LabelledRows train, LabelledRows test) = Split(rows, (ulong)split);
                results.AddRange(RunStrata(data.Name, split, train, test, cancellation));
                if (python is not null)
                {
                    PeerReport peers = await ScorePeers.AskAsync(python, scratch, train, test, split, cancellation);
                    versions = peers.Versions;
                    results.AddRange(peers.Peers.Select(peer => Judge(data.Name, split, peer, test.Labels)));
                }
            }
        }

        return new(versions, results);
    }

    private static IEnumerable<ScoreResult> RunStrata(string data, int split, LabelledRows train, LabelledRows test, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        TrainedModels models = ModelTrainer.Train(train, (ulong)split, progress: null, cancellation);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach ((string name, Candidate candidate) in ((string, Candidate)[])[("strata", models.Better), ("strata trees", models.Trees), ("strata logistic", models.Logistic)])
        {
            double[] probabilities = candidate.Model.Predict(test.Matrix, cancellation);
            yield return ToResult(data, split, name, seconds, ScoreMetrics.Of(probabilities, test.Labels));
        }
    }

    private static ScoreResult Judge(string data, int split, PeerAnswer peer, bool[] labels)
    {
        ScoreResult result = ToResult(data, split, peer.Name, peer.Seconds, ScoreMetrics.Of(peer.Probabilities, labels));
        return Math.Abs(result.Auc - peer.Auc) < Tolerance && Math.Abs(result.LogLoss - peer.LogLoss) < Tolerance && Math.Abs(result.Brier - peer.Brier) < Tolerance
            ? result
            : throw new InvalidOperationException($"{peer.Name} on {data} is measured differently: {result} against {peer with { Probabilities = [] }}.");
    }

    private static ScoreResult ToResult(string data, int split, string model, double seconds, ScoreMetrics metrics) =>
        new(data, split, model, seconds, metrics.Auc!.Area, metrics.LogLoss, metrics.Brier, metrics.CalibrationError);

    /// <summary>As many of each outcome in each part as can be, in an order of chance.</summary>
    private static (LabelledRows Train, LabelledRows Test) Split(LabelledRows rows, ulong seed)
    {
        int[] folds = Folds.Assign(rows.Labels, TestShare, seed);
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => CounterRandom.Mix(((ulong)row << 20) + seed))];
        return (rows.Take([.. order.Where(row => folds[row] != 0)]), rows.Take([.. order.Where(row => folds[row] == 0)]));
    }
}
