using Strata.Platform.Keys;

namespace Strata.Server.Tests.Tracking;

/// <summary>Tests on a server that keeps one segment: accounts whose people viewed pricing twice.</summary>
public abstract class TrackingServerTests() : ServedTests(KeyScope.Read, Definitions)
{
    private const string Definitions =
        """
        segment: pricing-twice
        of: accounts
        where: count(page_view where page = "pricing") in last 30 days >= 2
        """;
}
