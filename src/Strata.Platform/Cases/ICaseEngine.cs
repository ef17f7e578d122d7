using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Cases;

/// <summary>An engine that case files can be run on. Every engine must give the same members for every case.</summary>
public interface ICaseEngine
{
    /// <summary>Its name, as <c>strata test --engine</c> takes it.</summary>
    string Name { get; }

    /// <summary>An empty store for one file.</summary>
    /// <param name="catalog">What its rows may be.</param>
    ICaseSession Open(DataCatalog catalog);
}

/// <summary>The data of one case file inside an engine. Used by one thread at a time.</summary>
public interface ICaseSession : IDisposable
{
    /// <summary>Told what will be asked, before anything is observed.</summary>
    /// <param name="questions">Every question of the file, in the order in which they will be asked.</param>
    /// <param name="start">When the first rows are observed, in UTC microseconds.</param>
    void Prepare(IReadOnlyList<CaseQuestion> questions, long start)
    {
    }

    /// <summary>Takes rows.</summary>
    /// <param name="rows">The rows, in order.</param>
    /// <param name="at">When they come, in UTC microseconds; never before what came until then.</param>
    /// <param name="observedAt">When they were observed, in UTC microseconds; not after that.</param>
    void Observe(IReadOnlyList<CaseRow> rows, long at, long observedAt);

    /// <summary>The ids of the members at T, in any order.</summary>
    IReadOnlyList<string> Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation);
}

/// <summary>What will be asked of a session.</summary>
/// <param name="Plan">The definition.</param>
/// <param name="AsOf">T.</param>
/// <param name="AsItHappens">True where T is the instant of a step, when it will be asked; such T only grow.</param>
public sealed record CaseQuestion(SegmentPlan Plan, AsOf AsOf, bool AsItHappens);
