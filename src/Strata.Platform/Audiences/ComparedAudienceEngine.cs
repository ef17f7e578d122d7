using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Audiences;

/// <summary>Asks several engines and answers only where they agree.</summary>
/// <param name="engines">The engines, at least one; the answer is that of the first.</param>
/// <param name="reader">Names those about whom they differ.</param>
public sealed class ComparedAudienceEngine(IReadOnlyList<IAudienceEngine> engines, MemberReader reader) : SetAudienceEngine(reader)
{
    private const int IdsNamed = 5;
    private readonly MemberReader _reader = reader;

    /// <inheritdoc/>
    public override string Name => AudienceEngines.All;

    /// <inheritdoc/>
    /// <exception cref="EngineDisagreementException">The engines differ.</exception>
    public override long Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        long members = Members(plan, asOf, cancellation).Count;
        foreach (IAudienceEngine engine in engines)
        {
            long count = engine.Count(plan, asOf, cancellation);
            if (count != members)
            {
                throw new EngineDisagreementException($"The engine {engine.Name} counts {count} members at {Microseconds.ToText(asOf.Instant)} and finds {members}.");
            }
        }

        return members;
    }

    /// <inheritdoc/>
    /// <exception cref="EngineDisagreementException">The engines differ.</exception>
    public override MemberSet Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation)
    {
        MemberSet members = engines[0].Members(plan, asOf, cancellation);
        foreach (IAudienceEngine other in engines.Skip(1))
        {
            Compare(members, other, other.Members(plan, asOf, cancellation), asOf, cancellation);
        }

        return members;
    }

    /// <summary>Holds what the evaluator of one entity says against what the engines say of everyone.</summary>
    /// <param name="isMember">What it says.</param>
    /// <param name="plan">The segment.</param>
    /// <param name="id">The entity's id.</param>
    /// <param name="reference">Its ref.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="EngineDisagreementException">They differ.</exception>
    public void RequireMembership(bool isMember, SegmentPlan plan, string id, long reference, AsOf asOf, CancellationToken cancellation)
    {
        if (Members(plan, asOf, cancellation)[reference] != isMember)
        {
            throw new EngineDisagreementException(
                $"The explanation and the engines disagree about {id} at {Microseconds.ToText(asOf.Instant)}: only {(isMember ? "the explanation" : "the engines")} has it in.");
        }
    }

    private void Compare(MemberSet members, IAudienceEngine other, MemberSet others, AsOf asOf, CancellationToken cancellation)
    {
        MemberSet more = members.Except(others), fewer = others.Except(members);
        if (more.Count + fewer.Count > 0)
        {
            string noun = members.Of == EntityKind.Account ? "accounts" : "contacts";
            string[] parts = [.. new[] { Named(engines[0], more, cancellation), Named(other, fewer, cancellation) }.OfType<string>()];
            throw new EngineDisagreementException(
                $"The engines {engines[0].Name} and {other.Name} disagree about {more.Count + fewer.Count} {noun} at {Microseconds.ToText(asOf.Instant)}: {string.Join("; ", parts)}.");
        }
    }

    private string? Named(IAudienceEngine engine, MemberSet onlyHere, CancellationToken cancellation)
    {
        if (onlyHere.Count == 0)
        {
            return null;
        }

        string rest = onlyHere.Count > IdsNamed ? $" and {onlyHere.Count - IdsNamed} more" : "";
        return $"only {engine.Name} has {string.Join(", ", _reader.Ids(onlyHere, IdsNamed, cancellation))}{rest}";
    }
}

/// <summary>Two engines gave different answers to one question: a fault of Strata's own.</summary>
public sealed class EngineDisagreementException(string message) : InvalidOperationException(message);
