using Strata.Index.Bitmaps;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;

namespace Strata.Platform.Tests.Audiences;

public sealed class AudienceEngineTests : IDisposable
{
    private readonly TestWorkspace _test = new();

    public static TheoryData<string> Engines() => [.. AudienceEngines.Names];

    public void Dispose() => _test.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_engine_counts_lists_and_names_the_same(string name)
    {
        IAudienceEngine engine = _test.Workspace.Engine(name);
        SegmentPlan plan = Plan("employees >= 800");
        var columns = MemberColumns.Parse(_test.Workspace.Library, EntityKind.Account, "employees", "employees desc");
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        var rows = new List<string>();

        engine.List(plan, values, order, limit: 2, _test.Workspace.Now, row => rows.Add($"{row.Id} {row.Cells[0]}"), CancellationToken.None);

        rows.ShouldBe(["a10 1000", "a09 900"]);
        engine.Count(plan, _test.Workspace.Now, CancellationToken.None).ShouldBe(3);
        engine.MemberIds(plan, _test.Workspace.Now, CancellationToken.None).ShouldBe(["a08", "a09", "a10"]);
        MemberSet members = engine.Members(plan, _test.Workspace.Now, CancellationToken.None);
        (members.Of, members.Count, members.Refs.Length).ShouldBe((EntityKind.Account, 3, 10));
        _test.Workspace.Members.Ids(members, CancellationToken.None).ShouldBe(["a08", "a09", "a10"]);
    }

    [Fact]
    public async Task Who_comes_while_the_warehouse_is_asked_does_not_disturb_it()
    {
        var engine = new DuckDbAudienceEngine(new SegmentReader(_test.Workspace.Connection, _test.Workspace.Catalog));
        SegmentPlan plan = Plan("employees >= 0");
        using DuckDbConnection other = _test.Workspace.Warehouse.Connect();
        Task coming = Task.Run(() =>
        {
            var loader = new Warehouse.Load.RowLoader(other, _test.Workspace.Catalog);
            for (int i = 0; i < 60; i++)
            {
                loader.Upsert(_test.Workspace.Catalog.Account, [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = $"b{i}", ["employees"] = i }], 0);
            }
        });
        long before = 10;
        do
        {
            MemberSet members = engine.Members(plan, _test.Workspace.Now, CancellationToken.None);
            members.Count.ShouldBeGreaterThanOrEqualTo(before);
            before = members.Count;
        }
        while (!coming.IsCompleted);

        await coming;
        engine.Members(plan, _test.Workspace.Now, CancellationToken.None).Count.ShouldBe(70);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Nobody_and_no_contacts_at_all_are_answers_too(string name)
    {
        IAudienceEngine engine = _test.Workspace.Engine(name);

        engine.MemberIds(Plan("employees > 5000"), _test.Workspace.Now, CancellationToken.None).ShouldBeEmpty();
        engine.Members(Plan("seniority is unknown", EntityKind.Contact), _test.Workspace.Now, CancellationToken.None).Count.ShouldBe(0);
    }

    [Fact]
    public void Values_of_members_are_those_of_the_instant()
    {
        new Warehouse.Load.RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog).Upsert(
            _test.Workspace.Catalog.Account,
            [new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "a10", ["employees"] = 7 }],
            _test.Workspace.Now.Instant);
        _test.Workspace.Reader.Refresh();
        MemberSet members = _test.Workspace.Engine().Members(Plan("employees = 7"), _test.Workspace.Now, CancellationToken.None);

        Employees(members, _test.Workspace.Now).ShouldBe(7);
        Employees(members, _test.Workspace.Now.At(_test.Workspace.Now.Instant - 3_600_000_000L)).ShouldBe(1000);
    }

    [Fact]
    public void A_difference_between_engines_is_a_fault_that_names_who()
    {
        var compared = new ComparedAudienceEngine([_test.Workspace.Engine(AudienceEngines.DuckDb), OneMoreEngine()], _test.Workspace.Members);

        Should.Throw<EngineDisagreementException>(() => compared.Count(Plan("employees >= 900"), _test.Workspace.Now, CancellationToken.None))
            .Message.ShouldBe("The engines duckdb and one more disagree about 1 accounts at 2026-11-22T00:00:00Z: only one more has a01.");
        Should.Throw<EngineDisagreementException>(() => compared.RequireMembership(
            isMember: true, Plan("employees < 900 and employees > 200"), "a01", 0, _test.Workspace.Now, CancellationToken.None));
    }

    [Fact]
    public void An_engine_that_there_is_not_is_the_users_error() =>
        Should.Throw<UserErrorException>(() => _test.Workspace.Engine("oracle")).Errors.Single().Code.ShouldBe("argument");

    private decimal Employees(MemberSet members, AsOf asOf)
    {
        var columns = MemberColumns.Parse(_test.Workspace.Library, EntityKind.Account, "employees", null);
        decimal employees = 0;
        _test.Workspace.Members.List(members, columns.Query().Values, [], limit: null, asOf, row => employees = (decimal)row.Cells[0]!, CancellationToken.None);
        return employees;
    }

    private SegmentPlan Plan(string text, EntityKind of = EntityKind.Account) => SegmentSelection.Find(_test.Workspace.Library, text, of).Plan;

    /// <summary>An engine with a fault: the first account is always in.</summary>
    private MadeUpEngine OneMoreEngine()
    {
        IAudienceEngine inner = _test.Workspace.Engine();
        return new MadeUpEngine("one more", (plan, asOf) =>
        {
            Bitmap refs = inner.Members(plan, asOf, CancellationToken.None).Refs.Clone();
            refs.Add(0);
            return new MemberSet(plan.Of, refs);
        });
    }
}
