using Strata.Index.Columns;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Rows;
using Strata.Language.Ast;
using Strata.Language.Bound;

namespace Strata.Index.Nodes;

/// <summary>A compiled value: what an expression yields for each row of a row set. Any number of threads may read.</summary>
internal abstract class ValueReader
{
    /// <summary>The value of a row.</summary>
    public abstract DataValue At(long row);

    /// <summary>True where the values are instants.</summary>
    public virtual bool IsInstant => false;
}

/// <summary>The same for every row.</summary>
internal sealed class ConstantReader(DataValue value) : ValueReader
{
    public override DataValue At(long row) => value;
}

/// <summary>A field that is kept as codes.</summary>
internal sealed class CodeReader(CodeColumn column) : ValueReader
{
    public CodeColumn Column => column;

    public override DataValue At(long row) => column.ValueAt(row);
}

/// <summary>A number or instant.</summary>
internal sealed class NumberReader(NumberColumn column, bool isInstant) : ValueReader
{
    public NumberColumn Column => column;

    public override bool IsInstant => isInstant;

    public override DataValue At(long row) => column.ValueAt(row);
}

/// <summary>Any other field.</summary>
internal sealed class FieldReader(Column column) : ValueReader
{
    public override DataValue At(long row) => column.ValueAt(row);
}

/// <summary>A value that does not stand for the rows of a bitmap: something else does.</summary>
internal sealed class ExceptReader(ValueReader reader, Func<long, bool> isExcepted, DataValue instead) : ValueReader
{
    public override bool IsInstant => reader.IsInstant;

    public override DataValue At(long row) => isExcepted(row) ? instead : reader.At(row);
}

/// <summary>A value of the row's owner; missing where there is none.</summary>
internal sealed class OwnerReader(NativeArray<int> owners, ValueReader reader) : ValueReader
{
    public override bool IsInstant => reader.IsInstant;

    public override DataValue At(long row)
    {
        int owner = owners[row];
        return owner < 0 ? DataValue.Missing : reader.At(owner);
    }
}

/// <summary>The instant of an event.</summary>
internal sealed class EventInstantReader(NativeArray<long> instants) : ValueReader
{
    public override bool IsInstant => true;

    public override DataValue At(long row) => DataValue.OfInstant(instants[row]);
}

/// <summary>Who did an event.</summary>
internal sealed class ContactReader(NativeArray<int> contacts) : ValueReader
{
    public NativeArray<int> Contacts => contacts;

    public override DataValue At(long row) => contacts[row] < 0 ? DataValue.Missing : DataValue.OfCount(contacts[row]);
}

/// <summary>Arithmetic on doubles; missing where an operand is or the result is not finite.</summary>
internal sealed class ArithmeticReader(BoundArithmetic arithmetic, ValueReader left, ValueReader right) : ValueReader
{
    private readonly ArithmeticOp _op = arithmetic.Op;

    public override DataValue At(long row)
    {
        DataValue first = left.At(row), second = right.At(row);
        return first.IsKnown && second.IsKnown
            ? DataValue.OfDouble(Numbers.Apply(_op, Numbers.Double(arithmetic.Left, first), Numbers.Double(arithmetic.Right, second)))
            : DataValue.Missing;
    }
}

/// <summary>An aggregate over the matching rows of an entity, in a window.</summary>
internal sealed class AggregateReader(MatchingRows matching, long first, long last, RowAggregate aggregate, bool isInstant) : ValueReader
{
    private readonly DataValue _nothing = aggregate.Nothing;

    public override bool IsInstant => isInstant;

    public override DataValue At(long row)
    {
        int slot = matching.SlotOf(row);
        if (slot < 0)
        {
            return _nothing;
        }

        (int start, int end) = matching.Window(slot, first, last);
        return start >= end ? _nothing : aggregate.Of(matching.Rows.Slice(start, end - start));
    }
}
