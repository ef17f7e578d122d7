using Strata.Index.Entity;
using Strata.Index.Plans;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Language.Values;

namespace Strata.Index.Live;

/// <summary>
/// For whom time alone may turn a condition until some instant: everybody else stays as they are until something of theirs changes. Said
/// as a condition of its own, so that an engine can answer it for everybody at once, and rows are read only of those few.
/// </summary>
internal sealed class TimeVariation
{
    /// <summary>
    /// By how much an end that is moved by months or by units of the calendar may go back as T goes on, by a clamped day or a change of
    /// the clock: never by three days.
    /// </summary>
    private const long MostBack = 3 * Microseconds.PerDay;

    private static readonly BoundConstant Nobody = new(false);
    private static readonly BoundConstant Everybody = new(true);

    private readonly AsOf _asOf;
    private readonly long? _horizon;

    /// <summary>Prepares for an instant.</summary>
    /// <param name="asOf">T.</param>
    /// <param name="horizon">How long after T counts, in microseconds; null for ever.</param>
    public TimeVariation(AsOf asOf, long? horizon)
    {
        _asOf = asOf;
        _horizon = horizon;
    }

    /// <summary>
    /// A condition that is true at T at least for those whose truth of <paramref name="expr"/> may be another at some instant after T and
    /// up to the horizon, with the rows as they are. Rows that begin after T, and events of after T, are not thought of: whoever has such
    /// rows is to be taken besides.
    /// </summary>
    public BoundExpr Of(BoundExpr expr) => TimeDependence.IsTimeless(expr) ? Nobody : expr switch
    {
        BoundAnd and => OfOperands(and.Operands, and),
        BoundOr or => OfOperands(or.Operands, or),
        BoundNot not => Of(not.Operand),
        BoundQuantified { Steps.Count: > 0 } sequence => OfChains(sequence),
        BoundQuantified { Every: true, Where: null } => Nobody,
        BoundQuantified { Every: true, Where: { } every } quantified => OfRows(quantified.Source, new BoundNot(every), quantified.Window),
        BoundQuantified quantified => OfRows(quantified.Source, quantified.Where, quantified.Window),
        BoundInstantIn test => AnyOf([Of(test.Value), .. Passed(test.Range, ofEvents: false).Select(range => test with { Range = range })]),
        BoundInSegment member => OfMembership(member),
        BoundTextIn { Value: BoundSegmentation { Owner: FieldOwner.Self } value } test => Of(ChosenPart.Of(value.Segmentation, test.Folded)),
        _ when BoundTree.Tested(expr) is { Count: > 0 } values => AnyOf([.. values.Select(Of)]),
        _ => Everybody,
    };

    private BoundExpr Of(BoundValue value) => value switch
    {
        BoundNumber or BoundEventInstant or BoundEventContact => Nobody,
        BoundField field => OpportunityHistory.ClosedAt(field) is { } closedAt
            ? AnyOf([.. Passed(new InstantRange(null, new AsOfBound(null, 0)), ofEvents: false).Select(range => new BoundInstantIn(closedAt, range))])
            : Nobody,
        BoundArithmetic arithmetic => AnyOf([Of(arithmetic.Left), Of(arithmetic.Right)]),
        BoundAggregate aggregate when aggregate.Of is { } of && !IsNobody(Of(of)) => Everybody,
        BoundAggregate aggregate => OfRows(aggregate.Source, aggregate.Where, aggregate.Window),
        BoundSegmentation { Owner: FieldOwner.Self } read =>
            AnyOf([.. read.Segmentation.Parts.Select(part => part.Where).Append(read.Segmentation.Universe).OfType<BoundExpr>().Select(Of)]),
        BoundOwnerValue owned when IsNobody(Of(owned.Value)) => Nobody,
        _ => Everybody,
    };

    private BoundExpr OfMembership(BoundInSegment member)
    {
        BoundExpr turns = Of(member.Segment.Membership);
        return turns is BoundConstant || !member.ThroughAccount
            ? turns
            : new BoundInSegment(new SegmentPlan(null, member.Segment.Of, turns, null, []), ThroughAccount: true);
    }

    /// <summary>Those with a row that may come to count, or come to count no longer.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="where">Which count; null for all.</param>
    /// <param name="window">When they count; null for always.</param>
    private BoundExpr OfRows(BoundSource source, BoundExpr? where, InstantRange? window)
    {
        BoundExpr turns = where is null ? Nobody : Of(where);
        var any = new List<BoundExpr>();
        if (!IsNobody(turns))
        {
            any.Add(Exists(source, turns, source.IsEvent ? Reached(window) : null));
        }

        if (source.IsEvent && window is not null)
        {
            BoundExpr? counts = where is null ? null : AnyOf([where, turns]);
            any.AddRange(Passed(window, ofEvents: true).Select(range => Exists(source, counts, range)));
        }

        return AnyOf([.. any]);
    }

    /// <summary>What follows a first event may turn with any event; only where the first event never counts it does not matter.</summary>
    private BoundExpr OfChains(BoundQuantified sequence) => Exists(
        sequence.Source,
        sequence.Every || sequence.Where is null ? null : AnyOf([sequence.Where, Of(sequence.Where)]),
        Reached(sequence.Window));

    private static BoundQuantified Exists(BoundSource source, BoundExpr? where, InstantRange? window) =>
        new(false, source, where is BoundConstant { Value: true } ? null : where, [], window);

    /// <summary>Every operand of which none turns decides whether those that turn matter.</summary>
    private BoundExpr OfOperands(EquatableList<BoundExpr> operands, BoundExpr whole)
    {
        BoundExpr turns = AnyOf([.. operands.Select(Of)]);
        BoundExpr[] settled = [.. operands.Where(TimeDependence.IsTimeless)];
        if (settled.Length == 0 || IsNobody(turns))
        {
            return turns;
        }

        BoundExpr undecided = whole is BoundAnd ? new BoundAnd([.. settled]) : new BoundNot(new BoundOr([.. settled]));
        return turns is BoundConstant ? undecided : new BoundAnd([turns, undecided]);
    }

    private static bool IsNobody(BoundExpr turns) => turns is BoundConstant { Value: false };

    private static BoundExpr AnyOf(BoundExpr[] conditions)
    {
        if (conditions.Any(condition => condition is BoundConstant { Value: true }))
        {
            return Everybody;
        }

        BoundExpr[] some = [.. conditions.Where(condition => condition is not BoundConstant).Distinct()];
        return some.Length switch
        {
            0 => Nobody,
            1 => some[0],
            _ => new BoundOr([.. some]),
        };
    }

    /// <summary>
    /// The instants that an end of a range passes between T and the horizon. The upper end of a window of events passes none where it is
    /// T itself, as events are there from their instants on.
    /// </summary>
    private IEnumerable<InstantRange> Passed(InstantRange range, bool ofEvents)
    {
        if (range.Lower is { Moves: true } lower)
        {
            yield return Passed(lower);
        }

        if (range.Upper is { Moves: true } upper && !(ofEvents && upper is AsOfBound { Duration: null, Shift: 0 }))
        {
            yield return Passed(upper);
        }
    }

    private InstantRange Passed(InstantBound end) => new(
        Before(end),
        _horizon is { } horizon ? new FixedBound(end.Resolve(_asOf.At(_asOf.Instant + horizon)) + MostBackOf(end) + 1) : null);

    /// <summary>The instants of events up to T that a window may hold at T or later.</summary>
    private InstantRange Reached(InstantRange? window) =>
        window?.Lower is not { } lower ? InstantRange.Ever : new InstantRange(lower.Moves ? Before(lower) : lower, null);

    private FixedBound Before(InstantBound end) => new(end.Resolve(_asOf) - MostBackOf(end) - 1);

    private static long MostBackOf(InstantBound end) => end is AsOfBound { Duration: null or { IsFixed: true } } ? 0 : MostBack;
}
