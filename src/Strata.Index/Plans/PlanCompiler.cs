using System.Numerics;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Rows;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index.Plans;

/// <summary>
/// Compiles a checked expression into nodes over a row set, as of T. What a leaf needs of other rows is worked out on the way, so that
/// what is left to do is one pass over the row set. For one evaluation; what it makes for itself is freed with it.
/// </summary>
internal sealed partial class PlanCompiler(IndexState state, AsOf asOf, CancellationToken cancellation) : IDisposable
{
    /// <summary>Leaves that cost less than this for a row, in nanoseconds, are evaluated each time rather than kept.</summary>
    private const double WorthKeeping = 0.2;

    private readonly BlockRunner _runner = new(state.Options.Threads, cancellation);
    private readonly List<IDisposable> _own = [];

    /// <summary>Whether all that is stored is what holds at T: only then what was worked out for another T, without T, holds too.</summary>
    private readonly bool _isPresent = asOf.Instant >= state.Source.NewestChange;

    /// <summary>Evaluates nodes.</summary>
    public BlockRunner Runner => _runner;

    /// <summary>The accounts or the contacts.</summary>
    public RowSet RowsOf(EntityKind kind) => RowsOf(state.Catalog.Of(kind));

    /// <summary>The node of an expression that stands in the rows.</summary>
    public Node Predicate(BoundExpr expr, RowSet rows)
    {
        switch (expr)
        {
            case BoundConstant constant:
                return constant.Value ? ConstantNode.True : ConstantNode.False;
            case BoundAnd and:
                return AndNode.Of([.. and.Operands.Select(operand => Predicate(operand, rows))]);
            case BoundOr or:
                return OrNode.Of([.. or.Operands.Select(operand => Predicate(operand, rows))]);
            case BoundNot not:
                return NotNode.Of(Predicate(not.Operand, rows));
            default:
                return rows.IsEntity && state.Options.KeepsLeaves ? KeptLeaf(expr, rows) : Leaf(expr, rows);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable own in _own)
        {
            own.Dispose();
        }
    }

    /// <summary>
    /// A leaf that is asked for the second time is evaluated for everyone, and its outcome kept: what is edited is another leaf. The
    /// first time it is asked only about those whom the leaves before it left.
    /// </summary>
    private Node KeptLeaf(BoundExpr expr, RowSet rows)
    {
        var key = new LeafKey(expr, rows.Type.Kind, _isPresent && TimeDependence.IsTimeless(expr) ? null : asOf);
        if (state.Find<NativeArray<ulong>>(key) is { } known)
        {
            return new BitsNode(known, ShareOf(known, rows));
        }

        Node node = Leaf(expr, rows);
        if (node.Cost < WorthKeeping || node is BitsNode || !state.WasSeen(key))
        {
            return node;
        }

        NativeArray<ulong> bits = state.Keep(key, _runner.Bits(rows, node, state.Budget));
        return new BitsNode(bits, ShareOf(bits, rows));
    }

    private Node Leaf(BoundExpr expr, RowSet rows) => expr switch
    {
        BoundTextIn test => TextIn(test, rows),
        BoundTextEqual test => Compare(test.Left, test.Right, rows, (left, right) => string.Equals(left.Folded, right.Folded, StringComparison.Ordinal)),
        BoundTextMatch test => TextMatch(test, rows),
        BoundSetHas test => SetHas(test, rows),
        BoundNumberCompare test => NumberCompare(test, rows),
        BoundBooleanIs test => BooleanIs(test, rows),
        BoundBooleanEqual test => Compare(test.Left, test.Right, rows, (left, right) => left.Boolean == right.Boolean),
        BoundInstantIn test => InstantIn(test, rows),
        BoundInstantCompare test => Compare(test.Left, test.Right, rows, (left, right) => Entity.Numbers.Holds(left.Instant.CompareTo(right.Instant), test.Op)),
        BoundKnown test => Known(test, rows),
        BoundQuantified test => Quantified(test, rows),
        BoundInSegment test => test.ThroughAccount
            ? OfOwner(FieldOwner.Account, rows, accounts => Predicate(test.Segment.Membership, accounts))
            : Predicate(test.Segment.Membership, rows),
        BoundInList test => InList(test, rows),
        BoundTop test => Top(test, rows),
        BoundSample test => Sample(test, rows),
        _ => throw new InvalidOperationException($"Unknown expression {expr.GetType().Name}."),
    };

    /// <summary>Rows whose owner satisfies a condition, which is evaluated once for all owners.</summary>
    private Node OfOwner(FieldOwner owner, RowSet rows, Func<RowSet, Node> compile)
    {
        (RowSet owners, NativeArray<int> links) = OwnersOf(owner, rows);
        Node node = compile(owners);
        if (node is ConstantNode { Value: false })
        {
            return node;
        }

        NativeArray<ulong> bits = node is BitsNode kept ? kept.Words : Own(_runner.Bits(owners, node, state.Budget));
        return new LinkNode(links, bits, ShareOf(bits, owners));
    }

    private (RowSet Owners, NativeArray<int> Links) OwnersOf(FieldOwner owner, RowSet rows)
    {
        switch (owner)
        {
            case FieldOwner.Account:
                RequirePresent(rows.Type, Language.Sql.TableNames.AccountRef);
                return (RowsOf(state.Catalog.Account), rows.AccountOf!);
            case FieldOwner.Contact:
                return (RowsOf(state.Catalog.Contact), rows.ContactOf!);
            default:
                throw new InvalidOperationException($"{owner} is no other row.");
        }
    }

    private RowSet RowsOf(RowType type) => state.RowsOf(type, cancellation);

    /// <summary>The index holds the present: a field that changed after T is read in the warehouse.</summary>
    private void RequirePresent(RowType type, string field)
    {
        if (type.Kind != RowKind.Event && state.Source.ChangedAfter(type, field, asOf.Instant))
        {
            throw new NotServedException($"{type.Name}.{field} has changed since {Microseconds.ToText(asOf.Instant)}.");
        }
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        _own.Add(value);
        return value;
    }

    /// <summary>About which share of the rows is set, from a thousand words; what is asked first hangs on it and nothing else.</summary>
    private static double ShareOf(NativeArray<ulong> bits, RowSet rows)
    {
        const int Sampled = 1024;
        long step = Math.Max(1, bits.Length / Sampled), words = 0, set = 0;
        for (long word = 0; word < bits.Length; word += step, words++)
        {
            set += BitOperations.PopCount(bits[word]);
        }

        return set / (double)Math.Max(1, Math.Min(rows.Count, words << 6));
    }

    private sealed record LeafKey(BoundExpr Leaf, RowKind Of, AsOf? At);
}
