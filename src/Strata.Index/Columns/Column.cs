using Strata.Index.Entity.Data;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>The values of one field of the rows of a row set, by row. Immutable once loaded.</summary>
internal abstract class Column : IDisposable
{
    /// <summary>The rows whose value is known.</summary>
    public abstract Node Known { get; }

    /// <summary>The value of a row.</summary>
    public abstract DataValue ValueAt(long row);

    /// <inheritdoc/>
    public abstract void Dispose();
}
