using Strata.Language.Catalog;
using Strata.Platform.Ingest.References;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.References;

public sealed class ReferenceCacheTests : IDisposable
{
    private static readonly string?[] AccountKeys =
    [
        null, "a1", "A1", "acme.com", "https://www.Acme.com/about", "ann@acme.com", "ANN@ACME.COM ", "ann@gmail.com", "gmail.com", "Acme", " ACME ",
        "Globex", "twice", "Twice", "globex.com", "x@globex.com", "m2", "merged.com", "Merged", "unknown", "Ünïcode GmbH", "ünïcode gmbh",
        "b1.example", "both.com",
    ];

    private static readonly string?[] ContactKeys =
        [null, "c1", "ann@acme.com", " Ann@Acme.com", "shared@acme.com", "c4", "gone@acme.com", "new@globex.com", "who@gmail.com", "c9", "x@twice.com", "late@acme.com"];

    private readonly WarehouseStore _store = WarehouseStore.OpenInMemory();
    private readonly DuckDbConnection _connection;
    private readonly RowLoader _loader;
    private int _events;

    public ReferenceCacheTests()
    {
        _connection = _store.Connect();
        _loader = new RowLoader(_connection, _store.Catalog);
        LoadFunctions.Register(_connection);
    }

    [Fact]
    public void A_reference_finds_what_loading_would_find()
    {
        LoadEveryone();

        ShouldAgree(new ReferenceCache(_connection));
        ShouldAgree(ReferenceCache.Of(_connection, [.. AccountKeys.Concat(ContactKeys).OfType<string>()], []));
    }

    [Fact]
    public void Nobody_is_found_where_nobody_is() => ShouldAgree(new ReferenceCache(_connection));

    [Fact]
    public void Who_is_merged_away_is_the_one_that_stayed()
    {
        LoadEveryone();
        Merge(EntityKind.Account, "a1", "m2");
        Merge(EntityKind.Contact, "c1", "c4");

        ShouldAgree(new ReferenceCache(_connection));
        ShouldAgree(ReferenceCache.Of(_connection, [.. AccountKeys.Concat(ContactKeys).OfType<string>()], []));
    }

    [Fact]
    public void Changed_rows_are_found_by_their_new_keys_and_no_longer_by_their_old_ones()
    {
        LoadEveryone();
        var cache = new ReferenceCache(_connection);

        Accounts(Row("id", "a1", "domain", "b1.example"), Row("id", "a9", "name", "Globex"), Row("id", "t1", "name", "Single"));
        Contacts(Row("id", "c1", "email", "late@acme.com"), Row("id", "c9", "email", "new@globex.com"));
        cache.Refresh(EntityKind.Account, Refs("account", "a1", "a9", "t1"));
        cache.Refresh(EntityKind.Contact, Refs("contact", "c1", "c9"));

        ShouldAgree(cache);
    }

    [Fact]
    public void Rows_that_are_gone_are_found_no_more()
    {
        LoadEveryone();
        var cache = new ReferenceCache(_connection);
        IReadOnlyList<long> accounts = Refs("account", "a1", "m2"), contacts = Refs("contact", "c1", "c4");

        Merge(EntityKind.Account, "a1", "m2");
        Merge(EntityKind.Contact, "c1", "c4");
        cache.Refresh(EntityKind.Account, accounts);
        cache.Refresh(EntityKind.Contact, contacts);

        ShouldAgree(cache);
    }

    [Fact]
    public void Who_is_merged_into_one_that_is_merged_in_turn_is_the_last()
    {
        LoadEveryone();
        var cache = new ReferenceCache(_connection);
        IReadOnlyList<long> accounts = Refs("account", "a1", "m2", "a2"), contacts = Refs("contact", "c1", "c4", "c2");

        Merge(EntityKind.Account, "a1", "m2");
        Merge(EntityKind.Account, "a2", "a1");
        Merge(EntityKind.Contact, "c1", "c4");
        Merge(EntityKind.Contact, "c2", "c1");
        cache.Refresh(EntityKind.Account, accounts);
        cache.Refresh(EntityKind.Contact, contacts);

        cache.Account("m2").ShouldBe(accounts[2]);
        cache.Contact("c4").ShouldBe(contacts[2]);
        ShouldAgree(cache);
        ShouldAgree(new ReferenceCache(_connection));
    }

    [Fact]
    public void Many_keys_are_held()
    {
        Accounts([.. Enumerable.Range(0, 5_000).Select(i => Row("id", $"n{i}", "domain", $"n{i}.example", "name", $"Name {i % 4_000}"))]);
        var cache = new ReferenceCache(_connection);

        for (int i = 0; i < 5_000; i += 7)
        {
            long expected = Refs("account", $"n{i}")[0];
            cache.Account($"n{i}").ShouldBe(expected);
            cache.Account($"ann@N{i}.example").ShouldBe(expected);
            cache.Account($"name {i}").ShouldBe(i is >= 1_000 and < 4_000 ? expected : null);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _store.Dispose();
    }

    private void ShouldAgree(ReferenceCache cache)
    {
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        foreach (string? account in AccountKeys)
        {
            foreach (string? contact in ContactKeys)
            {
                rows.Add(Row("id", $"e{_events++}", "ts", 1L, "account", account, "contact", contact));
            }
        }

        _connection.Execute("DELETE FROM event_download");
        _loader.Upsert(_store.Catalog.FindEvent("download")!, rows, 1);
        List<(string? Account, string? Contact, long? AccountRef, long? ContactRef)> stored = _connection.Query(
            "SELECT account_key, contact_key, account_ref, contact_ref FROM event_download",
            [],
            row => (row.GetText(0), row.GetText(1), row.GetNullableInt64(2), row.GetNullableInt64(3)));

        stored.Count.ShouldBe(rows.Count);
        foreach ((string? account, string? contact, long? accountRef, long? contactRef) in stored)
        {
            cache.Resolve(account, contact).ShouldBe(new EventReferences(accountRef, contactRef), $"{account} / {contact}");
        }
    }

    private void LoadEveryone()
    {
        Accounts(
            Row("id", "a1", "domain", "acme.com", "name", "Acme"),
            Row("id", "a2", "domain", "globex.com", "name", "Globex"),
            Row("id", "m2", "domain", "merged.com", "name", "Merged"),
            Row("id", "t1", "name", "Twice"),
            Row("id", "t2", "name", "twice "),
            Row("id", "acme", "domain", "both.com"),
            Row("id", "g1", "domain", "gmail.com"),
            Row("id", "b1", "domain", "both.com"),
            Row("id", "u1", "name", "Ünïcode GmbH"));
        Contacts(
            Row("id", "c1", "account", "a1", "email", "ann@acme.com"),
            Row("id", "c2", "email", "shared@acme.com"),
            Row("id", "c3", "email", "Shared@acme.com"),
            Row("id", "c4", "email", "gone@acme.com"),
            Row("id", "c5", "account", "nowhere", "email", "who@gmail.com"));
    }

    private void Merge(EntityKind of, string keep, string other)
    {
        string table = of == EntityKind.Account ? "account" : "contact";
        EntityMerge.Prepare(_connection);
        using DuckDbTransaction transaction = _connection.BeginTransaction();
        new EntityMerge(_connection, _store.Catalog).Merge(of, Refs(table, keep)[0], Refs(table, other)[0], 10, "test");
        transaction.Commit();
    }

    private void Accounts(params IReadOnlyDictionary<string, object?>[] rows) => _loader.Upsert(_store.Catalog.Account, rows, 5);

    private void Contacts(params IReadOnlyDictionary<string, object?>[] rows) => _loader.Upsert(_store.Catalog.Contact, rows, 5);

    private IReadOnlyList<long> Refs(string table, params string[] ids) =>
        [.. ids.Select(id => _connection.QueryScalar<long>($"SELECT ref FROM {table} WHERE id = $1", id))];

    private static Dictionary<string, object?> Row(params object?[] pairs) =>
        pairs.Chunk(2).ToDictionary(pair => (string)pair[0]!, pair => pair[1], StringComparer.Ordinal);
}
