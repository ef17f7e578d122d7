namespace Strata.Server.Jobs;

/// <summary>What the work of a job is handed: how it tells of its progress, and when it is to stop.</summary>
internal sealed class JobContext
{
    private readonly Job _job;

    internal JobContext(Job job, CancellationToken cancellation) => (_job, Cancellation) = (job, cancellation);

    /// <summary>Ends when the job is cancelled or the server stops.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Tells how far the work is; of any thread, as often as there is something to tell.</summary>
    /// <param name="progress">From 0 to 1; null where nothing can be said.</param>
    /// <param name="phase">What is being done, in a few words.</param>
    public void Report(double? progress, string phase) => _job.Report(progress, phase);

    /// <summary>The same for what takes a listener.</summary>
    /// <param name="show">Says how far the work is from what the work tells.</param>
    public IProgress<T> Progress<T>(Func<T, (double? Progress, string Phase)> show) => new Listener<T>(this, show);

    private sealed class Listener<T>(JobContext context, Func<T, (double? Progress, string Phase)> show) : IProgress<T>
    {
        public void Report(T value)
        {
            (double? progress, string phase) = show(value);
            context.Report(progress, phase);
        }
    }
}
