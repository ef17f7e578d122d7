using Strata.Platform.Tests.Cases;
using Strata.Platform.Tests.Differential;
using Strata.Platform.Tests.Identity;
using Strata.Platform.Tests.Import;
using Strata.Platform.Tests.Live;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Strata.Platform.Tests.LongestFirst", "Strata.Platform.Tests")]

namespace Strata.Platform.Tests;

/// <summary>
/// Classes whose tests take long, one after another, begin first: begun last, such a class would keep one processor busy while the others idle.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. new[]
        {
            typeof(LiveAgreementTests), typeof(LiveConformanceTests), typeof(EngineAgreementTests), typeof(ConformanceTests), typeof(EntityMergerTests),
            typeof(RealDataTests), typeof(MergeProperties), typeof(AlgebraTests), typeof(IndexAgreementTests), typeof(IndexLimitTests),
        }.Select(type => type.FullName!),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(PlaceOf).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    /// <summary>A collection that holds one class is called after it.</summary>
    private static int PlaceOf(ITestCollection collection)
    {
        int place = Array.FindIndex(Long, name => collection.DisplayName.EndsWith(" " + name, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
