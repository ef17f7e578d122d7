namespace Strata.Warehouse.Load;

/// <summary>Something about a row that the person who imports should know.</summary>
/// <param name="Row">The row's number in the staging table, from 1.</param>
/// <param name="Refused">True where the row was not applied; false for a warning.</param>
/// <param name="Field">The field concerned, or an empty text.</param>
/// <param name="Reason">Why, and what to do, as a sentence.</param>
public sealed record LoadProblem(long Row, bool Refused, string Field, string Reason);
