using Strata.Language;
using Strata.Language.Catalog;
using Strata.Platform.Identity;
using Strata.Platform.Live;
using Strata.Platform.Tests.Tracking;
using Strata.Warehouse.Load;

namespace Strata.Platform.Tests.Identity;

public sealed class StitchingTests : IDisposable
{
    private const string Whose =
        """
        SELECT concat_ws(' ', e.id, a.id, c.id, e._attribution) FROM event_seen e
        LEFT JOIN account a ON a.ref = e.account_ref LEFT JOIN contact c ON c.ref = e.contact_ref ORDER BY e.id
        """;

    private readonly TrackedWorkspace _world = new();

    public StitchingTests()
    {
        Load("account", new() { ["id"] = "acme", ["name"] = "Acme Industries", ["domain"] = "acme.com" });
        Load("account", new() { ["id"] = "lilly", ["name"] = "Eli Lilly & Co.", ["domain"] = "lilly.example" });
        Load("contact", new() { ["id"] = "003", ["email"] = "ann@acme.com", ["account_id"] = "acme" });
        _world.Restart();
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void The_surest_rule_decides()
    {
        _world.Send(Seen("1", "\"userId\": \"003\", \"context\": {\"groupId\": \"lilly\"}"))
            .Send(Seen("2", "\"userId\": \"003\""))
            .Send(Seen("3", "\"userId\": \"x\", \"context\": {\"traits\": {\"email\": \"bob@acme.com\"}}"))
            .Send(Seen("4", "\"userId\": \"y\", \"context\": {\"traits\": {\"email\": \"bob@gmail.com\"}}"))
            .Send(Seen("5", "\"anonymousId\": \"v\", \"context\": {\"ip\": \"40.0.0.1\"}"))
            .Send(Seen("6", "\"anonymousId\": \"v\", \"context\": {\"ip\": \"73.1.2.3\"}"))
            .Send(Seen("7", "\"anonymousId\": \"v\", \"context\": {\"groupId\": \"nobody yet\"}"));
        _world.Rows(Whose).ShouldBe(["1 lilly 003 group", "2 acme 003 contact", "3 acme email_domain", "4", "5 lilly ip 0.60", "6", "7 group"]);
    }

    [Fact]
    public void The_past_of_a_visitor_joins_the_contact_when_they_are_identified()
    {
        _world.Send(Seen("1", "\"anonymousId\": \"v\"")).Send(Seen("2", "\"anonymousId\": \"v\", \"context\": {\"ip\": \"40.0.0.1\"}"))
            .Send(Seen("3", "\"anonymousId\": \"v\", \"context\": {\"groupId\": \"lilly\"}")).Send(Seen("4", "\"anonymousId\": \"other\""));
        _world.Send("""{"type": "identify", "userId": "003", "anonymousId": "v", "messageId": "i"}""");
        _world.Rows(Whose).ShouldBe(["1 acme 003 anonymous", "2 acme 003 anonymous", "3 lilly 003 group", "4"]);
        EntityChanges change = _world.Changes[^1];
        change.EventsMoved.ShouldBeTrue();
        change.Cause.ShouldBe(new MembershipCause(MembershipCauseKind.Field, "i"));
        change.Accounts.Count.ShouldBe(2);

        // What comes later by the same visitor belongs to them, after a restart too.
        _world.Send(Seen("5", "\"anonymousId\": \"v\"")).Restart().Send(Seen("6", "\"anonymousId\": \"v\""));
        _world.Rows(Whose)[4..].ShouldBe(["5 acme 003 anonymous", "6 acme 003 anonymous"]);
    }

    [Fact]
    public void A_new_person_becomes_a_contact_of_the_account_of_the_address()
    {
        _world.Send(Seen("1", "\"anonymousId\": \"v\""))
            .Send("""{"type": "identify", "userId": "u9", "anonymousId": "v", "traits": {"email": "Bob@Acme.com", "name": "Bob Roe", "jobTitle": "VP Sales", "plan": "pro"}}""")
            .Send(Seen("2", "\"userId\": \"u9\""));
        _world.Rows(Whose).ShouldBe(["1 acme u9 anonymous", "2 acme u9 contact"]);
        _world.Text("SELECT concat_ws(' ', email, first_name, last_name, title, plan) FROM contact WHERE id = 'u9'").ShouldBe("Bob@Acme.com Bob Roe VP Sales pro");
    }

    [Fact]
    public void A_person_known_by_the_address_keeps_their_id_and_is_found_by_both()
    {
        _world.Send(Seen("1", "\"userId\": \"u1\"")).Send("""{"type": "identify", "userId": "u1", "traits": {"email": "ANN@acme.com", "phone": "1"}}""")
            .Send(Seen("2", "\"userId\": \"u1\""));
        _world.Rows(Whose).ShouldBe(["1 acme 003 contact", "2 acme 003 contact"]);
        _world.Rows("SELECT id || phone FROM contact WHERE phone IS NOT NULL").ShouldBe(["0031"]);
        _world.Text("SELECT CAST(count(*) AS VARCHAR) FROM contact").ShouldBe("1");
    }

    [Fact]
    public void A_group_call_makes_or_completes_the_account_and_its_member_joins_it()
    {
        _world.Send("""{"type": "identify", "userId": "u2", "traits": {"email": "zoe@gmail.com"}}""")
            .Send("""{"type": "group", "userId": "u2", "groupId": "g1", "traits": {"name": "Umbra", "website": "https://www.umbra.example", "employees": 40}}""")
            .Send(Seen("1", "\"userId\": \"u2\"")).Send(Seen("2", "\"anonymousId\": \"v\", \"context\": {\"groupId\": \"g1\"}"));
        _world.Text("SELECT concat_ws(' ', id, name, domain, employees) FROM account WHERE id = 'g1'").ShouldBe("g1 Umbra umbra.example 400000");
        _world.Rows(Whose).ShouldBe(["1 g1 u2 contact", "2 g1 group"]);
    }

    [Fact]
    public void A_group_known_by_its_domain_is_that_account()
    {
        _world.Send(Seen("1", "\"anonymousId\": \"v\", \"context\": {\"groupId\": \"g7\"}"))
            .Send("""{"type": "group", "anonymousId": "v", "groupId": "g7", "traits": {"domain": "acme.com", "industry": "SaaS"}}""")
            .Send(Seen("2", "\"anonymousId\": \"w\", \"context\": {\"groupId\": \"g7\"}")).Send(Seen("3", "\"anonymousId\": \"v\""));
        _world.Rows(Whose).ShouldBe(["1 acme group", "2 acme group", "3 acme anonymous"]);
        _world.Text("SELECT industry FROM account WHERE id = 'acme'").ShouldBe("SaaS");
    }

    [Fact]
    public void An_alias_of_two_contacts_makes_them_one_and_of_a_visitor_stitches_it()
    {
        Load("contact", new() { ["id"] = "old", ["email"] = "ann.old@acme.com" });
        _world.Restart();
        _world.Send(Seen("1", "\"userId\": \"old\"")).Send(Seen("2", "\"anonymousId\": \"v\""))
            .Send("""{"type": "alias", "userId": "003", "previousId": "old"}""").Send("""{"type": "alias", "userId": "003", "previousId": "v"}""")
            .Send(Seen("3", "\"userId\": \"old\"")).Send(Seen("4", "\"anonymousId\": \"v\""));
        _world.Rows(Whose).ShouldBe(["1 acme 003 contact", "2 acme 003 anonymous", "3 acme 003 contact", "4 acme 003 anonymous"]);
        _world.Text("SELECT author FROM strata_merge").ShouldStartWith("alias call");
    }

    [Fact]
    public void A_link_undone_leaves_everything_as_it_was()
    {
        _world.Send(Seen("1", "\"anonymousId\": \"v\"")).Send(Seen("2", "\"anonymousId\": \"v\", \"context\": {\"ip\": \"40.0.0.1\"}"));
        List<string> before = _world.Rows(Whose);
        _world.Send("""{"type": "identify", "userId": "003", "anonymousId": "v"}""").Send(Seen("3", "\"anonymousId\": \"v\""));
        var editor = new LinkEditor(_world.Workspace);
        (_, long events, EntityChanges changes) = editor.Undo(1);
        events.ShouldBe(3);
        changes.Accounts.Count.ShouldBe(2);
        _world.Resolver.Changed(EntityChanges.All(changes.Cause));
        _world.Rows(Whose).ShouldBe([.. before, "3"]);
        _world.Send(Seen("4", "\"anonymousId\": \"v\"")).Rows(Whose)[^1].ShouldBe("4");
        Should.Throw<UserErrorException>(() => editor.Undo(1)).Message.ShouldContain("already");
        Should.Throw<UserErrorException>(() => editor.Undo(7)).Message.ShouldContain("no link");
    }

    [Fact]
    public void The_past_of_a_link_undone_joins_whoever_the_visitor_is_identified_as_next()
    {
        Load("contact", new() { ["id"] = "004", ["email"] = "eli@lilly.example", ["account_id"] = "lilly" });
        _world.Restart();
        _world.Send(Seen("1", "\"anonymousId\": \"v\"")).Send("""{"type": "identify", "userId": "003", "anonymousId": "v"}""");
        _world.Rows(Whose).ShouldBe(["1 acme 003 anonymous"]);

        _world.Resolver.Changed(new LinkEditor(_world.Workspace).Undo(1).Changes);
        _world.Send(Seen("2", "\"anonymousId\": \"v\"")).Rows(Whose).ShouldBe(["1", "2"]);
        _world.Send("""{"type": "identify", "userId": "004", "anonymousId": "v"}""").Send(Seen("3", "\"anonymousId\": \"v\""));
        _world.Rows(Whose).ShouldBe(["1 lilly 004 anonymous", "2 lilly 004 anonymous", "3 lilly 004 anonymous"]);
    }

    [Fact]
    public void A_visitor_of_somebody_merged_is_that_of_who_stayed_until_that_is_undone()
    {
        Load("contact", new() { ["id"] = "004", ["email"] = "eli@lilly.example", ["account_id"] = "lilly" });
        _world.Restart();
        _world.Send("""{"type": "identify", "userId": "004", "anonymousId": "v"}""").Send(Seen("1", "\"anonymousId\": \"v\""));

        var merger = new EntityMerger(_world.Workspace);
        _world.Resolver.Changed(Noted(() => merger.Merge(EntityKind.Contact, "003", "004", "a test", dryRun: false)));
        _world.Send(Seen("2", "\"anonymousId\": \"v\""));
        _world.Rows(Whose).ShouldBe(["1 lilly 003 anonymous", "2 acme 003 anonymous"]);
        _world.Resolver.Changed(Noted(() => merger.Undo(1)));
        _world.Send(Seen("3", "\"anonymousId\": \"v\"")).Rows(Whose)[^1].ShouldBe("3 lilly 004 anonymous");
    }

    [Fact]
    public void The_id_of_a_user_undone_names_nobody_any_more()
    {
        _world.Send(Seen("1", "\"userId\": \"u1\"")).Send("""{"type": "identify", "userId": "u1", "traits": {"email": "ann@acme.com"}}""").Send(Seen("2", "\"userId\": \"u1\""));
        new LinkEditor(_world.Workspace).Undo(1);
        _world.Rows(Whose).ShouldBe(["1", "2"]);
        _world.Restart().Send(Seen("3", "\"userId\": \"u1\"")).Rows(Whose)[^1].ShouldBe("3");
    }

    private EntityChanges Noted(Action write)
    {
        write();
        return _world.Workspace.Written.ShouldNotBeNull();
    }

    private static string Seen(string id, string fields) => $$"""{"type": "track", "event": "Seen", "messageId": "{{id}}", {{fields}} }""";

    private void Load(string table, Dictionary<string, object?> row)
    {
        var loader = new RowLoader(_world.Workspace.Connection, _world.Workspace.Catalog);
        loader.Upsert(_world.Workspace.Catalog.RowTypes.First(type => type.Name == table), [row], _world.Workspace.Now.Instant - 1_000_000);
    }
}
