using Strata.Language;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Tests.Load;

public sealed class RowLoaderTests : IDisposable
{
    private const long Day = TestWarehouse.Day;
    private readonly TestWarehouse _warehouse = new();

    public void Dispose() => _warehouse.Dispose();

    [Fact]
    public void New_rows_get_dense_refs_and_folded_columns()
    {
        LoadResult result = _warehouse.Accounts(
            Day,
            new() { ["id"] = "a1", ["name"] = " Acme GmbH ", ["employees"] = 500, ["tags"] = new[] { "Hot", "hot", "New" } },
            new() { ["id"] = "a2", ["industry"] = "Ｓaas", ["founded_at"] = 5L });

        result.ShouldBe(new LoadResult(Inserted: 2));
        _warehouse.Texts("SELECT ref || id FROM account ORDER BY ref").ShouldBe(["0a1", "1a2"]);
        _warehouse.Scalar<string>("SELECT \"name.folded\" FROM account WHERE id = 'a1'").ShouldBe("acme gmbh");
        _warehouse.Scalar<long>("SELECT employees FROM account WHERE id = 'a1'").ShouldBe(5_000_000);
        _warehouse.Scalar<string>("SELECT CAST(tags AS VARCHAR) FROM account WHERE id = 'a1'").ShouldBe("[Hot, New]");
        _warehouse.Scalar<string>("SELECT \"industry.folded\" FROM account WHERE id = 'a2'").ShouldBe("saas");
    }

    [Fact]
    public void The_same_rows_again_change_nothing()
    {
        Dictionary<string, object?> row = new() { ["id"] = "a1", ["employees"] = 500, ["industry"] = "SaaS" };
        _warehouse.Accounts(Day, row);
        _warehouse.Accounts(2 * Day, row).ShouldBe(new LoadResult(Unchanged: 1));
        _warehouse.Scalar<long>("SELECT count(*) FROM account_history").ShouldBe(0);
        _warehouse.Scalar<long>("SELECT count(*) FROM account").ShouldBe(1);
    }

    [Fact]
    public void A_row_that_came_before_its_account_is_the_same_row_when_it_is_said_again()
    {
        Dictionary<string, object?> row = new() { ["account"] = "Acme", ["product"] = "Salesforce" };
        _warehouse.Rows("technologies", Day, row).Unattached.ShouldBe(1);
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["name"] = "Acme" });
        _warehouse.Rows("technologies", 2 * Day, row).ShouldBe(new LoadResult(Unchanged: 1));
        _warehouse.Scalar<long>("SELECT count(*) FROM technologies WHERE account_ref = 0").ShouldBe(1);
    }

    [Fact]
    public void A_change_keeps_the_old_value_with_its_instant()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["employees"] = 500, ["industry"] = "SaaS" });
        _warehouse.Accounts(3 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["employees"] = 600, ["industry"] = null })
            .ShouldBe(new LoadResult(Updated: 1));
        _warehouse.History("account", "employees").ShouldBe(["1: 5000000 (crm)", "3: 6000000 (crm)"]);
        _warehouse.History("account", "industry").ShouldBeEmpty();
        _warehouse.Scalar<string>("SELECT industry FROM account").ShouldBe("SaaS");
        _warehouse.Scalar<long>("SELECT employees FROM account").ShouldBe(6_000_000);
    }

    [Fact]
    public void The_first_value_of_a_field_speaks_for_the_past_too()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1" });
        _warehouse.Accounts(3 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "SaaS" });
        _warehouse.History("account", "industry").ShouldBe(["3: SaaS (crm)"]);
    }

    [Fact]
    public void An_older_observation_goes_into_history_only()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "X" });
        _warehouse.Accounts(9 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "X" });
        _warehouse.Accounts(5 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" });
        _warehouse.Scalar<string>("SELECT industry FROM account").ShouldBe("X");
        _warehouse.History("account", "industry").ShouldBe(["1: X (crm)", "5: Y (crm)", "9: X (crm)"]);

        _warehouse.Accounts(5 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" }).ShouldBe(new LoadResult(Unchanged: 1));
        _warehouse.History("account", "industry").Count.ShouldBe(3);
    }

    [Fact]
    public void An_observation_at_the_instant_of_the_first_leaves_what_was_said_again_later()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "X" });
        _warehouse.Accounts(9 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "X" });
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" });
        _warehouse.Scalar<string>("SELECT industry FROM account").ShouldBe("X");
        _warehouse.History("account", "industry").ShouldBe(["1: Y (crm)", "9: X (crm)"]);
    }

    [Fact]
    public void What_is_known_now_may_have_held_before_when_something_else_was_said()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "X", ["employees"] = 1 });
        _warehouse.Accounts(9 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" });
        _warehouse.Accounts(5 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y", ["employees"] = 1 }).ShouldBe(new LoadResult(Updated: 1));
        _warehouse.History("account", "industry").ShouldBe(["1: X (crm)", "5: Y (crm)", "9: Y (crm)"]);
        _warehouse.History("account", "employees").ShouldBeEmpty();

        _warehouse.Accounts(6 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" }).ShouldBe(new LoadResult(Unchanged: 1));
        _warehouse.Accounts(0, new Dictionary<string, object?> { ["id"] = "a1", ["industry"] = "Y" }).ShouldBe(new LoadResult(Updated: 1));
        _warehouse.History("account", "industry").ShouldBe(["0: Y (crm)", "1: X (crm)", "5: Y (crm)", "9: Y (crm)"]);
        _warehouse.Scalar<string>("SELECT industry FROM account").ShouldBe("Y");
    }

    [Fact]
    public void A_weaker_source_fills_what_is_missing_and_overwrites_nothing()
    {
        DuckDbConnection connection = _warehouse.Connection;
        Sources.Declare(connection, "vendor", SourceKind.Enrichment);
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["employees"] = 500 });
        LoadResult result = _warehouse.Loader.Upsert(
            _warehouse.Catalog.Account, [new Dictionary<string, object?> { ["id"] = "a1", ["employees"] = 7, ["country"] = "US" }], 2 * Day, "vendor");
        result.ShouldBe(new LoadResult(Updated: 1, KeptFromStrongerSource: 1));
        _warehouse.Scalar<long>("SELECT employees FROM account").ShouldBe(5_000_000);
        _warehouse.Scalar<string>("SELECT country FROM account").ShouldBe("US");

        // The CRM may correct what the vendor said, even with an older observation.
        _warehouse.Accounts(Day + 1, new Dictionary<string, object?> { ["id"] = "a1", ["country"] = "DE" });
        _warehouse.Scalar<string>("SELECT country FROM account").ShouldBe("DE");
    }

    [Fact]
    public void What_a_stronger_source_confirms_is_its_own_from_then_on()
    {
        Sources.Declare(_warehouse.Connection, "vendor", SourceKind.Enrichment);
        _warehouse.Loader.Upsert(_warehouse.Catalog.Account, [new Dictionary<string, object?> { ["id"] = "a1", ["country"] = "US" }], Day, "vendor");
        _warehouse.Accounts(2 * Day, new Dictionary<string, object?> { ["id"] = "a1", ["country"] = "US" });
        _warehouse.Loader.Upsert(_warehouse.Catalog.Account, [new Dictionary<string, object?> { ["id"] = "a1", ["country"] = "FR" }], 3 * Day, "vendor");
        _warehouse.Scalar<string>("SELECT country FROM account").ShouldBe("US");
    }

    [Fact]
    public void Rows_find_their_account_by_id_domain_mail_and_name()
    {
        _warehouse.Accounts(
            Day,
            new() { ["id"] = "a1", ["name"] = "Acme", ["domain"] = "acme.com" },
            new() { ["id"] = "a2", ["name"] = "Twin" },
            new() { ["id"] = "a3", ["name"] = "Twin" });
        _warehouse.Contacts(
            Day,
            new() { ["id"] = "c1", ["account"] = "a1" },
            new() { ["id"] = "c2", ["account"] = "https://www.acme.com/x" },
            new() { ["id"] = "c3", ["email"] = "Ann@ACME.com" },
            new() { ["id"] = "c4", ["account"] = "ACME " },
            new() { ["id"] = "c5", ["account"] = "twin" },
            new() { ["id"] = "c6", ["email"] = "ann@gmail.com" });
        _warehouse.Texts("SELECT id || coalesce(account_ref || '', '-') FROM contact ORDER BY id")
            .ShouldBe(["c10", "c20", "c30", "c40", "c5-", "c6-"]);
    }

    [Fact]
    public void Rows_that_wait_for_their_account_are_attached_when_it_arrives()
    {
        _warehouse.Contacts(Day, new Dictionary<string, object?> { ["id"] = "c1", ["account"] = "a1" }).Unattached.ShouldBe(1);
        _warehouse.Rows("technologies", Day, new Dictionary<string, object?> { ["account"] = "a1", ["product"] = "Salesforce" }).Unattached.ShouldBe(1);
        _warehouse.Events("page_view", new Dictionary<string, object?> { ["id"] = "e1", ["ts"] = 5L, ["account"] = "a1", ["contact"] = "c2", ["page"] = "pricing" });
        _warehouse.Events("page_view", new Dictionary<string, object?> { ["id"] = "e2", ["ts"] = 5L, ["contact"] = "c1" });
        _warehouse.Accounts(2 * Day, new Dictionary<string, object?> { ["id"] = "a1" }).Attached.ShouldBe(4);
        _warehouse.Contacts(2 * Day, new Dictionary<string, object?> { ["id"] = "c2", ["account"] = "a1" }).Attached.ShouldBe(1);
        _warehouse.Scalar<long>("SELECT count(*) FROM event_page_view WHERE account_ref = 0 AND contact_ref IS NOT NULL").ShouldBe(2);
        _warehouse.History("contact", "account_ref").ShouldBeEmpty();
    }

    [Fact]
    public void A_contact_that_moves_keeps_its_past()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1" }, new Dictionary<string, object?> { ["id"] = "a2" });
        _warehouse.Contacts(Day, new Dictionary<string, object?> { ["id"] = "c1", ["account"] = "a1" });
        _warehouse.Contacts(4 * Day, new Dictionary<string, object?> { ["id"] = "c1", ["account"] = "a2" });
        _warehouse.History("contact", "account_ref").ShouldBe(["1: 0 (crm)", "4: 1 (crm)"]);
        _warehouse.History("contact", "account_id").ShouldBe(["1: a1 (crm)", "4: a2 (crm)"]);
    }

    [Fact]
    public void An_event_id_counts_once_across_types()
    {
        Dictionary<string, object?> first = new() { ["id"] = "e1", ["ts"] = 5L };
        _warehouse.Events("page_view", first, first).ShouldBe(new LoadResult(Inserted: 1, Duplicates: 1));
        _warehouse.Events("download", first).ShouldBe(new LoadResult(Unchanged: 1));
        _warehouse.Scalar<long>("SELECT count(*) FROM event_download").ShouldBe(0);
    }

    [Fact]
    public void A_property_that_does_not_fit_stays_in_the_raw_record()
    {
        _warehouse.Events("page_view", new Dictionary<string, object?> { ["id"] = "e1", ["ts"] = 5L, ["seconds"] = "many", ["page"] = "pricing" });
        _warehouse.Scalar<string>("SELECT _raw FROM event_page_view WHERE seconds IS NULL").ShouldBe("{\"seconds\":\"many\"}");
    }

    [Fact]
    public void Stage_history_fills_the_past_of_an_opportunity()
    {
        _warehouse.Rows("opportunities", 9 * Day, new Dictionary<string, object?> { ["id"] = "o1", ["account"] = "a1", ["stage"] = "Won" });
        var stages = new List<(string, string, object?, long)> { ("o1", "stage", "Open", Day), ("o1", "stage", "Won", 4 * Day), ("nobody", "stage", "Won", Day) };
        _warehouse.Loader.AddHistory(_warehouse.Catalog.Collections["opportunities"], stages).ShouldBe(new LoadResult(Inserted: 2, Refused: 1));
        _warehouse.History("opportunities", "stage").ShouldBe(["1: Open (crm)", "4: Won (crm)"]);
        _warehouse.Loader.AddHistory(_warehouse.Catalog.Collections["opportunities"], stages).ShouldBe(new LoadResult(Unchanged: 2, Refused: 1));
    }

    [Fact]
    public void Accounts_without_an_id_are_found_by_domain_then_by_name()
    {
        _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["name"] = "Acme", ["domain"] = "acme.com" });
        _warehouse.Accounts(
            2 * Day,
            new() { ["name"] = "Acme Inc", ["domain"] = "acme.com" },
            new() { ["name"] = "Beta Ltd" }).ShouldBe(new LoadResult(Inserted: 1, Updated: 1));
        _warehouse.Texts("SELECT id FROM account ORDER BY ref").ShouldBe(["a1", "beta ltd"]);
    }

    [Fact]
    public void One_load_may_hold_several_observations_of_a_row()
    {
        // Same instant: the last row counts.
        _warehouse.Accounts(
            Day,
            new() { ["id"] = "a1", ["employees"] = 1 },
            new() { ["id"] = "a1", ["employees"] = 2 }).ShouldBe(new LoadResult(Inserted: 1, Duplicates: 1));
        _warehouse.Scalar<long>("SELECT employees FROM account").ShouldBe(20_000);
    }

    [Fact]
    public void Unknown_names_and_wrong_types_are_errors_of_the_user()
    {
        Should.Throw<UserErrorException>(() => _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["emploees"] = 1 }))
            .Errors[0].Code.ShouldBe("name");
        Should.Throw<UserErrorException>(() => _warehouse.Accounts(Day, new Dictionary<string, object?> { ["id"] = "a1", ["employees"] = "many" }))
            .Errors[0].Code.ShouldBe("type");
    }
}
