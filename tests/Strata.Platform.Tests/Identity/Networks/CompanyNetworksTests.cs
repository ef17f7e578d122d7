using System.Net;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest.References;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Identity.Networks;

public sealed class CompanyNetworksTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public CompanyNetworksTests()
    {
        foreach ((string id, string name) in (ReadOnlySpan<(string, string)>)
            [("ford", "Ford Motor Company"), ("lilly", "Eli Lilly & Co."), ("comcast", "Comcast Cable Communications"), ("google", "Google"),
             ("pg1", "Procter & Gamble"), ("pg2", "The Procter and Gamble Company")])
        {
            new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog)
                .Upsert(_test.Workspace.Catalog.Account, [new Dictionary<string, object?> { ["id"] = id, ["name"] = name }], _test.Workspace.Now.Instant);
        }
    }

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("19.1.2.3", "ford", 0.8)]
    [InlineData("::ffff:19.1.2.3", "ford", 0.8)]
    [InlineData("40.0.0.1", "lilly", 0.6)]
    [InlineData("73.1.2.3", null, 0)]
    [InlineData("8.8.8.8", null, 0)]
    [InlineData("2001:4860:4860::8888", null, 0)]
    [InlineData("10.0.0.1", null, 0)]
    public void The_company_that_operates_the_network_is_the_account_of_its_name(string address, string? account, double confidence)
    {
        NetworkMatch match = Networks().Find(IPAddress.Parse(address));
        match.Confidence.ShouldBe(confidence);
        IdOf(match.Account).ShouldBe(account);
    }

    [Fact]
    public void A_name_of_two_accounts_finds_none()
    {
        NetworkMatch match = Networks().Find(IPAddress.Parse("137.176.0.1"));
        match.Operator!.Value.Name.ShouldContain("Procter");
        match.Account.ShouldBeNull();
        match.Reason.ShouldContain("Several");
    }

    [Fact]
    public void The_smallest_range_of_the_users_own_wins_over_the_table()
    {
        IpRangeStore.Write(_test.Workspace.Connection, [Range("73.0.0.0/8", "google"), Range("73.1.2.0/24", "ford", 0.9), Range("19.0.0.0/8", "nobody")], replace: false);
        CompanyNetworks networks = Networks();
        (IdOf(networks.Find(IPAddress.Parse("73.1.2.3")).Account), networks.Find(IPAddress.Parse("73.1.2.3")).Confidence).ShouldBe(("ford", 0.9));
        IdOf(networks.Find(IPAddress.Parse("73.1.3.3")).Account).ShouldBe("google");
        networks.Find(IPAddress.Parse("19.1.2.3")).Account.ShouldBeNull();
        IpRangeStore.Write(_test.Workspace.Connection, [Range("73.1.2.0/24", "lilly")], replace: true);
        IpRangeStore.Read(_test.Workspace.Connection).ShouldHaveSingleItem().Account.ShouldBe("lilly");
    }

    [Theory]
    [InlineData("Eli Lilly & Co.", "eli lilly and co", "eli lilly and")]
    [InlineData("SAP S.E.", "sap se", "sap")]
    [InlineData("AG", "ag", "ag")]
    public void Names_are_compared_without_marks_and_legal_forms(string name, string words, string core)
    {
        CompanyName.Words(name).ShouldBe(words);
        CompanyName.Core(words).ShouldBe(core);
    }

    private static IpRange Range(string text, string account, double confidence = 1)
    {
        IpRange.TryParse(text, out UInt128 first, out UInt128 last).ShouldBeTrue();
        return new IpRange(first, last, account, confidence);
    }

    private CompanyNetworks Networks() => new(_test.Workspace.Connection, new ReferenceCache(_test.Workspace.Connection));

    private string? IdOf(long? account) => account is { } known
        ? _test.Workspace.Connection.QueryScalar<string>("SELECT id FROM account WHERE ref = $1", known)
        : null;
}
