namespace Strata.Warehouse.Query;

/// <summary>A member of a segment with values of its own.</summary>
/// <param name="Id">The id of the account or contact.</param>
/// <param name="Cells">
/// The values asked for, in order: a string, a <see cref="decimal"/> (number, money, sum), a <see cref="long"/> (count), a
/// <see cref="double"/>, a <see cref="bool"/>, a <see cref="NodaTime.Instant"/>, a list of strings (set), or null where missing.
/// </param>
public sealed record MemberRow(string Id, IReadOnlyList<object?> Cells);
