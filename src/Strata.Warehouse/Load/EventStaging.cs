using Strata.Language.Catalog;

namespace Strata.Warehouse.Load;

/// <summary>
/// A temporary table of events of several types: the key columns of <see cref="StagingTable"/> for events, a column <c>_type</c>
/// that says which slice a row belongs to, and the properties' columns.
/// </summary>
/// <param name="Name">The temporary table's name.</param>
/// <param name="Slices">The types in it.</param>
public sealed record EventStaging(string Name, IReadOnlyList<EventSlice> Slices);

/// <summary>The events of one type in a staging table.</summary>
/// <param name="Type">The type.</param>
/// <param name="Label">What <c>_type</c> says for them.</param>
/// <param name="Properties">The properties that the table holds for them.</param>
public sealed record EventSlice(RowType Type, string Label, IReadOnlyList<StagedProperty> Properties);

/// <summary>A property of staged events.</summary>
/// <param name="Field">The property.</param>
/// <param name="Column">The staging column that holds it, not folded.</param>
public sealed record StagedProperty(FieldDefinition Field, string Column);
