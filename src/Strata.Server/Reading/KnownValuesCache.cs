using Strata.Language.Catalog;
using Strata.Platform.Catalog;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>
/// The frequent values of the data, read when they are first asked for and again, while those at hand still serve, once they are old or
/// the catalog is another. Thread-safe.
/// </summary>
internal sealed class KnownValuesCache(WorkspaceHost host, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
    private readonly Lock _lock = new();
    private Task<KnownValues>? _known;
    private DataCatalog? _catalog;
    private long _since;

    /// <summary>The values.</summary>
    public Task<KnownValues> GetAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            DataCatalog catalog = host.Warehouse.Catalog;
            bool isOld = _known is null || _known.IsFaulted || !ReferenceEquals(_catalog, catalog);
            if (isOld || (_known!.IsCompleted && clock.GetElapsedTime(_since) > KeptFor))
            {
                Task<KnownValues> reading = Task.Run(Read, CancellationToken.None);
                _since = clock.GetTimestamp();
                _catalog = catalog;
                if (!isOld)
                {
                    // Those at hand serve until the new ones are read.
                    Task<KnownValues> before = _known!;
                    _ = reading.ContinueWith(_ => Replace(before, reading), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
                    return before.WaitAsync(cancellation);
                }

                _known = reading;
            }

            return _known!.WaitAsync(cancellation);
        }
    }

    private KnownValues Read()
    {
        using LentSession session = host.Lend();
        return KnownValues.Read(session.Workspace.Connection, session.Workspace.Catalog, session.Workspace.Now, CancellationToken.None);
    }

    private void Replace(Task<KnownValues> before, Task<KnownValues> reading)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_known, before))
            {
                _known = reading;
            }
        }
    }
}
