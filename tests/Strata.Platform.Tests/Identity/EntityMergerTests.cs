using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Entities;
using Strata.Platform.Identity;
using Strata.Platform.Tests.Segments.Library;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Tests.Identity;

public sealed class EntityMergerTests : IDisposable
{
    private const long Day = 86_400_000_000;
    private readonly TestWorkspace _test = new();
    private readonly EntityMerger _merger;
    private readonly RowLoader _loader;
    private readonly long _start;

    public EntityMergerTests()
    {
        _merger = new EntityMerger(_test.Workspace);
        _loader = new RowLoader(_test.Workspace.Connection, _test.Workspace.Catalog);
        _start = _test.Workspace.Now.Instant - (100 * Day);
        Sources.Declare(_test.Workspace.Connection, "vendor", SourceKind.Enrichment);
        Accounts(1, "crm", new Dictionary<string, object?> { ["id"] = "k", ["name"] = "Acme", ["domain"] = "acme.com", ["industry"] = "SaaS" });
        Accounts(2, "vendor", new Dictionary<string, object?> { ["id"] = "o", ["name"] = "Acme Inc", ["domain"] = "acme.io", ["industry"] = "Retail", ["city"] = "Berlin" });
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void The_stronger_source_wins_and_gaps_are_filled()
    {
        MergeOutcome outcome = Merge("k", "o");
        outcome.FieldsTaken.ShouldBe(["city"]);
        Text("SELECT industry || ' ' || city || ' ' || domain FROM account WHERE id = 'k'").ShouldBe("SaaS Berlin acme.com");
        Number("SELECT count(*) FROM account WHERE id = 'o'").ShouldBe(0);
    }

    [Fact]
    public void Of_equal_sources_the_last_observation_wins_and_history_tells_both()
    {
        Accounts(1, "crm", new Dictionary<string, object?> { ["id"] = "x", ["employees"] = 10 });
        Accounts(3, "crm", new Dictionary<string, object?> { ["id"] = "y", ["employees"] = 20 });
        Merge("x", "y").FieldsTaken.ShouldBe(["employees"]);
        Number("SELECT employees FROM account WHERE id = 'x'").ShouldBe(200_000);
        Text($"SELECT string_agg((epoch_us(observed_at) - {_start}) // {Day} || ':' || value, ' ' ORDER BY observed_at) FROM account_history WHERE field = 'employees'")
            .ShouldBe("1:100000 3:200000");
    }

    [Fact]
    public void Rows_move_and_two_of_a_kind_become_one()
    {
        Rows("technologies", 3, new() { ["account"] = "k", ["product"] = "Slack" }, new() { ["account"] = "o", ["product"] = "slack", ["vendor"] = "Salesforce" }, new() { ["account"] = "o", ["product"] = "Jira" });
        Rows("opportunities", 3, new Dictionary<string, object?> { ["account"] = "o", ["id"] = "d1" });
        Events(new() { ["id"] = "e1", ["ts"] = _start, ["account"] = "acme.io" }, new() { ["id"] = "e2", ["ts"] = _start, ["account"] = "k" });
        MergeOutcome outcome = Merge("acme.com", "Acme Inc");
        outcome.Moved.ShouldBe(new Dictionary<string, long> { ["event_page_view"] = 1, ["opportunities"] = 1, ["technologies"] = 2 });
        outcome.Combined.ShouldBe(1);
        Text("SELECT string_agg(product || coalesce(vendor, ''), ' ' ORDER BY product) FROM technologies JOIN account a ON a.ref = account_ref WHERE a.id = 'k'")
            .ShouldBe("Jira SlackSalesforce");
    }

    [Fact]
    public void Whatever_names_the_merged_one_later_is_the_kept_one_also_across_merges()
    {
        Accounts(1, "crm", new Dictionary<string, object?> { ["id"] = "z", ["name"] = "Zeta" });
        Merge("k", "o");
        Merge("z", "k");
        Accounts(5, "crm", new Dictionary<string, object?> { ["id"] = "o", ["city"] = "Paris" });
        Rows("technologies", 5, new() { ["account"] = "acme.io", ["product"] = "Slack" }, new() { ["account"] = "Acme Inc", ["product"] = "Jira" });
        Text("SELECT city FROM account WHERE id = 'z'").ShouldBe("Paris");
        Number("SELECT count(*) FROM technologies JOIN account a ON a.ref = account_ref WHERE a.id = 'z'").ShouldBe(2);
        Find("o").ShouldBe("z");
    }

    [Fact]
    public void A_file_that_still_has_both_changes_nothing_twice()
    {
        Merge("k", "o");
        Dictionary<string, object?>[] both = [new() { ["id"] = "k", ["industry"] = "SaaS" }, new() { ["id"] = "o", ["industry"] = "Retail", ["state"] = "BE" }];
        Accounts(5, "crm", both);
        Accounts(6, "crm", both);
        Text("SELECT industry || ' ' || state FROM account WHERE id = 'k'").ShouldBe("SaaS BE");
        Number("SELECT count(*) FROM account_history WHERE field = 'industry'").ShouldBe(0);
    }

    [Fact]
    public void Undoing_gives_back_what_was_said_of_each_since()
    {
        long merge = Merge("k", "o").Merge.Id;
        Accounts(5, "crm", new Dictionary<string, object?> { ["id"] = "o", ["city"] = "Paris", ["employees"] = 7 });
        Accounts(6, "crm", new Dictionary<string, object?> { ["id"] = "k", ["employees"] = 9, ["state"] = "NY" });
        Rows("technologies", 6, new Dictionary<string, object?> { ["account"] = "o", ["product"] = "Jira" });
        _merger.Undo(merge);
        Text("SELECT concat_ws(' ', industry, city, employees, state) FROM account WHERE id = 'k'").ShouldBe("SaaS 90000 NY");
        Text("SELECT concat_ws(' ', industry, city, employees, state) FROM account WHERE id = 'o'").ShouldBe("Retail Paris 70000");
        Text("SELECT row_key FROM technologies JOIN account a ON a.ref = account_ref WHERE a.id = 'o'").ShouldBe("o\u001fjira");
        Accounts(7, "crm", new Dictionary<string, object?> { ["id"] = "new" });
        Number("SELECT count(DISTINCT ref) - count(*) FROM account").ShouldBe(0);
    }

    [Fact]
    public void Undoing_corrects_what_history_said_of_the_account_since()
    {
        Contacts(1, new() { ["id"] = "moves", ["email"] = "m@else.com", ["account"] = "k" }, new() { ["id"] = "comes", ["email"] = "c@else.com", ["account"] = "o" });
        Accounts(1, "crm", new Dictionary<string, object?> { ["id"] = "z" });
        Contacts(2, new() { ["id"] = "moves", ["account"] = "z" }, new() { ["id"] = "comes", ["account"] = "k" });
        Rows("opportunities", 2, new Dictionary<string, object?> { ["account"] = "z", ["id"] = "d1" });
        long merge = Merge("k", "o").Merge.Id;
        Contacts(5, new() { ["id"] = "moves", ["account"] = "o" }, new() { ["id"] = "comes", ["account"] = "o" });
        Rows("opportunities", 5, new Dictionary<string, object?> { ["account"] = "o", ["id"] = "d1" });
        Contacts(6, new Dictionary<string, object?> { ["id"] = "moves", ["account"] = "z" });
        _merger.Undo(merge);
        Text(AccountsSaid("contact", "moves")).ShouldBe("1:k 2:z 5:o 6:z");
        Text(AccountsSaid("contact", "comes")).ShouldBe("1:o 2:k 5:o");
        Text("SELECT a.id FROM opportunities t JOIN account a ON a.ref = t.account_ref").ShouldBe("o");
        Text(AccountsSaid("opportunities", "d1")).ShouldBe("2:z 5:o");
    }

    [Fact]
    public void Rows_that_named_the_merged_one_since_are_its_own_though_their_account_stayed_the_same()
    {
        Contacts(1, new Dictionary<string, object?> { ["id"] = "c1", ["email"] = "c@else.com", ["account"] = "k" });
        Rows("opportunities", 1, new() { ["account"] = "k", ["id"] = "d1" }, new() { ["account"] = "k", ["id"] = "d2" });
        long merge = Merge("k", "o").Merge.Id;
        Contacts(5, new Dictionary<string, object?> { ["id"] = "c1", ["account"] = "o" });
        Rows("opportunities", 5, new() { ["account"] = "acme.io", ["id"] = "d1" }, new() { ["account"] = "acme.com", ["id"] = "d2" });
        _merger.Undo(merge);
        Text(AccountOf("contact", "c1")).ShouldBe("o");
        Text(AccountsSaid("contact", "c1")).ShouldBe("1:k 5:o");
        Text(AccountOf("opportunities", "d1")).ShouldBe("o");
        Text(AccountsSaid("opportunities", "d1")).ShouldBe("1:k 5:o");
        Text(AccountOf("opportunities", "d2")).ShouldBe("k");
        Text(AccountsSaid("opportunities", "d2")).ShouldBeNull();
    }

    [Fact]
    public void Rows_that_named_the_kept_one_since_stay_with_it()
    {
        Contacts(1, new Dictionary<string, object?> { ["id"] = "c1", ["email"] = "c@else.com", ["account"] = "o" });
        Rows("opportunities", 1, new() { ["account"] = "o", ["id"] = "d1" }, new() { ["account"] = "o", ["id"] = "d2" });
        long merge = Merge("k", "o").Merge.Id;
        Contacts(5, new Dictionary<string, object?> { ["id"] = "c1", ["account"] = "k" });
        Rows("opportunities", 5, new Dictionary<string, object?> { ["account"] = "k", ["id"] = "d1" });
        _merger.Undo(merge);
        Text(AccountOf("contact", "c1")).ShouldBe("k");
        Text(AccountsSaid("contact", "c1")).ShouldBe("1:o 5:k");
        Text(AccountOf("opportunities", "d1")).ShouldBe("k");
        Text(AccountsSaid("opportunities", "d1")).ShouldBe("1:o 5:k");
        Text(AccountOf("opportunities", "d2")).ShouldBe("o");
    }

    [Fact]
    public void What_an_account_had_before_stays_its_own_whoever_has_the_same_since()
    {
        Rows("technologies", 1, new Dictionary<string, object?> { ["account"] = "k", ["product"] = "Slack" });
        long merge = Merge("k", "o").Merge.Id;
        Rows("technologies", 5, new Dictionary<string, object?> { ["account"] = "o", ["product"] = "Slack" });
        _merger.Undo(merge);
        Text("SELECT a.id || ' ' || row_key FROM technologies t JOIN account a ON a.ref = t.account_ref").ShouldBe("k k\u001fslack");
    }

    [Fact]
    public void Rows_that_could_have_meant_either_find_their_account_and_lose_it_again()
    {
        Accounts(3, "crm", new Dictionary<string, object?> { ["id"] = "k2", ["name"] = "ACME", ["domain"] = "acme.com" });
        Events(new Dictionary<string, object?> { ["id"] = "e1", ["ts"] = _start, ["account"] = "Acme" });
        MergeOutcome outcome = Merge("k", "k2");
        outcome.Attached.ShouldBe(1);
        Number("SELECT count(account_ref) FROM event_page_view").ShouldBe(1);
        _merger.Undo(outcome.Merge.Id);
        Number("SELECT count(account_ref) FROM event_page_view").ShouldBe(0);
    }

    [Fact]
    public void Contacts_merge_with_their_events()
    {
        Contacts(1, new() { ["id"] = "c1", ["email"] = "ada@acme.com" }, new() { ["id"] = "c2", ["email"] = "a.lovelace@acme.com", ["title"] = "CTO", ["account"] = "o" });
        Events(new Dictionary<string, object?> { ["id"] = "e1", ["ts"] = _start, ["contact"] = "c2" });
        MergeOutcome outcome = _merger.Merge(EntityKind.Contact, "ada@acme.com", "c2", "test", dryRun: false);
        Text("SELECT title FROM contact").ShouldBe("CTO");
        Events(new Dictionary<string, object?> { ["id"] = "e2", ["ts"] = _start, ["contact"] = "a.lovelace@acme.com" });
        Number("SELECT count(*) FROM event_page_view e JOIN contact c ON c.ref = e.contact_ref WHERE c.id = 'c1'").ShouldBe(2);
        _merger.Undo(outcome.Merge.Id);
        Number("SELECT count(*) FROM event_page_view e JOIN contact c ON c.ref = e.contact_ref WHERE c.id = 'c2'").ShouldBe(2);
    }

    [Fact]
    public void A_dry_run_does_nothing()
    {
        _merger.Merge(EntityKind.Account, "k", "o", "test", dryRun: true).FieldsTaken.ShouldBe(["city"]);
        MergeLedger.All(_test.Workspace.Connection).ShouldBeEmpty();
        Number("SELECT count(*) FROM account WHERE id = 'o'").ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_merged_is_refused()
    {
        Contacts(1, new Dictionary<string, object?> { ["id"] = "c1", ["email"] = "ada@example.org" });
        Refusal(() => Merge("k", "acme.com")).ShouldContain("same account");
        Refusal(() => Merge("k", "nobody")).ShouldContain("There is no account 'nobody'");
        Refusal(() => Merge("k", "c1")).ShouldContain("not an account but a contact");
        Merge("k", "o");
        Refusal(() => Merge("k", "o")).ShouldContain("merged into k already (merge 1)");
        Refusal(() => Merge("a01", "acme.io")).ShouldContain("Merge k instead");
    }

    [Fact]
    public void What_cannot_be_undone_is_refused()
    {
        Merge("k", "o");
        Merge("a01", "k");
        Merge("a02", "a03");
        Refusal(() => _merger.Undo(9)).ShouldContain("There is no merge 9");
        Refusal(() => _merger.Undo(1)).ShouldContain("strata unmerge 2");
        _merger.Undo(2);
        Refusal(() => _merger.Undo(2)).ShouldContain("undone already");
        _merger.Undo(1);
    }

    [Fact]
    public void A_merge_of_contacts_holds_back_the_merge_of_their_accounts()
    {
        Contacts(1, new() { ["id"] = "c1", ["account"] = "o" }, new() { ["id"] = "c2", ["account"] = "k" });
        Merge("k", "o");
        _merger.Merge(EntityKind.Contact, "c1", "c2", "test", dryRun: false);
        Refusal(() => _merger.Undo(1)).ShouldContain("strata unmerge 2");
    }

    private MergeOutcome Merge(string keep, string other) => _merger.Merge(EntityKind.Account, keep, other, "test", dryRun: false);

    private static string Refusal(Action act)
    {
        UserError error = Should.Throw<UserErrorException>(act).Errors.Single();
        error.Code.ShouldBe("argument");
        return $"{error.Message} {error.Fix}";
    }

    private string Find(string text) =>
        new EntityFinder(_test.Workspace.Connection, new EntityReader(_test.Workspace.Connection, _test.Workspace.Catalog)).Find(EntityKind.Account, text).Id;

    private void Accounts(int day, string source, params Dictionary<string, object?>[] rows) =>
        _loader.Upsert(_test.Workspace.Catalog.Account, rows, _start + (day * Day), source);

    private void Contacts(int day, params Dictionary<string, object?>[] rows) => _loader.Upsert(_test.Workspace.Catalog.Contact, rows, _start + (day * Day));

    private void Rows(string collection, int day, params Dictionary<string, object?>[] rows) =>
        _loader.Upsert(_test.Workspace.Catalog.Collections[collection], rows, _start + (day * Day));

    private void Events(params Dictionary<string, object?>[] rows) => _loader.Upsert(_test.Workspace.Catalog.Events["page_view"], rows, _start);

    private static string AccountOf(string table, string id) => $"SELECT a.id FROM {table} t JOIN account a ON a.ref = t.account_ref WHERE t.id = '{id}'";

    /// <summary>Which account a row had from which day on.</summary>
    private string AccountsSaid(string table, string id) =>
        $"""
        SELECT string_agg((epoch_us(h.observed_at) - {_start}) // {Day} || ':' || a.id, ' ' ORDER BY h.observed_at)
        FROM {table}_history h JOIN {table} t ON t.ref = h.ref JOIN account a ON CAST(a.ref AS VARCHAR) = h.value
        WHERE h.field = 'account_ref' AND t.id = '{id}'
        """;

    private string? Text(string sql) => _test.Workspace.Connection.QueryScalar<string>(sql);

    private long Number(string sql) => _test.Workspace.Connection.QueryScalar<long>(sql);
}
