using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>Makes changes that are all or nothing; where the disk refuses one, again until there is room.</summary>
/// <param name="host">The data directory.</param>
/// <param name="stopping">Set when nothing is to be tried again.</param>
/// <param name="retryEvery">How long to wait before it is tried again.</param>
internal sealed class PatientChanges(WorkspaceHost host, ManualResetEventSlim stopping, TimeSpan retryEvery)
{
    /// <summary>Makes a change, in a session of its own.</summary>
    /// <param name="write">Makes it, and says whom it touched; null where nobody.</param>
    public EntityChanges? Write(Func<Workspace, EntityChanges?> write)
    {
        while (true)
        {
            try
            {
                using Workspace session = host.OpenSession();
                return write(session);
            }
            catch (DuckDbException fault) when (fault.ErrorType == DuckDbErrorType.InputOutput && !stopping.Wait(retryEvery))
            {
                // Tried again.
            }
        }
    }
}
