using NodaTime;
using Strata.Language.Bound;
using Strata.Warehouse.DuckDb;

namespace Strata.Bench.Peers;

/// <summary>A database that is asked what the index is asked, over the same rows.</summary>
internal interface ICountPeer : IDisposable
{
    /// <summary>Its name in JSON.</summary>
    string Key { get; }

    /// <summary>Its name to people.</summary>
    string Name { get; }

    /// <summary>The version of its engine.</summary>
    string Version { get; }

    /// <summary>Takes over the rows, makes its indexes and gathers its statistics.</summary>
    /// <param name="source">The warehouse that holds the rows.</param>
    /// <param name="tables">What to take over.</param>
    /// <param name="cancellation">Stops between two tables at the latest.</param>
    void Load(DuckDbConnection source, IReadOnlyList<CountTable> tables, CancellationToken cancellation);

    /// <summary>How many accounts answer the question.</summary>
    /// <param name="asked">The question.</param>
    /// <param name="cancellation">Stops the query where the peer can.</param>
    long Count(CountAsk asked, CancellationToken cancellation);
}

/// <summary>The definitions that are counted.</summary>
internal enum CountQuestion
{
    /// <summary>Three fields of the account.</summary>
    Firmographic,

    /// <summary>A technology of one category and none of another.</summary>
    Technographic,

    /// <summary>At least two views of a page in 30 days.</summary>
    Behavioural,

    /// <summary>A contact of two fields who clicked in 60 days.</summary>
    Committee,

    /// <summary>All four.</summary>
    Layered,

    /// <summary>The first two.</summary>
    LayeredAttributes,
}

/// <summary>A question as it is asked in one run.</summary>
/// <param name="Question">Which.</param>
/// <param name="LeastEmployees">The bound that the edited clause changes.</param>
/// <param name="Plan">The definition, checked.</param>
internal sealed record CountAsk(CountQuestion Question, int LeastEmployees, SegmentPlan Plan);

/// <summary>The moment of the questions.</summary>
internal static class CountTime
{
    /// <summary>T.</summary>
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 22, 0, 0);

    /// <summary>The last 30 days, those of page views, begin after this.</summary>
    public static readonly Instant ViewsAfter = Now - Duration.FromDays(30);

    /// <summary>The last 60 days, those of clicks, begin after this.</summary>
    public static readonly Instant ClicksAfter = Now - Duration.FromDays(60);
}
