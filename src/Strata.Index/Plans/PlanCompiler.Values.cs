using Strata.Index.Columns;
using Strata.Index.Entity.Data;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Bound;
using Strata.Language.Catalog;

namespace Strata.Index.Plans;

internal sealed partial class PlanCompiler
{
    /// <summary>The reader of a value that stands in the rows.</summary>
    private ValueReader Reader(BoundValue value, RowSet rows)
    {
        switch (value)
        {
            case BoundField { Owner: FieldOwner.Self } field:
                return Field(field, rows);
            case BoundField field:
                return OfOwner(field.Owner, rows, owners => Reader(field with { Owner = FieldOwner.Self }, owners));
            case BoundNumber number:
                return new ConstantReader(DataValue.OfUnits(number.Units));
            case BoundArithmetic arithmetic:
                return new ArithmeticReader(arithmetic, Reader(arithmetic.Left, rows), Reader(arithmetic.Right, rows));
            case BoundAggregate aggregate:
                return Aggregate(aggregate, rows);
            case BoundEventInstant:
                return new EventInstantReader(rows.Instants!);
            case BoundEventContact:
                return new ContactReader(rows.ContactOf!);
            case BoundSegmentation { Owner: FieldOwner.Self } segmentation:
                return new CodeReader(SegmentationColumn(segmentation.Segmentation));
            case BoundSegmentation segmentation:
                return OfOwner(segmentation.Owner, rows, owners => Reader(segmentation with { Owner = FieldOwner.Self }, owners));
            case BoundOwnerValue owned:
                return OfOwner(owned.Owner, rows, owners => Reader(owned.Value, owners));
            default:
                throw new InvalidOperationException($"Unknown value {value.GetType().Name}.");
        }
    }

    private OwnerReader OfOwner(FieldOwner owner, RowSet rows, Func<RowSet, ValueReader> compile)
    {
        (RowSet owners, NativeArray<int> links) = OwnersOf(owner, rows);
        return new OwnerReader(links, compile(owners));
    }

    private ValueReader Field(BoundField field, RowSet rows)
    {
        ValueReader reader = ColumnOf(field, rows) switch
        {
            CodeColumn codes => new CodeReader(codes),
            NumberColumn numbers => new NumberReader(numbers, field.Field.Type == FieldType.Date),
            Column other => new FieldReader(other),
        };
        if (OpenAtT(field, rows) is not { } open)
        {
            return reader;
        }

        NativeArray<ulong> bits = Own(_runner.Bits(rows, open, state.Budget));
        DataValue instead = field.Field.Type == FieldType.Boolean ? DataValue.OfBoolean(false) : DataValue.Missing;
        return new ExceptReader(reader, row => IsSet(bits, row), instead);
    }

    private ValueReader Aggregate(BoundAggregate aggregate, RowSet rows)
    {
        if (aggregate.Source.Relation == SourceRelation.OfAccountOfContact)
        {
            BoundAggregate own = aggregate with { Source = aggregate.Source with { Relation = SourceRelation.OfAccount } };
            (RowSet accounts, NativeArray<int> links) = OwnersOf(FieldOwner.Account, rows);
            return new OrNothingReader(links, Aggregate(own, accounts), RowAggregateOf(own).Nothing);
        }

        (long first, long last) = Window(aggregate);
        return new AggregateReader(
            Matching(aggregate.Source, aggregate.Where), first, last, RowAggregateOf(aggregate), aggregate.Kind == ValueKind.Instant);
    }

    /// <summary>An aggregate over the rows of a contact's account; of a contact without one it is over nothing.</summary>
    private sealed class OrNothingReader(NativeArray<int> owners, ValueReader reader, DataValue nothing) : ValueReader
    {
        public override bool IsInstant => reader.IsInstant;

        public override DataValue At(long row) => owners[row] < 0 ? nothing : reader.At(owners[row]);
    }
}
