using Strata.Platform.Cases;

namespace Strata.Platform.Tests.Cases;

/// <summary>Every file of <c>cases/</c> on live memberships: apart from the other engines, so that both run at once.</summary>
public sealed class LiveConformanceTests
{
    [Theory]
    [MemberData(nameof(ConformanceTests.Files), MemberType = typeof(ConformanceTests))]
    public void Every_case_holds_live(string path) => ConformanceTests.EveryCaseShouldHold(path, [new LiveCaseEngine()]);
}
