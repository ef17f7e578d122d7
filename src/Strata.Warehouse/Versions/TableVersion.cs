namespace Strata.Warehouse.Versions;

/// <summary>
/// Which changes a table has seen. A change number belongs to the whole warehouse, grows with every change, and is never below the
/// clock's UTC microseconds: a warehouse that was restored from a backup or begun anew does not repeat one.
/// </summary>
/// <param name="Version">The number of the last change of the table or of its history; 0 where it never had a row.</param>
/// <param name="Rewritten">
/// The number of the last change that did more than append rows; 0 where there was none. Whoever read the table at that number or
/// later has in what is newer nothing but rows at the end.
/// </param>
public readonly record struct TableVersion(long Version, long Rewritten);
