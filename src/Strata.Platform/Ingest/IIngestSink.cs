using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest;

/// <summary>Where the events and changes of messages go.</summary>
public interface IIngestSink
{
    /// <summary>The instant as of which memberships are true, in UTC microseconds.</summary>
    long Now { get; }

    /// <summary>An event: it is evaluated at once and stored soon.</summary>
    /// <returns>Where it waits until then.</returns>
    PendingPlace Add(IngestedEvent arrived);

    /// <summary>An event that was added before, or is stored, has grown: that is evaluated at once and stored soon. What is told is good for as long as
    /// the call takes; whoever wants it later calls <see cref="AmendedEvent.Keep"/>.</summary>
    void Amend(AmendedEvent amended);

    /// <summary>Rows of tables that nothing is evaluated by: written with the events added so far, in one transaction; again where that fails.</summary>
    void Store(Action<DuckDbConnection> write);

    /// <summary>
    /// Changes rows of the warehouse, or its catalog. Every event added before is stored when the change runs; memberships follow when it
    /// is done.
    /// </summary>
    /// <param name="write">Makes the change, durably, and says whom it touched; null where nobody.</param>
    void Change(Func<Workspace, EntityChanges?> write);
}
