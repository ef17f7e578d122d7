namespace Strata.Platform.Generation.Output;

/// <summary>Renders items on every core and hands them over in their own order, with a bounded number of them in memory.</summary>
internal static class OrderedWork
{
    /// <summary>Runs the work.</summary>
    /// <typeparam name="TItem">What is rendered.</typeparam>
    /// <typeparam name="TWorker">What renders; one for each item in flight, reused, never shared by two items at once.</typeparam>
    /// <param name="items">The items in order.</param>
    /// <param name="createWorker">Makes a worker.</param>
    /// <param name="render">Renders an item into its worker; runs in parallel.</param>
    /// <param name="consume">Takes what was rendered; one at a time, in the order of the items.</param>
    /// <param name="cancellation">Stops between items.</param>
    public static async Task RunAsync<TItem, TWorker>(
        IEnumerable<TItem> items,
        Func<TWorker> createWorker,
        Action<TItem, TWorker> render,
        Func<TItem, TWorker, ValueTask> consume,
        CancellationToken cancellation)
    {
        var idle = new Stack<TWorker>();
        var inFlight = new Queue<(TItem Item, TWorker Worker, Task Task)>();
        var depth = Environment.ProcessorCount + 1;
        try
        {
            foreach (var item in items)
            {
                cancellation.ThrowIfCancellationRequested();
                if (inFlight.Count >= depth)
                {
                    await FinishOneAsync().ConfigureAwait(false);
                }

                var worker = idle.Count > 0 ? idle.Pop() : createWorker();
                inFlight.Enqueue((item, worker, Task.Run(() => render(item, worker), cancellation)));
            }

            while (inFlight.Count > 0)
            {
                await FinishOneAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            // Nothing may still be running when the caller hears of a fault.
            await Task.WhenAll(inFlight.Select(work => work.Task)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async ValueTask FinishOneAsync()
        {
            var (item, worker, task) = inFlight.Dequeue();
            await task.ConfigureAwait(false);
            await consume(item, worker).ConfigureAwait(false);
            idle.Push(worker);
        }
    }
}
