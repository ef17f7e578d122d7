namespace Strata.Warehouse.DuckDb;

/// <summary>
/// Fills the first rows of empty columns. Called by one of the engine's threads at a time, again and again until it gives 0.
/// </summary>
/// <param name="columns">The columns, to be filled from row 0 on.</param>
/// <param name="capacity">How many rows they have room for.</param>
/// <returns>How many rows were filled; 0 where there are no more.</returns>
public delegate int ChunkFiller(IReadOnlyList<DuckDbColumnWriter> columns, int capacity);
