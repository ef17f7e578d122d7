namespace Strata.Warehouse.Merge;

/// <summary>Somebody said a value of a field at an instant; values are written as history writes them.</summary>
/// <param name="At">When, in UTC microseconds.</param>
/// <param name="Value">The value; null where the source said that there is none.</param>
/// <param name="Folded">Its folded form, where the field has one.</param>
/// <param name="Source">Who said it.</param>
internal sealed record Observation(long At, string? Value, string? Folded, string Source);
