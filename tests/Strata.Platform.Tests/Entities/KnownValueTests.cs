using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Entities;

public sealed class KnownValueTests : IDisposable
{
    private const long Day = 86_400_000_000;
    private readonly TestWorkspace _test = new();
    private readonly RowLoader _loader;
    private readonly long _now;

    public KnownValueTests()
    {
        _loader = new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog);
        _now = _test.Workspace.Now.Instant;
        Sources.Declare(_test.Workspace.Connection, "vendor", SourceKind.Enrichment);
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Every_value_knows_its_source_and_its_age()
    {
        Contact(500, "crm", ("title", "CTO"));
        Contact(300, "vendor", ("title", "Chief"), ("email", "a@acme.com"));
        Facts(_now).ShouldBe(["email \"a@acme.com\" vendor 300 300", "title \"CTO\" crm 500 500 stale"]);
        Facts(_now - (200 * Day)).ShouldContain("title \"CTO\" crm 300 300");

        Contact(100, "crm", ("title", "CTO"));
        Facts(_now).ShouldContain("title \"CTO\" crm 500 100");
    }

    [Fact]
    public void The_declared_order_of_sources_decides()
    {
        Contact(10, "crm", ("title", "CTO"));
        _test.Workspace.Settings.Set("precedence", "vendor, crm");
        _test.Workspace.Settings.Get("precedence").ShouldBe("vendor, crm, tracking, enrichment, inference");
        Contact(5, "vendor", ("title", "Chief"));
        Contact(1, "crm", ("title", "CTO"));
        Facts(_now).ShouldContain("title \"Chief\" vendor 5 5");
        Sources.Declare(_test.Workspace.Connection, "other", SourceKind.Inference);
        Contact(0, "other", ("title", "Boss"));
        Facts(_now).ShouldContain("title \"Chief\" vendor 5 5");
    }

    [Theory]
    [InlineData("crm, nobody", "neither a kind of source")]
    [InlineData("crm, crm", "comes twice")]
    public void A_wrong_order_is_refused(string order, string message) =>
        Should.Throw<UserErrorException>(() => _test.Workspace.Settings.Set("precedence", order)).Message.ShouldContain(message);

    /// <summary><c>field value source observed verified [stale]</c>, instants as days before T.</summary>
    private List<string> Facts(long at)
    {
        AsOf asOf = _test.Workspace.Now with { Instant = at };
        return [.. KnownValue.Of(_test.Workspace, EntityKind.Contact, 0, asOf).Select(value =>
            $"{value.Field} {value.Value} {value.Source} {Days(value.ObservedAt, at)} {Days(value.VerifiedAt, at)}{(value.IsStale ? " stale" : "")}")];
    }

    private static long Days(string instant, long at) =>
        (at - Microseconds.FromInstant(NodaTime.Text.InstantPattern.ExtendedIso.Parse(instant).Value)) / Day;

    private void Contact(int daysAgo, string source, params (string Name, object? Value)[] fields) =>
        _loader.Upsert(_test.Workspace.Catalog.Contact, [fields.Append(("id", "c1")).ToDictionary(field => field.Item1, field => field.Item2)], _now - (daysAgo * Day), source);
}
