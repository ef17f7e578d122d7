namespace Strata.Server.Tests.Tracking;

/// <summary>Tests on a server that keeps one segment: accounts whose people viewed pricing twice.</summary>
public abstract class TrackingServerTests : IAsyncLifetime
{
    private const string Definitions =
        """
        segment: pricing-twice
        of: accounts
        where: count(page_view where page = "pricing") in last 30 days >= 2
        """;

    private protected TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        await Server.SeedAsync(Definitions);
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
