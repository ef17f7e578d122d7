using System.Buffers;
using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Values;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Ingest.References;

/// <summary>
/// The accounts and contacts that written references name, from memory, with the meaning that loading gives them (catalog.md): an account
/// is found by id, domain, e-mail domain (free mail excluded), name, in that order; a contact by id, else e-mail address; what was
/// merged away means the one that stayed; what fits several is ambiguous and finds none. It holds the keys of everyone, about 28
/// bytes a key, so that a key that is not in it names nobody. Used by one thread at a time.
/// </summary>
public sealed class ReferenceCache
{
    private const uint IdSeed = 1, MergedIdSeed = 2, DomainSeed = 3, NameSeed = 4, EmailSeed = 5;
    private const int MostRenamed = 200_000;

    private readonly DuckDbConnection _connection;
    private readonly ArrayBufferWriter<byte> _folded = new(256);
    private KeyTable _accounts = new(0);
    private KeyTable _contacts = new(0);
    private int[] _accountOfContact = [];

    /// <summary>Reads the keys of everyone.</summary>
    /// <param name="connection">A connection that nobody else uses while the cache reads.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public ReferenceCache(DuckDbConnection connection, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS ingest_touched (ref BIGINT)");
        Reload(cancellation);
    }

    private ReferenceCache(DuckDbConnection connection, bool isEmpty)
    {
        _connection = connection;
        connection.Execute("CREATE TEMP TABLE IF NOT EXISTS ingest_touched (ref BIGINT)");
        IsPartial = isEmpty;
    }

    /// <summary>True where only those are known whom the keys of <see cref="Of"/> name.</summary>
    public bool IsPartial { get; }

    /// <summary>
    /// The accounts and contacts that some references may name, and nobody else: what a single question needs, without reading the keys of everyone.
    /// </summary>
    /// <param name="connection">A connection that nobody else uses while the cache reads.</param>
    /// <param name="keys">The references that will be asked for, as written.</param>
    /// <param name="contacts">Contacts whose accounts will be asked for, by their refs.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static ReferenceCache Of(DuckDbConnection connection, IReadOnlyCollection<string> keys, IReadOnlyCollection<long> contacts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(keys);
        var cache = new ReferenceCache(connection, isEmpty: true);
        var accounts = new HashSet<long>();
        var people = new HashSet<long>(contacts);
        foreach (string key in keys.Distinct(StringComparer.Ordinal))
        {
            string folded = TextFolding.Fold(key);

            // A scan for each column: what is compared by itself is compared where it is read, and nothing else of the rows is.
            accounts.UnionWith(connection.Query(
                """
                SELECT ref FROM account WHERE id = $1
                UNION SELECT ref FROM account WHERE "name.folded" = $2
                UNION SELECT ref FROM account WHERE "domain.folded" = $3
                UNION SELECT ref FROM strata_alias WHERE of = 'account' AND value IN ($1, $2, $3)
                """,
                [key, folded, DomainName.From(key) ?? folded],
                row => row.GetInt64(0),
                cancellation));
            people.UnionWith(connection.Query(
                """
                SELECT ref FROM contact WHERE id = $1
                UNION SELECT ref FROM contact WHERE "email.folded" = $2
                UNION SELECT ref FROM strata_alias WHERE of = 'contact' AND value IN ($1, $2)
                """,
                [key, folded],
                row => row.GetInt64(0),
                cancellation));
        }

        cache.Refresh(EntityKind.Account, accounts, cancellation);
        cache.Refresh(EntityKind.Contact, people, cancellation);
        return cache;
    }

    /// <summary>Reads the keys of everyone again: after imports, merges and whatever else may have touched anybody.</summary>
    public void Reload(CancellationToken cancellation = default)
    {
        _accounts = new KeyTable(WithRoom(3 * Count("account")));
        ReadKeys(EntityKind.Account, "", (reference, key) => _accounts.Add(key, reference), cancellation);
        _contacts = new KeyTable(WithRoom(2 * Count("contact")));
        ReadKeys(EntityKind.Contact, "", (reference, key) => _contacts.Add(key, reference), cancellation);
        _accountOfContact = new int[_connection.QueryScalar<long>("SELECT CAST(coalesce(max(ref) + 1, 0) AS BIGINT) FROM contact")];
        _accountOfContact.AsSpan().Fill(-1);
        ReadAccountsOfContacts("", (contact, account) => _accountOfContact[contact] = account, cancellation);
    }

    /// <summary>Reads the keys of some rows again, new ones among them.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="references">Their refs; one that is no longer there has no keys from now on.</param>
    /// <param name="cancellation">Stops the reading; call <see cref="Reload"/> then.</param>
    public void Refresh(EntityKind of, IReadOnlyCollection<long> references, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(references);
        if (references.Count == 0)
        {
            return;
        }

        if (!HasRoomFor(of, references.Count))
        {
            Reload(cancellation);
            return;
        }

        Take(Read(of, references, cancellation));
    }

    /// <summary>Whether so many rows can be read again by themselves; if not, <see cref="Reload"/> is due.</summary>
    internal bool HasRoomFor(EntityKind of, int rows) => TableOf(of).Renamed + rows <= MostRenamed;

    /// <summary>The keys that some rows have now, for <see cref="Take"/>. What is asked for meanwhile is answered as before.</summary>
    internal RowKeys Read(EntityKind of, IReadOnlyCollection<long> references, CancellationToken cancellation = default)
    {
        Stage(references);
        const string Touched = "WHERE t.ref IN (SELECT ref FROM ingest_touched)";
        var keys = references.Distinct().ToDictionary(reference => (int)reference, _ => new List<UInt128>());
        ReadKeys(of, Touched, (reference, key) => keys[reference].Add(key), cancellation);
        var accounts = new List<(int Contact, int Account)>();
        if (of == EntityKind.Contact)
        {
            ReadAccountsOfContacts(Touched, (contact, account) => accounts.Add((contact, account)), cancellation);
        }

        return new RowKeys(of, keys, accounts);
    }

    /// <summary>Knows rows by the keys that were read. Gives false where they had just these, and it is known that they had.</summary>
    internal bool Take(RowKeys read)
    {
        KeyTable table = TableOf(read.Of);
        bool areOther = false;
        foreach ((int reference, List<UInt128> its) in read.Keys)
        {
            areOther |= table.Rename(reference, [.. its]);
        }

        if (read.Of == EntityKind.Contact && read.Keys.Count > 0)
        {
            TakeAccounts(read);
        }

        return areOther;
    }

    /// <summary>The account that a reference names, or null.</summary>
    public long? Account(ReadOnlySpan<byte> key) => Account(key, out _);

    /// <summary>The account that a reference names, or null.</summary>
    /// <param name="key">The reference as written, UTF-8.</param>
    /// <param name="ambiguous">True where it fits several accounts.</param>
    public long? Account(ReadOnlySpan<byte> key, out bool ambiguous)
    {
        ambiguous = false;
        long? found = _accounts.Find(KeyHash.Of(key, IdSeed), out _) ?? _accounts.Find(KeyHash.Of(key, MergedIdSeed), out _);
        if (found is not null)
        {
            return found;
        }

        _folded.ResetWrittenCount();
        if (DomainName.TryFrom(key, _folded))
        {
            found = _accounts.Find(KeyHash.Of(_folded.WrittenSpan, DomainSeed), out ambiguous);
            if (found is not null || ambiguous)
            {
                return found;
            }
        }

        _folded.ResetWrittenCount();
        return LoadFunctions.Fold(key, _folded) ? _accounts.Find(KeyHash.Of(_folded.WrittenSpan, NameSeed), out ambiguous) : null;
    }

    /// <summary>The contact that a reference names, or null.</summary>
    public long? Contact(ReadOnlySpan<byte> key)
    {
        long? found = _contacts.Find(KeyHash.Of(key, IdSeed), out _) ?? _contacts.Find(KeyHash.Of(key, MergedIdSeed), out _);
        if (found is not null || key.IndexOf((byte)'@') < 0)
        {
            return found;
        }

        _folded.ResetWrittenCount();
        return LoadFunctions.Fold(key, _folded) ? _contacts.Find(KeyHash.Of(_folded.WrittenSpan, EmailSeed), out _) : null;
    }

    /// <summary>As <see cref="Account(ReadOnlySpan{byte})"/>, for a string.</summary>
    public long? Account(string key) => Account(Encoding.UTF8.GetBytes(key));

    /// <summary>As <see cref="Account(string)"/>, where it is known already what stands for the reference as an id.</summary>
    internal long? Account(string key, UInt128 keyOfId) => _accounts.Find(keyOfId, out _) ?? Account(key);

    /// <summary>What stands for a reference that is an id.</summary>
    internal static UInt128 KeyOfId(string id) => KeyHash.Of(id, IdSeed);

    /// <summary>As <see cref="KeyOfId(string)"/>, of UTF-8.</summary>
    internal static UInt128 KeyOfId(ReadOnlySpan<byte> id) => KeyHash.Of(id, IdSeed);

    /// <summary>Fetches what is known of an account's id into the processor's cache.</summary>
    internal void PrefetchAccount(UInt128 keyOfId) => _accounts.Prefetch(keyOfId);

    /// <summary>As <see cref="Contact(ReadOnlySpan{byte})"/>, for a string.</summary>
    public long? Contact(string key) => Contact(Encoding.UTF8.GetBytes(key));

    /// <summary>The account of a contact, or null where it has none.</summary>
    /// <param name="contact">The contact's ref.</param>
    public long? AccountOfContact(long contact) =>
        contact < _accountOfContact.Length && _accountOfContact[contact] is >= 0 and int account ? account : null;

    /// <summary>
    /// Whose an event is that names an account, a person, both or nobody: the account is the one named, else the known contact's, else
    /// that of the e-mail domain.
    /// </summary>
    /// <param name="accountKey">The account as written; null where none is.</param>
    /// <param name="contactKey">The contact as written; null where none is.</param>
    public EventReferences Resolve(string? accountKey, string? contactKey)
    {
        long? contact = contactKey is null ? null : Contact(contactKey);
        if (accountKey is not null)
        {
            return new EventReferences(Account(accountKey), contact);
        }

        long? account = contact is { } known ? AccountOfContact(known) : null;
        return new EventReferences(
            account ?? (contactKey is not null && contactKey.Contains('@', StringComparison.Ordinal) ? Account(contactKey) : null), contact);
    }

    private long Count(string table) => _connection.QueryScalar<long>($"SELECT CAST(count(*) AS BIGINT) FROM {table}");

    private void ReadKeys(EntityKind of, string filter, Action<int, UInt128> add, CancellationToken cancellation)
    {
        string table = of == EntityKind.Account ? "account" : "contact";
        (string Column, uint Seed)[] columns = of == EntityKind.Account
            ? [("t.id", IdSeed), ("t.\"domain.folded\"", DomainSeed), ("t.\"name.folded\"", NameSeed)]
            : [("t.id", IdSeed), ("t.\"email.folded\"", EmailSeed)];
        string list = string.Join(", ", columns.Select(column => column.Column));
        using (DuckDbResult rows = _connection.Query($"SELECT t.ref, {list} FROM {table} t {filter}", [], cancellation: cancellation))
        {
            while (rows.ReadChunk())
            {
                ReadOnlySpan<long> refs = rows.Column(0).Values<long>();
                for (int i = 0; i < columns.Length; i++)
                {
                    AddAll(refs, rows.Column(i + 1), columns[i].Seed, add);
                }
            }
        }

        ReadMergedKeys(table, filter, add, cancellation);
    }

    private static void AddAll(ReadOnlySpan<long> refs, DuckDbColumn keys, uint seed, Action<int, UInt128> add)
    {
        for (int row = 0; row < refs.Length; row++)
        {
            if (!keys.IsNull(row))
            {
                add(checked((int)refs[row]), KeyHash.Of(keys.Utf8(row), seed));
            }
        }
    }

    private void ReadMergedKeys(string table, string filter, Action<int, UInt128> add, CancellationToken cancellation)
    {
        string where = filter.Length == 0 ? "WHERE" : $"{filter} AND";
        using DuckDbResult rows = _connection.Query(
            $"SELECT DISTINCT t.ref, a.kind, a.value FROM strata_alias a JOIN {table} t ON t.ref = a.ref {where} a.of = $1", [table], cancellation: cancellation);
        while (rows.ReadChunk())
        {
            ReadOnlySpan<long> refs = rows.Column(0).Values<long>();
            DuckDbColumn values = rows.Column(2);
            for (int row = 0; row < refs.Length; row++)
            {
                uint seed = rows.Column(1).Text(row) switch
                {
                    "id" => MergedIdSeed,
                    "domain" => DomainSeed,
                    "name" => NameSeed,
                    "email" => EmailSeed,
                    string kind => throw new InvalidOperationException($"Unknown kind of alias {kind}."),
                    null => throw new InvalidOperationException("An alias has no kind."),
                };
                add(checked((int)refs[row]), KeyHash.Of(values.Utf8(row), seed));
            }
        }
    }

    private static long WithRoom(long keys) => keys + (keys / 8);

    private KeyTable TableOf(EntityKind of) => of == EntityKind.Account ? _accounts : _contacts;

    private void TakeAccounts(RowKeys read)
    {
        int most = read.Keys.Keys.Max();
        if (most >= _accountOfContact.Length)
        {
            int before = _accountOfContact.Length;
            Array.Resize(ref _accountOfContact, Math.Max(most + 1, before + (before / 2)));
            _accountOfContact.AsSpan(before).Fill(-1);
        }

        foreach (int reference in read.Keys.Keys)
        {
            _accountOfContact[reference] = -1;
        }

        foreach ((int contact, int account) in read.Accounts)
        {
            _accountOfContact[contact] = account;
        }
    }

    private void ReadAccountsOfContacts(string filter, Action<int, int> add, CancellationToken cancellation)
    {
        string where = filter.Length == 0 ? "WHERE" : $"{filter} AND";
        using DuckDbResult rows = _connection.Query(
            $"SELECT t.ref, t.account_ref FROM contact t {where} t.account_ref IS NOT NULL", [], cancellation: cancellation);
        while (rows.ReadChunk())
        {
            ReadOnlySpan<long> refs = rows.Column(0).Values<long>();
            ReadOnlySpan<long> accounts = rows.Column(1).Values<long>();
            for (int row = 0; row < refs.Length; row++)
            {
                add((int)refs[row], (int)accounts[row]);
            }
        }
    }

    private void Stage(IReadOnlyCollection<long> references)
    {
        _connection.Execute("DELETE FROM ingest_touched");
        using DuckDbAppender appender = _connection.CreateAppender("ingest_touched", ["ref"]);
        foreach (long reference in references)
        {
            appender.Append(reference);
            appender.EndRow();
        }

        appender.Complete();
    }

    /// <summary>What finds some rows, and the accounts of contacts among them.</summary>
    internal sealed record RowKeys(EntityKind Of, Dictionary<int, List<UInt128>> Keys, List<(int Contact, int Account)> Accounts);
}
