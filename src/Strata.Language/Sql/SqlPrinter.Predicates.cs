using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Values;

namespace Strata.Language.Sql;

public sealed partial class SqlPrinter
{
    /// <summary>How many texts a list may have to be printed one parameter each; longer ones are bound as one list.</summary>
    private const int MaxInlineList = 16;

    /// <summary>SQL that is true exactly where the expression (or, negated, its complement) is; false or unknown elsewhere.</summary>
    private string Predicate(BoundExpr expr, Frame frame, bool negated = false) => expr switch
    {
        BoundConstant constant => constant.Value != negated ? "TRUE" : "FALSE",
        BoundAnd and => Joined(and.Operands, frame, negated, negated ? " OR " : " AND "),
        BoundOr or => Joined(or.Operands, frame, negated, negated ? " AND " : " OR "),
        BoundNot not => Predicate(not.Operand, frame, !negated),
        BoundTextIn text => TextIn(text, frame, negated),
        BoundTextEqual equal => Leaf($"{Value(equal.Left, frame)} = {Value(equal.Right, frame)}", negated),
        BoundTextMatch match => Leaf(_dialect.TextMatch(match.Op, Value(match.Value, frame), Parameter(new TextParameter(match.Pattern))), negated),
        BoundSetHas has => Leaf(SetHas(has, frame), negated),
        BoundNumberCompare compare => NumberCompare(compare, frame, negated),
        BoundBooleanIs boolean => Leaf(boolean.Expected ? Value(boolean.Value, frame) : $"NOT {Value(boolean.Value, frame)}", negated),
        BoundBooleanEqual equal => Leaf($"{Value(equal.Left, frame)} = {Value(equal.Right, frame)}", negated),
        BoundInstantIn within => InstantIn(within, frame, negated),
        BoundInstantCompare compare => Leaf($"{Value(compare.Left, frame)} {Sign(compare.Op)} {Value(compare.Right, frame)}", negated),
        BoundKnown known => Known(known, frame, negated),
        BoundQuantified quantified => Quantified(quantified, frame, negated),
        BoundInSegment segment => InSegment(segment, frame, negated),
        BoundInList list => InList(list, frame, negated),
        BoundTop top => Leaf($"{frame.Column("ref")} IN (SELECT ref FROM {TopTable(top)})", negated),
        BoundSample sample => Leaf($"{_dialect.SampleBucket(Parameter(new TextParameter(sample.Salt)), frame.Column("id"))} < {Parameter(new IntegerParameter(sample.Threshold))}", negated),
        _ => throw new InvalidOperationException($"Unknown expression {expr.GetType().Name}."),
    };

    private string Joined(EquatableList<BoundExpr> operands, Frame frame, bool negated, string joint) =>
        $"({string.Join(joint, operands.Select(operand => Predicate(operand, frame, negated)))})";

    private static string Leaf(string positive, bool negated) => negated ? $"({positive}) IS NOT TRUE" : $"({positive})";

    private static string Sign(CompareOp op) => op switch
    {
        CompareOp.Equal => "=",
        CompareOp.Less => "<",
        CompareOp.LessOrEqual => "<=",
        CompareOp.Greater => ">",
        CompareOp.GreaterOrEqual => ">=",
        _ => throw new InvalidOperationException($"Operator {op} is not positive."),
    };

    private string TextIn(BoundTextIn text, Frame frame, bool negated)
    {
        if (text.Value is BoundSegmentation segmentation)
        {
            string values = AmongTexts("folded", text.Folded);
            return Leaf($"{OwnerRef(segmentation.Owner, frame)} IN (SELECT ref FROM {SegmentationTable(segmentation.Segmentation)} WHERE {values})", negated);
        }

        return Leaf(AmongTexts(Value(text.Value, frame), text.Folded), negated);
    }

    private string AmongTexts(string value, EquatableList<string> texts) => texts.Count switch
    {
        1 => $"{value} = {Parameter(new TextParameter(texts[0]))}",
        <= MaxInlineList => $"{value} IN ({string.Join(", ", texts.Select(text => Parameter(new TextParameter(text))))})",
        _ => $"{value} IN ({_dialect.RowsOfList(Parameter(new TextListParameter(texts)))})",
    };

    private string SetHas(BoundSetHas has, Frame frame)
    {
        string set = Value(has.Value, frame);
        IEnumerable<string> tests = has.All
            ? has.Groups.Select(group => _dialect.ListsOverlap(set, Parameter(new TextListParameter(group))))
            : [_dialect.ListsOverlap(set, Parameter(new TextListParameter(has.Groups.SelectMany(group => group).ToEquatableList())))];
        return string.Join(" AND ", tests);
    }

    private string InstantIn(BoundInstantIn within, Frame frame, bool negated)
    {
        (long first, long last) = within.Range.Resolve(_asOf);
        if (first > last)
        {
            // Nothing is printed of the value, whose parameters would have no place.
            return negated ? "TRUE" : "FALSE";
        }

        return within.Value is BoundAggregate aggregate
            ? Having(aggregate, value => Between(value, first, last), heldByNothing: false, frame, negated)
            : Leaf(Between(Value(within.Value, frame), first, last), negated);
    }

    private string Between(string instant, long first, long last) => (first, last) switch
    {
        (long.MinValue, long.MaxValue) => $"{instant} IS NOT NULL",
        (long.MinValue, _) => $"{instant} <= {Instant(last)}",
        (_, long.MaxValue) => $"{instant} >= {Instant(first)}",
        _ when first > last => "FALSE",
        _ => $"{instant} BETWEEN {Instant(first)} AND {Instant(last)}",
    };

    private string Known(BoundKnown known, Frame frame, bool negated)
    {
        if (known.Value is BoundAggregate aggregate)
        {
            return IsZeroOverNothing(aggregate)
                ? (negated ? "FALSE" : "TRUE")
                : Having(aggregate, value => $"{value} IS NOT NULL", heldByNothing: false, frame, negated);
        }

        return Leaf($"{Value(known.Value, frame)} IS NOT NULL", negated);
    }

    private string InSegment(BoundInSegment segment, Frame frame, bool negated)
    {
        string table = CommonTable(segment.Segment, "segment_", () =>
        {
            Frame entity = NewFrame(_catalog.Of(segment.Segment.Of));
            string where = Predicate(segment.Segment.Membership, entity);
            return $"SELECT {entity.Column("ref")} FROM {From(entity)} WHERE {where}";
        });
        string reference = segment.ThroughAccount ? Ref(frame, TableNames.AccountRef) : frame.Column("ref");
        return Leaf($"{reference} IN (SELECT ref FROM {table})", negated);
    }

    private string InList(BoundInList list, Frame frame, bool negated)
    {
        if (list.Ids.Count == 0)
        {
            return negated ? "TRUE" : "FALSE";
        }

        if (!list.ThroughAccount)
        {
            return Leaf(AmongTexts(frame.Column("id"), list.Ids), negated);
        }

        string members = $"SELECT ref FROM account WHERE {AmongTexts("id", list.Ids)}";
        return Leaf($"{Ref(frame, TableNames.AccountRef)} IN ({members})", negated);
    }

    /// <summary>The column that holds the ref of the row's owner.</summary>
    private string OwnerRef(FieldOwner owner, Frame frame) => owner switch
    {
        FieldOwner.Self => frame.Column("ref"),
        FieldOwner.Account => Ref(frame, TableNames.AccountRef),
        FieldOwner.Contact => frame.Column(TableNames.ContactRef),
        _ => throw new ArgumentOutOfRangeException(nameof(owner), owner, "Unknown owner."),
    };

    /// <summary>The refs of the entities within the limit of a ranking.</summary>
    private string TopTable(BoundTop top) => CommonTable(top, "top_", () =>
    {
        Frame entity = NewFrame(_catalog.Of(top.Entity));
        string by = Value(top.By, entity);
        string? per = top.Per is null ? null : Value(top.Per, entity);
        string among = top.Among is null ? "TRUE" : Predicate(top.Among, entity);
        string group = per is null ? "" : $", {per} AS g";
        string partition = per is null ? "" : "PARTITION BY g ";
        string grouped = per is null ? "" : " AND g IS NOT NULL";
        string limit = top.Count is { } count
            ? Parameter(new IntegerParameter(count))
            : $"(({Parameter(new IntegerParameter(top.PercentUnits!.Value))} * n + 999999) // 1000000)";
        return $"SELECT ref FROM (SELECT ref, row_number() OVER ({partition}ORDER BY v DESC, id) AS rank, count(*) OVER ({partition.TrimEnd()}) AS n"
            + $" FROM (SELECT {entity.Column("ref")} AS ref, {entity.Column("id")} AS id, {by} AS v{group} FROM {From(entity)} WHERE {among})"
            + $" WHERE v IS NOT NULL{grouped}) WHERE rank <= {limit}";
    });
}
