using Strata.Language;
using Strata.Language.Time;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Server.Hosting;

/// <summary>Trains and writes scores as often as the settings <c>score_training</c> and <c>score_schedule</c> say, while events go on being taken in.</summary>
internal sealed class ScoreSchedule : IAsyncDisposable
{
    /// <summary>How often it is looked whether something is due.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly WorkspaceHost _host;
    private readonly IExclusiveWriter _writer;
    private readonly Action<string> _notice;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private readonly Dictionary<string, long> _tried = new(StringComparer.Ordinal);

    private ScoreSchedule(WorkspaceHost host, IExclusiveWriter writer, TimeProvider clock, Action<string> notice)
    {
        (_host, _writer, _notice) = (host, writer, notice);
        _work = WorkAsync(clock);
    }

    /// <summary>Starts looking.</summary>
    /// <param name="host">The data.</param>
    /// <param name="writer">Makes changes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="notice">Told what people have to know.</param>
    public static ScoreSchedule Start(WorkspaceHost host, IExclusiveWriter writer, TimeProvider clock, Action<string> notice) => new(host, writer, clock, notice);

    /// <summary>Stops; what was under way is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Does what is due now.</summary>
    internal async Task TickAsync(CancellationToken cancellation)
    {
        WorkedOutScores? worked = null;
        using (LentSession session = _host.Lend())
        {
            Workspace workspace = session.Workspace;
            long now = workspace.Now.Instant;
            bool trained = TrainDue(workspace, now, cancellation);
            if (trained || IsDue("run", Period(workspace.Settings.Get(WorkspaceSettings.ScoreSchedule)), ScoreModels.LastWritten(workspace), now))
            {
                _tried["run"] = now;
                worked = ScoreRunner.WorkOut(workspace, [], progress: null, cancellation);
            }
        }

        if (worked is not null)
        {
            await _writer.RunAsync(workspace => ScoreRunner.Write(workspace, worked, cancellation), cancellation);
        }
    }

    private bool TrainDue(Workspace workspace, long now, CancellationToken cancellation)
    {
        bool replaced = false;
        long? period = Period(workspace.Settings.Get(WorkspaceSettings.TrainSchedule));
        foreach (ScoreTraining last in ScoreModels.LastTrainings(workspace))
        {
            if (!IsDue(last.Score.Name, period, last.At, now))
            {
                continue;
            }

            _tried[last.Score.Name] = now;
            try
            {
                StoredModel model = ScoreTrainer.Train(workspace, last.Score, last.Options, progress: null, cancellation);
                replaced |= model.IsChampion;
                _notice($"The score '{model.Score}' was trained as version {model.Version}. {model.Verdict}");
            }
            catch (UserErrorException exception)
            {
                _notice($"The score '{last.Score.Name}' could not be trained: {exception.Message}");
            }
        }

        return replaced;
    }

    /// <summary>Whether a period has passed since something was done, or was tried.</summary>
    private bool IsDue(string what, long? period, long? last, long now) =>
        period is { } length && now - Math.Max(last ?? long.MinValue / 2, _tried.GetValueOrDefault(what, long.MinValue / 2)) >= length;

    private static long? Period(string setting) => setting switch
    {
        "hourly" => Microseconds.PerDay / 24,
        "daily" => Microseconds.PerDay,
        "weekly" => 7 * Microseconds.PerDay,
        "monthly" => 30 * Microseconds.PerDay,
        _ => null,
    };

    private async Task WorkAsync(TimeProvider clock)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            try
            {
                await TickAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever goes wrong with a score must not end the schedule of the others; it is told, and tried again when it is due.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _notice($"Scores could not be worked out: {exception.Message}");
            }
        }
    }
}
