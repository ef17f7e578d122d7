using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strata.Language;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Server.Jobs;

/// <summary>
/// Long work that a request starts and does not wait for: a few jobs at once, the others in the order in which they were asked for.
/// Held in memory: a restart forgets the history, and whoever stops the server cancels what is under way. Thread-safe.
/// </summary>
internal sealed partial class JobRegistry : IAsyncDisposable
{
    /// <summary>Work goes on beside the intake of events and the answers; more at once would only make all of it slower.</summary>
    private const int MostAtOnce = 2;

    private const int MostWaiting = 100;
    private const int MostRemembered = 200;

    private readonly Lock _lock = new();
    private readonly List<Job> _jobs = [];
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRegistry> _log;
    private readonly JsonSerializerOptions _json;
    private bool _isDisposed;

    /// <summary>Creates a registry without jobs.</summary>
    public JobRegistry(TimeProvider clock, ILogger<JobRegistry> log, IOptions<JsonOptions> json) =>
        (_clock, _log, _json) = (clock, log, json.Value.SerializerOptions);

    /// <summary>Every job that is remembered, the newest first.</summary>
    public IReadOnlyList<Job> All
    {
        get
        {
            lock (_lock)
            {
                return [.. Enumerable.Reverse(_jobs)];
            }
        }
    }

    /// <summary>A job by its id; null where there is none, or none any more.</summary>
    public Job? Find(string id)
    {
        lock (_lock)
        {
            return _jobs.Find(job => job.Description.Id == id);
        }
    }

    /// <summary>Starts work, and returns at once.</summary>
    /// <param name="kind">What sort of work it is: a word.</param>
    /// <param name="title">What it does, for a person.</param>
    /// <param name="owner">The name of whoever asks for it.</param>
    /// <param name="work">
    /// The work, on a thread of its own; what it returns is shown as JSON, as any answer is. What it throws of <see cref="UserErrorException"/> is told as it is.
    /// </param>
    /// <param name="link">The address under <c>/v1</c> of what it works on; null for nothing.</param>
    /// <exception cref="UserErrorException">Code <c>busy</c>: too many wait already.</exception>
    public Job Start<T>(string kind, string title, string owner, Func<JobContext, Task<T>> work, string? link = null)
    {
        lock (_lock)
        {
            if (_isDisposed || _running.Count >= MostWaiting + MostAtOnce)
            {
                throw new UserErrorException(
                    "busy", _isDisposed ? "The server is stopping." : $"{MostWaiting} jobs are waiting already.", fix: "Try again when some are done, or cancel one.");
            }

            var job = new Job(new JobDescription($"job_{Guid.CreateVersion7():N}", kind, title, owner, link), _clock.GetUtcNow(), _stop.Token);
            _jobs.Add(job);
            ForgetOldest();

            // The place in the queue is taken here, so that jobs begin in the order in which they were asked for.
            Task turn = _turns.WaitAsync(job.Cancellation);
            _running[job.Description.Id] = Task.Run(() => RunAsync(job, turn, work), CancellationToken.None);
            return job;
        }
    }

    /// <summary>Cancels everything, and returns when nothing is under way any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            running = [.. _running.Values];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(running);
        _turns.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync<T>(Job job, Task turn, Func<JobContext, Task<T>> work)
    {
        bool hasTurn = false;
        try
        {
            await turn;
            hasTurn = true;
            job.Begin();
            T result = await work(new JobContext(job, job.Cancellation));
            job.Finish(JsonSerializer.SerializeToElement(result, _json), _clock.GetUtcNow());
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            job.Stop(_clock.GetUtcNow());
        }
        catch (UserErrorException wrong)
        {
            job.Fail(wrong.Errors, _clock.GetUtcNow());
        }
        catch (DuckDbException fault) when (EngineMemory.Explain(fault) is { } explained)
        {
            job.Fail(explained.Errors, _clock.GetUtcNow());
        }
#pragma warning disable CA1031 // Whatever goes wrong with a job is told by the job; nobody awaits it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Fault(_log, fault, job.Description.Kind, job.Description.Id);
            job.Fail([new UserError("fault", "The server failed; its log says more.")], _clock.GetUtcNow());
        }
        finally
        {
            End(job, hasTurn);
        }
    }

    private void End(Job job, bool hadTurn)
    {
        if (hadTurn)
        {
            _turns.Release();
        }

        lock (_lock)
        {
            _running.Remove(job.Description.Id);
        }

        job.Dispose();
    }

    /// <summary>What has not ended is never forgotten.</summary>
    private void ForgetOldest()
    {
        while (_jobs.Count > MostRemembered && _jobs.FindIndex(job => job.Now.HasEnded) is >= 0 and var oldest)
        {
            _jobs.RemoveAt(oldest);
        }
    }

    [LoggerMessage(20, LogLevel.Error, "The {Kind} of {Job} failed")]
    private static partial void Fault(ILogger log, Exception exception, string kind, string job);
}
