using System.Text.Json;
using Strata.Language;

namespace Strata.Server.Jobs;

/// <summary>A piece of long work: what it is, whose it is and how it stands. Thread-safe.</summary>
internal sealed class Job : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _cancellation;
    private JobSnapshot _now;

    /// <summary>Creates a job that waits.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="at">When it was asked for.</param>
    /// <param name="stop">Ends when the server stops.</param>
    public Job(JobDescription description, DateTimeOffset at, CancellationToken stop)
    {
        Description = description;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Cancellation = _cancellation.Token;
        _now = new JobSnapshot(description, JobState.Waiting, Progress: null, Phase: null, at, EndedAt: null, Result: null, Errors: []);
    }

    /// <summary>What it is.</summary>
    public JobDescription Description { get; }

    /// <summary>Ends when it is cancelled or the server stops.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>How it stands.</summary>
    public JobSnapshot Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Asks it to stop; does nothing once it has ended.</summary>
    public void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended at this very moment.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    /// <summary>It is under way.</summary>
    internal void Begin() => Change(now => now with { State = JobState.Running });

    /// <summary>It is that far; nothing of that counts once it has ended.</summary>
    internal void Report(double? progress, string phase) =>
        Change(now => now.State == JobState.Running ? now with { Progress = progress is { } share ? Math.Clamp(share, 0, 1) : null, Phase = phase } : now);

    /// <summary>It has ended well.</summary>
    internal void Finish(JsonElement? result, DateTimeOffset at) => Change(now => now with { State = JobState.Done, Progress = 1, EndedAt = at, Result = result });

    /// <summary>It has ended with errors.</summary>
    internal void Fail(IReadOnlyList<UserError> errors, DateTimeOffset at) => Change(now => now with { State = JobState.Failed, EndedAt = at, Errors = errors });

    /// <summary>It was stopped.</summary>
    internal void Stop(DateTimeOffset at) => Change(now => now with { State = JobState.Cancelled, EndedAt = at });

    private void Change(Func<JobSnapshot, JobSnapshot> change)
    {
        lock (_lock)
        {
            _now = change(_now);
        }
    }
}

/// <summary>What a job is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What sort of work it is: <c>import</c>, <c>icp</c>, <c>training</c> …</param>
/// <param name="Title">What it does, for a person.</param>
/// <param name="Owner">The name of whoever asked for it.</param>
/// <param name="Link">The address of what it works on under <c>/v1</c>; null for nothing.</param>
internal sealed record JobDescription(string Id, string Kind, string Title, string Owner, string? Link);

/// <summary>How a job stands at an instant.</summary>
/// <param name="Description">What it is.</param>
/// <param name="State">Its state.</param>
/// <param name="Progress">How far it is, from 0 to 1; null where that is not known.</param>
/// <param name="Phase">What is being done; null where it said nothing yet.</param>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="EndedAt">When it ended; null while it has not.</param>
/// <param name="Result">What came of it; null where nothing did.</param>
/// <param name="Errors">Why it failed; none where it did not.</param>
internal sealed record JobSnapshot(
    JobDescription Description,
    JobState State,
    double? Progress,
    string? Phase,
    DateTimeOffset AskedAt,
    DateTimeOffset? EndedAt,
    JsonElement? Result,
    IReadOnlyList<UserError> Errors)
{
    /// <summary>True once nothing of it changes any more.</summary>
    public bool HasEnded => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
