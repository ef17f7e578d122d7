using Strata.Index.Entity.Data;

namespace Strata.Platform.Ingest;

/// <summary>An event that came before, one of whose growing properties became known or larger.</summary>
/// <param name="Before">The event as it was.</param>
/// <param name="After">The event as it is: only the property differs.</param>
/// <param name="Account">The account that it belongs to now, or null.</param>
/// <param name="Property">The property.</param>
/// <param name="Place">Where the event waits to be stored, as the sink said when it was added.</param>
public sealed record AmendedEvent(EventRow Before, EventRow After, long? Account, string Property, PendingPlace Place = default);

/// <summary>Where an event waits to be stored; of no meaning once it is.</summary>
/// <param name="Buffer">The number of what is stored together, from 1.</param>
/// <param name="Row">Its place among the events of its type there.</param>
public readonly record struct PendingPlace(long Buffer, int Row);
