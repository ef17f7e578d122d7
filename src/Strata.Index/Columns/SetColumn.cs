using Strata.Index.Checkpoints;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;

namespace Strata.Index.Columns;

/// <summary>Sets of folded categories: the codes of each row one after another. An empty set is missing.</summary>
internal sealed class SetColumn(TextDictionary dictionary, NativeArray<int> offsets, NativeArray<int> codes) : Column
{
    /// <inheritdoc/>
    public override Node Known => new RowTestNode(1, row => offsets[row + 1] > offsets[row]);

    /// <summary>The rows whose set has one of the folded categories.</summary>
    public Node HasOneOf(IEnumerable<string> folded)
    {
        var accepted = new bool[dictionary.Count + 1];
        foreach (string category in folded)
        {
            accepted[dictionary.Find(category)] = true;
        }

        accepted[0] = false;
        return accepted.AsSpan().Contains(true) ? new RowTestNode(3, row => HasAccepted(row, accepted)) : ConstantNode.False;
    }

    /// <inheritdoc/>
    public override DataValue ValueAt(long row)
    {
        var categories = new string[offsets[row + 1] - offsets[row]];
        for (int i = 0; i < categories.Length; i++)
        {
            categories[i] = dictionary.Text(codes[offsets[row] + i]);
        }

        return DataValue.OfSet(null, categories);
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    public static SetColumn Read(CheckpointReader reader, MemoryBudget budget) =>
        new(TextDictionary.Read(reader, budget), reader.Required<int>(), reader.Required<int>());

    /// <inheritdoc/>
    public override void Write(CheckpointWriter writer)
    {
        dictionary.Write(writer);
        writer.Array(offsets);
        writer.Array(codes);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        dictionary.Dispose();
        offsets.Dispose();
        codes.Dispose();
    }

    private bool HasAccepted(long row, bool[] accepted)
    {
        for (int at = offsets[row]; at < offsets[row + 1]; at++)
        {
            if (accepted[codes[at]])
            {
                return true;
            }
        }

        return false;
    }
}
