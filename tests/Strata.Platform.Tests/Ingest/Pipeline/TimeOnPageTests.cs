using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Ingest;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>Memberships follow when the time on a page becomes known and grows, stored or not, and are those of a recompute.</summary>
public sealed class TimeOnPageTests : IAsyncLifetime, IDisposable
{
    private const string Definitions =
        """
        segment: stayed
        of: accounts
        where: count(page_view where page = "pricing" and seconds >= 10) in last 30 days >= 1
        ---
        segment: stayed-contacts
        of: contacts
        where: any(page_view where seconds >= 10) in last 30 days
        ---
        segment: short
        of: accounts
        where: any(page_view where seconds < 10) in last 30 days
        ---
        segment: still-there
        of: accounts
        where: any(page_view where seconds is unknown) in last 30 days
        ---
        segment: long
        of: accounts
        where: sum(page_view.seconds) in last 30 days >= 40
        """;

    private static readonly IngestOptions Keeps = new() { FlushRows = 1_000_000, FlushEvery = TimeSpan.FromHours(1) };
    private readonly TemporaryFolder _folder = new();
    private readonly DateTimeOffset _begin = TimeProvider.System.GetUtcNow().AddHours(-1);
    private TrackedIngest _ingest = null!;
    private int _last;

    public async Task InitializeAsync()
    {
        _ingest = new TrackedIngest(_folder.PathOf("data"), Keeps);
        await _ingest.Define(Definitions);
        await SendAsync(
            """{"type": "group", "userId": "ada", "groupId": "acme"}""",
            """{"type": "group", "userId": "bob", "groupId": "other"}""",
            """{"type": "identify", "userId": "ada", "anonymousId": "v"}""");
        await StoreAsync();
    }

    public async Task DisposeAsync() => await _ingest.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_account_enters_when_the_next_page_tells_the_time_of_the_one_before(bool isStored)
    {
        await SendAsync(Page("p1", "pricing", 0));
        await StoreAsync(isStored);
        (await MembersAsync()).ShouldBe(["still-there acme"]);
        await SendAsync(Page("p2", "home", 12));
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada", "still-there acme"]);
        await SendAsync(Page("p3", "home", 16));
        (await MembersAsync()).ShouldBe(["short acme", "stayed acme", "stayed-contacts ada", "still-there acme"]);
        (await CauseAsync("stayed")).ShouldBe("event p1");
        await CompareAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_time_that_grows_makes_true_and_false(bool isStored)
    {
        await SendAsync(Page("p1", "pricing", 0), Ping(5));
        await StoreAsync(isStored);
        (await MembersAsync()).ShouldBe(["short acme"]);
        await SendAsync(Ping(15));
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada"]);
        await CompareAsync();
        await SendAsync(Ping(45), Ping(44));
        (await MembersAsync()).ShouldBe(["long acme", "stayed acme", "stayed-contacts ada"]);
        await CompareAsync();
    }

    [Fact]
    public async Task Where_much_comes_in_what_is_amended_waits_until_somebody_reads()
    {
        // A condition that stays true as the time grows: no events are read where they are stored. Each message is as much as is stored at once.
        await _ingest.Define(Definitions[..Definitions.IndexOf("---", StringComparison.Ordinal)]);
        await RestartAsync(Keeps with { FlushRows = 1, LongestFlush = TimeSpan.FromHours(1) });
        await SendAsync(Page("p1", "pricing", 0));
        await _ingest.Pipeline.StoreAsync();
        await SendAsync(Ping(15));
        await SendAsync(Ping(45));
        for (int tries = 0; Waiting() == 0; tries++)
        {
            tries.ShouldBeLessThan(10_000);
            await Task.Delay(1);
        }

        _ingest.Pipeline.Live.Segments.ShouldHaveSingleItem().Count.ShouldBe(1, "what is live does not wait");
        await _ingest.Pipeline.StoreAsync();
        Waiting().ShouldBe(0);
        await CompareAsync();
    }

    [Fact]
    public async Task What_waits_is_brought_in_when_it_is_time_though_nothing_comes_any_more()
    {
        await RestartAsync(Keeps with { FlushRows = 1, LongestFlush = TimeSpan.FromSeconds(1) });
        await SendAsync(Page("p1", "pricing", 0));
        await SendAsync(Ping(15));
        await SendAsync(Ping(45));
        for (int tries = 0; StoredSeconds() != 45 * FixedDecimal.UnitsPerOne; tries++)
        {
            tries.ShouldBeLessThan(3_000);
            await Task.Delay(10);
        }

        await CompareAsync();
    }

    [Fact]
    public async Task A_server_that_is_started_anew_knows_who_is_on_which_page()
    {
        await SendAsync(Page("p1", "pricing", 0));
        await RestartAsync();
        await SendAsync(Page("p2", "home", 30));
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada", "still-there acme"]);
        await RestartAsync();
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada", "still-there acme"]);
        await CompareAsync();
    }

    [Fact]
    public async Task A_merge_between_the_page_and_its_time_takes_the_page_along()
    {
        await SendAsync(Page("p1", "pricing", 0));
        await SendAsync("""{"type": "alias", "userId": "bob", "previousId": "ada"}""");
        await SendAsync(Page("p2", "home", 30));
        (await MembersAsync()).ShouldContain("stayed-contacts bob");
        await CompareAsync();
    }

    [Fact]
    public async Task A_visitor_who_becomes_known_takes_the_page_along()
    {
        await SendAsync(Page("p1", "pricing", 0, "w"));
        (await MembersAsync()).ShouldBeEmpty();
        await SendAsync("""{"type": "identify", "userId": "bob", "anonymousId": "w"}""");
        (await MembersAsync()).ShouldBe(["still-there other"]);
        await SendAsync(Page("p2", "home", 30, "w"));
        (await MembersAsync()).ShouldBe(["stayed other", "stayed-contacts bob", "still-there other"]);
        await CompareAsync();
    }

    [Fact]
    public async Task A_page_that_comes_late_counts_from_its_own_instant_once_its_time_is_known()
    {
        await SendAsync(Page("p1", "pricing", -31 * 86_400), Page("p2", "pricing", (-30 * 86_400) + 3630), Page("p3", "home", (-30 * 86_400) + 3660));
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada", "still-there acme"]);
        await CompareAsync();
    }

    [Fact]
    public async Task A_definition_made_meanwhile_sees_the_time()
    {
        await SendAsync(Page("p1", "pricing", 0));
        await _ingest.Define(Definitions.Replace("\"pricing\" and", "\"pricing\" and page is known and", StringComparison.Ordinal));
        await SendAsync(Page("p2", "home", 30));
        (await MembersAsync()).ShouldBe(["stayed acme", "stayed-contacts ada", "still-there acme"]);
        await CompareAsync();
    }

    private string Page(string id, string page, double second, string visitor = "v") =>
        $$"""{"type": "page", "messageId": "{{id}}", "anonymousId": "{{visitor}}", "name": "{{page}}", "timestamp": "{{_begin.AddSeconds(second):O}}"}""";

    private string Ping(int seconds) =>
        $$$"""{"type": "track", "event": "Page Engaged", "messageId": "ping{{{++_last}}}", "anonymousId": "v", "timestamp": "{{{_begin.AddSeconds(60):O}}}", "properties": {"seconds": {{{seconds}}}}}""";

    private async Task SendAsync(params string[] messages)
    {
        (await _ingest.Send(messages)).ShouldBe(SubmitOutcome.Durable);
        while (_ingest.Pipeline.Lag > 0)
        {
            await Task.Delay(1);
        }
    }

    private async Task StoreAsync(bool isStored = true)
    {
        if (isStored)
        {
            await _ingest.Pipeline.StoreAsync();
        }
    }

    private async Task RestartAsync(IngestOptions? options = null)
    {
        await _ingest.DisposeAsync();
        _ingest = new TrackedIngest(_folder.PathOf("data"), options ?? Keeps);
        await _ingest.Pipeline.Recovered;
    }

    /// <summary>How many amendments wait to be brought into the tables of events.</summary>
    private long Waiting() => Read("SELECT count(*) FROM strata_amendment");

    private long StoredSeconds() => Read("SELECT CAST(coalesce(max(seconds), 0) AS BIGINT) FROM event_page_view");

    /// <summary>Reads beside the server, without having anything stored before.</summary>
    private long Read(string sql)
    {
        using DuckDbConnection connection = _ingest.Host.Warehouse.Connect();
        return connection.QueryScalar<long>(sql);
    }

    /// <summary>Who is in which segment, by what is live.</summary>
    private async Task<string[]> MembersAsync()
    {
        while (_ingest.Pipeline.Live.Segments.Count < 5)
        {
            await Task.Delay(1);
        }

        var refs = _ingest.Pipeline.Live.Segments.OrderBy(segment => segment.Name, StringComparer.Ordinal)
            .ToDictionary(segment => segment, segment => (long[])[.. _ingest.Pipeline.Live.Members(segment.Name)!.Positions()]);
        using Workspace session = _ingest.Host.OpenSession();
        return
        [
            .. refs.SelectMany(segment => session.Connection.Query(
                $"SELECT id FROM {(segment.Key.Of == EntityKind.Account ? "account" : "contact")} WHERE ref IN (SELECT unnest($1::BIGINT[])) ORDER BY id",
                [DuckDbValue.List(segment.Value)],
                row => $"{segment.Key.Name} {row.GetText(0)}")),
        ];
    }

    private Task<string> CauseAsync(string segment) => _ingest.Pipeline.RunAsync(session =>
        session.Connection.QueryScalar<string>("SELECT cause || ' ' || cause_id FROM strata_membership_log WHERE segment = $1 AND entered", segment)!);

    /// <summary>What is live is what both engines compute from what is stored.</summary>
    private Task CompareAsync() => _ingest.Pipeline.RunAsync(session =>
    {
        var asOf = new AsOf(_ingest.Pipeline.Live.Now, session.Settings.Zone);
        foreach (LibraryEntry segment in session.Library.Segments)
        {
            long[] members = [.. _ingest.Pipeline.Live.Members(segment.Definition.Name)!.Positions()];
            foreach (string engine in new[] { "duckdb", "index" })
            {
                session.Engine(engine).Members(session.Library.PlanOf(segment), asOf, CancellationToken.None).Refs.Positions()
                    .ShouldBe(members, $"{segment.Definition.Name} by {engine}");
            }
        }

        return true;
    });
}
