using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Platform.Identity;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Lookup;

/// <summary>
/// Says from memory which account a visitor belongs to: by what tracking knows of the visitor, by e-mail address, domain or network
/// address. What it needs is read when it is first asked, and kept true by <see cref="Changed"/>. Thread-safe.
/// </summary>
/// <param name="host">The workspace.</param>
/// <param name="visitors">Who visitors are; another thread may own it.</param>
public sealed class LookupTable(WorkspaceHost host, VisitorLinks visitors) : IDisposable
{
    /// <summary>So many rows are read by whoever says that they changed; more of them by whoever asks next.</summary>
    private const int MostAtOnce = 2_000;

    /// <summary>Held while something is read: by one thread at a time, and taken before <see cref="_turn"/>.</summary>
    private readonly Lock _reading = new();

    /// <summary>Held while memory is asked or changed, for moments only.</summary>
    private readonly Lock _turn = new();

    /// <summary>Of what is to be read again; held for moments only.</summary>
    private readonly Lock _marking = new();
    private readonly HashSet<long> _accounts = [];
    private readonly HashSet<long> _contacts = [];
    private AccountNames? _names;
    private FrozenDictionary<string, LookupColumn> _columns = FrozenDictionary<string, LookupColumn>.Empty;
    private volatile bool _isStale = true;
    private bool _everything = true;

    /// <summary>The account of somebody; null where none is known.</summary>
    public LookupAnswer? Find(in LookupQuery query)
    {
        while (true)
        {
            lock (_turn)
            {
                if (IsInMemory(query, out AccountNames? names))
                {
                    return Find(query, names);
                }
            }

            lock (_reading)
            {
                AccountNames names = Fresh();
                if (query.Ip is not null)
                {
                    names.Networks.ReadNames();
                }
            }
        }
    }

    /// <summary>The account of somebody from memory; false where something is to be read for it, or somebody else has the turn.</summary>
    internal bool TryFind(in LookupQuery query, out LookupAnswer? found)
    {
        found = null;
        if (!_turn.TryEnter())
        {
            return false;
        }

        try
        {
            if (!IsInMemory(query, out AccountNames? names))
            {
                return false;
            }

            found = Find(query, names);
            return true;
        }
        finally
        {
            _turn.Exit();
        }
    }

    /// <summary>The id of every account.</summary>
    internal LookupColumn Ids => Column("id");

    /// <summary>The values of a field of every account; <c>id</c> for the ids. Read when it is first asked for.</summary>
    /// <exception cref="UserErrorException">Code <c>name</c>: accounts have no such field.</exception>
    internal LookupColumn Column(string name)
    {
        if (TryColumn(name, out LookupColumn? column))
        {
            return column;
        }

        lock (_reading)
        {
            AccountNames names = Fresh();
            if (_columns.TryGetValue(name, out column))
            {
                return column;
            }

            RowType account = host.Warehouse.Catalog.Account;
            FieldDefinition? field = name == "id" ? null : account.Find(name)
                ?? throw new UserErrorException("name", $"Accounts have no field '{name}'.", fix: Suggestions.DidYouMean(name, account.Fields.Select(one => one.Name), "'strata catalog account' lists them."));
            column = new LookupColumn(account, field);
            column.Take(column.Read(names.Connection, only: null));
            Promote();
            _columns = _columns.Append(KeyValuePair.Create(name, column)).ToFrozenDictionary(StringComparer.Ordinal);
            return column;
        }
    }

    /// <summary>The values of a field where they are in memory.</summary>
    internal bool TryColumn(string name, [NotNullWhen(true)] out LookupColumn? column)
    {
        column = null;
        return !_isStale && _columns.TryGetValue(name, out column);
    }

    /// <summary>
    /// Rows were written. Few of them are read here and now, so that whoever asks next finds them in memory; of many, and where somebody
    /// else reads, that is left to the next who asks.
    /// </summary>
    public void Changed(EntityChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (changes.Everything)
        {
            Forget();
            return;
        }

        if (changes.Accounts.Count + changes.Contacts.Count > MostAtOnce || !TryReadNow(changes))
        {
            Mark(changes);
        }
    }

    /// <summary>Anything may have changed: the catalog, the settings and the ranges of addresses too.</summary>
    public void Forget()
    {
        lock (_marking)
        {
            _everything = true;
            _isStale = true;
        }
    }

    /// <summary>Trusts addresses that are so sure of their company from here on.</summary>
    public void Trust(double leastConfidence)
    {
        lock (_turn)
        {
            // What is read later asks the settings itself.
            if (_names is { } names)
            {
                names.Identity.LeastConfidence = leastConfidence;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_reading)
        {
            Drop();
        }
    }

    private static LookupAnswer? Find(in LookupQuery query, AccountNames names)
    {
        if (query.AnonymousId is null && query.Email is null && query.Domain is { } domain && names.OfDomain(domain) is { } account)
        {
            return new LookupAnswer(account, "domain", 1);
        }

        Attribution found = names.Identity.Resolve(new IdentityClues(Email: query.Email, AnonymousId: query.AnonymousId));
        if (found.Account is null && query.Domain is { } other && names.OfDomain(other) is { } named)
        {
            return new LookupAnswer(named, "domain", 1);
        }

        if (found.Account is null && query.Ip is { } ip)
        {
            found = names.Identity.Resolve(new IdentityClues(Ip: ip));
        }

        return found.Account is { } known ? new LookupAnswer(known, NameOf(found.Rule), found.Confidence) : null;
    }

    private static string NameOf(AttributionRule rule) => rule switch
    {
        AttributionRule.Contact => "contact",
        AttributionRule.Anonymous => "anonymous",
        AttributionRule.EmailDomain => "email_domain",
        AttributionRule.Ip => "ip",
        _ => throw new InvalidOperationException($"Nobody is looked up by {rule}."),
    };

    private bool IsInMemory(in LookupQuery query, [NotNullWhen(true)] out AccountNames? names)
    {
        names = _names;
        return !_isStale && names is not null && (query.Ip is not { } ip || names.Identity.Remembers(ip));
    }

    /// <summary>Reads what changed; false where it has to be read later.</summary>
    private bool TryReadNow(EntityChanges changes)
    {
        if (!_reading.TryEnter())
        {
            return false;
        }

        try
        {
            if (_isStale || _names is null)
            {
                return false;
            }

            ReadAgain(_names, changes.Accounts, changes.Contacts);
            return true;
        }
        catch (Exception fault) when (fault is DuckDbException or IOException or OutOfMemoryException)
        {
            // Whoever writes does not fail for it; whoever asks next reads all of it, and is told why where that fails too.
            Forget();
            return true;
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Mark(EntityChanges changes)
    {
        lock (_marking)
        {
            // Where all of it is to be read, nothing more has to be known.
            if (!_everything)
            {
                _accounts.UnionWith(changes.Accounts);
                _contacts.UnionWith(changes.Contacts);
                _isStale = true;
            }
        }
    }

    /// <summary>What is known, as of what is committed. By whoever reads.</summary>
    private AccountNames Fresh()
    {
        if (_names is not null && !_isStale)
        {
            return _names;
        }

        long[] accounts, contacts;
        bool everything;
        lock (_marking)
        {
            (accounts, contacts, everything) = ([.. _accounts], [.. _contacts], _everything);
            _everything = false;
            _accounts.Clear();
            _contacts.Clear();
        }

        try
        {
            AccountNames names = _names is null || everything ? ReadAll() : ReadAgain(_names, accounts, contacts);
            lock (_marking)
            {
                _isStale = _everything || _accounts.Count + _contacts.Count > 0;
            }

            return names;
        }
        catch
        {
            // What changed is not known any more: all of it is read the next time.
            Forget();
            throw;
        }
    }

    private AccountNames ReadAll()
    {
        Drop();
        var names = new AccountNames(host, visitors);
        lock (_turn)
        {
            return _names = names;
        }
    }

    /// <summary>
    /// What was read stays for long. Until it is old for the collector, each of its collections, of which there are several a second, goes
    /// through what refers to it, and whoever asks waits for 20 ms.
    /// </summary>
    private static void Promote()
    {
        for (int generation = 0; generation < GC.MaxGeneration; generation++)
        {
            GC.Collect(GC.MaxGeneration - 1, GCCollectionMode.Forced, blocking: true);
        }
    }

    private void Drop()
    {
        lock (_turn)
        {
            _names?.Dispose();
            _names = null;
            _columns = FrozenDictionary<string, LookupColumn>.Empty;
        }
    }

    private AccountNames ReadAgain(AccountNames names, IReadOnlyCollection<long> accounts, IReadOnlyCollection<long> contacts)
    {
        if (!names.HasRoomFor(accounts.Count, contacts.Count))
        {
            return ReadAll();
        }

        AccountNames.RowsRead read = names.Read(accounts, contacts);
        (LookupColumn Column, LookupColumn.Cells Cells)[] columns =
            accounts.Count == 0 ? [] : [.. _columns.Values.Select(column => (column, column.Read(names.Connection, accounts)))];
        lock (_turn)
        {
            names.Take(read);
            foreach ((LookupColumn column, LookupColumn.Cells cells) in columns)
            {
                column.Take(cells);
            }
        }

        return names;
    }
}
