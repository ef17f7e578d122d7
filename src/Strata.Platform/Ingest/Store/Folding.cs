using Strata.Warehouse.Load;

namespace Strata.Platform.Ingest.Store;

/// <summary>Which amendments of stored events are brought into the tables of events with a transaction (<see cref="EventAmendments"/>).</summary>
internal enum Folding
{
    /// <summary>None.</summary>
    None,

    /// <summary>Those whose turn it is.</summary>
    Due,

    /// <summary>All of them.</summary>
    All,
}
