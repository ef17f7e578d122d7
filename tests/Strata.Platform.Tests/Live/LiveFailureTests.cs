using NodaTime;
using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Language.Definitions;
using Strata.Language.Syntax;
using Strata.Language.Time;
using Strata.Platform.Live;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Live;

/// <summary>A segment that cannot be evaluated is as it was, the others go on, and it is tried again.</summary>
public sealed class LiveFailureTests : IDisposable
{
    private static readonly DataCatalog Catalog = ShippedCatalog.Load();
    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory(Catalog, new Dictionary<string, string>(StringComparer.Ordinal) { ["threads"] = "1" });
    private readonly DuckDbConnection _connection;
    private readonly List<string> _told = [];
    private bool _isBroken = true;

    public LiveFailureTests()
    {
        _connection = _store.Connect();
        new RowLoader(_connection, Catalog).Upsert(
            Catalog.Account,
            [.. Enumerable.Range(1, 3).Select(number => new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = $"a{number}", ["employees"] = number * 100, ["industry"] = "SaaS" })],
            0);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task At_a_start_the_others_are_kept_and_it_follows_later(bool beside)
    {
        using LiveMemberships live = NewLive(beside);
        live.Begin([Large(1), Odd(1, 100), Large(1, "also")], new Dictionary<string, ToldMembers>(StringComparer.Ordinal)
        {
            ["odd"] = new(Members(0, 1), EntityKind.Account, 1),
            ["large"] = new(Members(1, 2), EntityKind.Account, 1),
        });
        live.Recovered();
        live.Segments.Select(segment => segment.Name).ShouldBe(["also", "large"], ignoreOrder: true);
        LiveFailure failure = live.Failures.ShouldHaveSingleItem();
        (failure.Segment, failure.Version, failure.Reason).ShouldBe(("odd", 1, "no room"));
        Told(live).ShouldBe(["also entered 1", "also entered 2"], "who was told of the one that failed hears nothing");

        await PassAsync(live, TimeSpan.FromSeconds(61));
        failure = live.Failures.ShouldHaveSingleItem();
        (failure.RetryAt - failure.At).ShouldBe(Microseconds.PerSecond * 120, "after twice as long");
        _isBroken = false;
        await PassAsync(live, TimeSpan.FromSeconds(60));
        live.Failures.Count.ShouldBe(1);
        await PassAsync(live, TimeSpan.FromSeconds(61));
        live.Failures.ShouldBeEmpty();
        live.Members("odd")!.Count().ShouldBe(3);
        Told(live).ShouldBe(["odd entered 2"], "what is other than was told");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_edit_that_fails_leaves_it_as_it_was_until_the_next(bool beside)
    {
        _isBroken = false;
        using LiveMemberships live = NewLive(beside);
        live.Begin([Large(1), Odd(1, 200)], new Dictionary<string, ToldMembers>(StringComparer.Ordinal));
        live.Recovered();
        Told(live);

        _isBroken = true;
        live.Define([Large(2), Odd(2, 300)], Catalog);
        await SettleAsync(live);
        live.Segments.Select(segment => (segment.Name, segment.Version, segment.Count)).ShouldBe([("large", 2, 2), ("odd", 1, 2)], ignoreOrder: true);
        live.Failures.ShouldHaveSingleItem().Version.ShouldBe(2);
        _isBroken = false;
        live.Define([Large(2), Odd(3, 300)], Catalog);
        await SettleAsync(live);
        live.Segments.Single(segment => segment.Name == "odd").ShouldBe(new LiveSegment("odd", 3, EntityKind.Account, 1));
        live.Failures.ShouldBeEmpty();
        Told(live).ShouldBe(["odd left 1"]);
    }

    [Fact]
    public async Task An_edit_that_fails_and_is_taken_back_is_no_failure_any_more()
    {
        _isBroken = false;
        using LiveMemberships live = NewLive(beside: true);
        live.Begin([Odd(1, 200)], new Dictionary<string, ToldMembers>(StringComparer.Ordinal));
        live.Recovered();
        _isBroken = true;
        live.Define([Odd(2, 300)], Catalog);
        await SettleAsync(live);
        live.Failures.ShouldHaveSingleItem().Version.ShouldBe(2);

        live.Define([Odd(1, 200)], Catalog);
        live.Failures.ShouldBeEmpty();
        live.IsTriedAgain(live.Now + (Microseconds.PerSecond * 3600)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_evaluated_anew_fails_without_an_end()
    {
        _isBroken = false;
        using LiveMemberships live = NewLive(beside: true);
        live.Begin([Large(1), Odd(1, 200)], new Dictionary<string, ToldMembers>(StringComparer.Ordinal));
        live.Recovered();
        Told(live);

        _isBroken = true;
        new RowLoader(_connection, Catalog).Upsert(Catalog.Account, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "a1", ["employees"] = 900, ["industry"] = "SaaS" }], 1);
        live.Changed(EntityChanges.All(new MembershipCause(MembershipCauseKind.Import)));
        await SettleAsync(live);
        (live.Members("large")!.Count(), live.Members("odd")!.Count()).ShouldBe((3, 2), "the other one follows");
        _isBroken = false;
        await PassAsync(live, TimeSpan.FromSeconds(61));
        (live.Members("large")!.Count(), live.Members("odd")!.Count()).ShouldBe((3, 3));
        live.Define([Large(1)], Catalog);
        Told(live).ShouldBe(["large entered 0", "odd entered 0", "odd left 0", "odd left 1", "odd left 2"]);
    }

    private static Bitmap Members(params int[] references)
    {
        var members = new Bitmap(references.Max() + 1);
        foreach (int reference in references)
        {
            members.Add(reference);
        }

        return members;
    }

    private static LiveDefinition Large(long version, string name = "large") => Definition(name, version, "employees >= 200");

    private static LiveDefinition Odd(long version, int employees) => Definition("odd", version, $"employees >= {employees} and industry = \"SaaS\"");

    private static LiveDefinition Definition(string name, long version, string text) => new(
        name, version, new DefinitionChecker(Catalog, new DefinitionSet([])).CheckExpression(SegmentParser.ParseExpressionOrThrow(text), EntityKind.Account).Value! with { Name = name });

    /// <summary>Until nothing is evaluated any more, and nothing that was left over begins to be.</summary>
    private static async Task SettleAsync(LiveMemberships live)
    {
        for (int calm = 0, i = 0; calm < 20 && i < 5000; calm = live.IsDefining ? 0 : calm + 1, i++)
        {
            await Task.Delay(live.IsDefining ? 5 : 0);
            live.Advance(live.Now + 1);
        }
    }

    private static async Task PassAsync(LiveMemberships live, TimeSpan time)
    {
        live.Advance(live.Now + (long)time.TotalMicroseconds);
        await SettleAsync(live);
    }

    private LiveMemberships NewLive(bool beside) => new(_connection, Catalog, DateTimeZone.Utc, 1_000_000_000_000, Evaluate, beside ? _store.Connect : null);

    private Bitmap? Evaluate(SegmentPlan plan, AsOf asOf) =>
        _isBroken && plan.Membership.ToString()!.Contains("industry", StringComparison.Ordinal) ? throw new DuckDbException("no room") : null;

    private List<string> Told(LiveMemberships live)
    {
        _told.Clear();
        _told.AddRange(live.TakeChanges().Select(change => $"{change.Segment} {(change.Entered ? "entered" : "left")} {change.Ref}"));
        return [.. _told.Order(StringComparer.Ordinal)];
    }
}
