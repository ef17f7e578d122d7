using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>
/// Asks another engine each question once: for the analyses of one definition, which ask about the same clauses. Lives as long as one
/// request.
/// </summary>
/// <param name="engine">The engine that answers.</param>
public sealed class RememberingAudienceEngine(IAudienceEngine engine) : IAudienceEngine
{
    private readonly Dictionary<(BoundExpr Membership, Language.Catalog.EntityKind Of, long Instant), MemberSet> _answers = [];

    /// <inheritdoc/>
    public string Name => engine.Name;

    /// <inheritdoc/>
    public long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => Members(plan, asOf, cancellation).Count;

    /// <inheritdoc/>
    public MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(asOf);
        var question = (plan.Membership, plan.Of, asOf.Instant);
        if (!_answers.TryGetValue(question, out MemberSet? answer))
        {
            _answers[question] = answer = engine.Members(plan, asOf, cancellation);
        }

        // The set is the caller's to change.
        return new MemberSet(answer.Of, answer.Refs.Clone());
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> MemberIds(SegmentPlan plan, AsOf asOf, CancellationToken cancellation) => engine.MemberIds(plan, asOf, cancellation);

    /// <inheritdoc/>
    public void List(
        SegmentPlan plan,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation) => engine.List(plan, columns, sort, limit, asOf, read, cancellation);
}
