using Strata.Index.Checkpoints;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>True, false or missing, as two bitmaps.</summary>
internal sealed class BooleanColumn(NativeArray<ulong> isTrue, NativeArray<ulong> isFalse) : Column
{
    /// <inheritdoc/>
    public override Node Known => OrNode.Of([Is(true), Is(false)]);

    /// <summary>The rows whose value is known and is this.</summary>
    public Node Is(bool value) => new BitsNode(value ? isTrue : isFalse, 0.5);

    /// <inheritdoc/>
    public override DataValue ValueAt(long row)
    {
        ulong bit = 1UL << (int)(row & 63);
        return (isTrue[row >> 6] & bit) != 0 ? DataValue.OfBoolean(true)
            : (isFalse[row >> 6] & bit) != 0 ? DataValue.OfBoolean(false)
            : DataValue.Missing;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static BooleanColumn Read(CheckpointReader reader) => new(reader.Required<ulong>(), reader.Required<ulong>());

    /// <inheritdoc/>
    public override void Write(CheckpointWriter writer)
    {
        writer.Array(isTrue);
        writer.Array(isFalse);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        isTrue.Dispose();
        isFalse.Dispose();
    }
}
