using Strata.Index.Checkpoints;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Language.Catalog;

namespace Strata.Index.Columns;

/// <summary>The values of one field of the rows of a row set, by row. Immutable once loaded.</summary>
internal abstract class Column : IDisposable
{
    /// <summary>The rows whose value is known.</summary>
    public abstract Node Known { get; }

    /// <summary>The value of a row.</summary>
    public abstract DataValue ValueAt(long row);

    /// <summary>Reads the column of a field back.</summary>
    public static Column Read(CheckpointReader reader, MemoryBudget budget, FieldType type) => type switch
    {
        FieldType.Text or FieldType.Category => CodeColumn.Read(reader, budget),
        FieldType.Number or FieldType.Money or FieldType.Date => NumberColumn.Read(reader),
        FieldType.Boolean => BooleanColumn.Read(reader),
        FieldType.Set => SetColumn.Read(reader, budget),
        _ => throw new InvalidOperationException($"Unknown field type {type}."),
    };

    /// <summary>Writes the column for <see cref="Read"/>.</summary>
    public abstract void Write(CheckpointWriter writer);

    /// <inheritdoc/>
    public abstract void Dispose();
}
