using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Strata.Language;
using Strata.Language.Catalog;
using Strata.Language.Checking;
using Strata.Platform.Identity;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Ingest.References;
using Strata.Platform.Live;
using Strata.Platform.Tracking;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Platform.Lookup;

/// <summary>
/// Says from memory which account a visitor belongs to: by what tracking knows of the visitor, by e-mail address, domain or network
/// address. What it needs is read when it is first asked, and kept true by <see cref="Changed"/>. Thread-safe.
/// </summary>
/// <param name="host">The workspace.</param>
public sealed class LookupTable(WorkspaceHost host) : IDisposable
{
    private readonly Lock _turn = new();

    /// <summary>Of what is to be read again; held for moments only, so that nobody who writes waits for what is being read.</summary>
    private readonly Lock _marking = new();
    private readonly HashSet<long> _accounts = [];
    private readonly HashSet<long> _contacts = [];
    private Names? _names;
    private FrozenDictionary<string, LookupColumn> _columns = FrozenDictionary<string, LookupColumn>.Empty;
    private volatile bool _isStale;
    private bool _linksChanged;
    private bool _everything;

    /// <summary>The account of somebody; null where none is known.</summary>
    public LookupAnswer? Find(in LookupQuery query)
    {
        lock (_turn)
        {
            return Find(query, Fresh());
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
            if (_isStale || _names is not { } names || (query.Ip is { } ip && !names.Identity.Remembers(ip)))
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
        if (!_isStale && _columns.TryGetValue(name, out LookupColumn? column))
        {
            return column;
        }

        lock (_turn)
        {
            Names names = Fresh();
            if (_columns.TryGetValue(name, out column))
            {
                return column;
            }

            RowType account = host.Warehouse.Catalog.Account;
            FieldDefinition? field = name == "id" ? null : account.Find(name)
                ?? throw new UserErrorException("name", $"Accounts have no field '{name}'.", fix: Suggestions.DidYouMean(name, account.Fields.Select(one => one.Name), "'strata catalog account' lists them."));
            column = new LookupColumn(account, field);
            column.Read(names.Connection, only: null);
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

    /// <summary>Rows were written: what is known of whom they belong to is read again before the next answer.</summary>
    public void Changed(EntityChanges changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (_marking)
        {
            _accounts.UnionWith(changes.Accounts);
            _contacts.UnionWith(changes.Contacts);
            _linksChanged |= changes.EventsMoved;
            _everything |= changes.Everything;
            _isStale = true;
        }
    }

    /// <summary>Anything may have changed, the catalog and the ranges of addresses too.</summary>
    public void Forget()
    {
        lock (_marking)
        {
            _everything = true;
            _isStale = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _names?.Dispose();
            _names = null;
        }
    }

    private static LookupAnswer? Find(in LookupQuery query, Names names)
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

    /// <summary>What is known, as of what is committed.</summary>
    private Names Fresh()
    {
        if (_names is not null && !_isStale)
        {
            return _names;
        }

        long[] accounts, contacts;
        bool everything, linksChanged;
        lock (_marking)
        {
            (accounts, contacts, everything, linksChanged) = ([.. _accounts], [.. _contacts], _everything, _linksChanged);
            (_isStale, _everything, _linksChanged) = (false, false, false);
            _accounts.Clear();
            _contacts.Clear();
        }

        try
        {
            return _names is null || everything ? ReadAll() : ReadAgain(_names, accounts, contacts, linksChanged);
        }
        catch
        {
            // What changed is not known any more: all of it is read the next time.
            Forget();
            throw;
        }
    }

    private Names ReadAll()
    {
        _names?.Dispose();
        _names = null;
        _columns = FrozenDictionary<string, LookupColumn>.Empty;
        return _names = new Names(host);
    }

    private Names ReadAgain(Names names, long[] accounts, long[] contacts, bool linksChanged)
    {
        names.Refresh(accounts, contacts, linksChanged);
        foreach (LookupColumn column in accounts.Length == 0 ? [] : _columns.Values.ToArray())
        {
            column.Read(names.Connection, accounts);
        }

        return names;
    }

    /// <summary>What finds accounts by name.</summary>
    private sealed class Names : IDisposable
    {
        private readonly ReferenceCache _references;
        private readonly VisitorLinks _visitors = new();
        private readonly CompanyNetworks _networks;
        private readonly byte[] _utf8 = new byte[1024];

        public Names(WorkspaceHost host)
        {
            Connection = host.Warehouse.Connect();
            _references = new ReferenceCache(Connection);
            _networks = new CompanyNetworks(Connection, _references);
            _visitors.Reload(Connection);
            using Workspace session = host.OpenSession();
            Identity = new IdentityResolver(_references, _visitors, _networks) { LeastConfidence = TrackingRules.Of(session.Settings).IpConfidence };
        }

        public DuckDbConnection Connection { get; }

        public IdentityResolver Identity { get; }

        /// <summary>The account of a domain; what is no domain names nobody here.</summary>
        public long? OfDomain(string domain)
        {
            if (domain.Length > 255 || DomainName.From(domain) is null)
            {
                return null;
            }

            int length = Encoding.UTF8.GetBytes(domain, _utf8);
            return _references.Account(_utf8.AsSpan(0, length));
        }

        public void Refresh(IReadOnlyCollection<long> accounts, IReadOnlyCollection<long> contacts, bool linksChanged)
        {
            _references.Refresh(EntityKind.Account, accounts);
            _references.Refresh(EntityKind.Contact, contacts);
            _networks.Refresh(accounts);
            if (linksChanged)
            {
                _visitors.Reload(Connection);
            }

            Identity.Reset();
        }

        public void Dispose() => Connection.Dispose();
    }
}
