using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Strata.Language;
using Strata.Platform.Scoring.Data;

namespace Strata.Bench.Scores;

/// <summary>What a peer said of the test rows.</summary>
/// <param name="Name">Which.</param>
/// <param name="Seconds">How long it trained.</param>
/// <param name="Auc">Its own measure of the area under the ROC curve.</param>
/// <param name="LogLoss">Its own log loss.</param>
/// <param name="Brier">Its own Brier score.</param>
/// <param name="Probabilities">A probability a row.</param>
internal sealed record PeerAnswer(string Name, double Seconds, double Auc, double LogLoss, double Brier, double[] Probabilities);

/// <summary>XGBoost and scikit-learn, in a Python of the machine.</summary>
internal static class ScorePeers
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Trains them on rows and asks them of others.</summary>
    /// <param name="python">The Python that has them.</param>
    /// <param name="folder">Where files may be put.</param>
    /// <param name="train">What they learn from.</param>
    /// <param name="test">What they are asked of.</param>
    /// <param name="seed">Theirs.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UserErrorException">Code <c>file</c>: there is no such Python, or it lacks a library.</exception>
    public static async Task<PeerReport> AskAsync(
        string python, string folder, LabelledRows train, LabelledRows test, int seed, CancellationToken cancellation)
    {
        Write(Path.Combine(folder, "train.csv"), train);
        Write(Path.Combine(folder, "test.csv"), test);
        string script = Path.Combine(folder, "score_peers.py");
        await using (Stream source = typeof(ScorePeers).Assembly.GetManifestResourceStream("Strata.Bench.score_peers.py")!)
        await using (FileStream target = File.Create(script))
        {
            await source.CopyToAsync(target, cancellation);
        }

        var start = new ProcessStartInfo(python) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(folder);
        start.ArgumentList.Add(seed.ToString(CultureInfo.InvariantCulture));

        // Threads that wait for each other cost more than they bring where the machine has other work.
        start.ArgumentList.Add("1");
        using Process process = Start(start, python);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new UserErrorException("file", $"The peers did not run: {(await errors).Trim()}", fix: "Debian: apt-get install python3-xgboost python3-sklearn; or name a Python that has them with --python.");
        }

        await using FileStream report = File.OpenRead(Path.Combine(folder, "peers.json"));
        return (await JsonSerializer.DeserializeAsync<PeerReport>(report, Json, cancellation))!;
    }

    private static Process Start(ProcessStartInfo start, string python)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new UserErrorException([new UserError("file", $"'{python}' cannot be run: {exception.Message}", Fix: "Name a Python with --python.")], exception);
        }
    }

    private static void Write(string path, LabelledRows rows)
    {
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.WriteLine(string.Join(',', rows.Matrix.Columns.Select(column => Quote((column.IsCategory ? "c:" : "n:") + column.Name)).Append("y")));
        for (int row = 0; row < rows.Count; row++)
        {
            IEnumerable<string> cells = rows.Matrix.Columns.Select(column => column.Numbers is { } numbers
                ? double.IsNaN(numbers[row]) ? "" : numbers[row].ToString("R", CultureInfo.InvariantCulture)
                : column.Codes![row] < 0 ? "" : Quote(column.Dictionary![column.Codes[row]]));
            writer.WriteLine(string.Join(',', cells.Append(rows.Labels[row] ? "1" : "0")));
        }
    }

    private static string Quote(string text) => "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}

/// <summary>What the peers said.</summary>
/// <param name="Versions">Which versions they are.</param>
/// <param name="Peers">What each said.</param>
internal sealed record PeerReport(IReadOnlyDictionary<string, string> Versions, IReadOnlyList<PeerAnswer> Peers);
