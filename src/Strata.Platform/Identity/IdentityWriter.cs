using Strata.Language.Catalog;
using Strata.Platform.Live;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;
using Strata.Warehouse.Load;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Identity;

/// <summary>Writes what messages said of contacts, accounts, links and the catalog; all of it in one transaction.</summary>
/// <param name="workspace">Where it is written.</param>
/// <param name="past">Which visitors left events behind.</param>
/// <param name="nextLink">Gives the number of the next link.</param>
/// <param name="cancellation">Stops it; nothing was written then.</param>
internal sealed class IdentityWriter(Workspace workspace, VisitorPast past, Func<long> nextLink, CancellationToken cancellation = default)
{
    /// <summary>The source of what was tracked.</summary>
    public const string Source = "tracking";

    private readonly DuckDbConnection _connection = workspace.Connection;
    private readonly HashSet<long> _accounts = [];
    private readonly HashSet<long> _contacts = [];
    private bool _eventsMoved;

    /// <summary>The links that were made, with their numbers.</summary>
    public List<LinkRecord> Made { get; } = [];

    /// <summary>Writes it.</summary>
    /// <param name="pending">What was said.</param>
    /// <param name="since">No event of the visitors linked is older than this instant, in UTC microseconds; 0 where that is not known.</param>
    /// <returns>Whom it touched; null where nobody.</returns>
    public EntityChanges? Write(PendingIdentity pending, long since)
    {
        EntityMerge.Prepare(_connection);
        EventLinks.Prepare(_connection);
        DataCatalog planned = pending.Additions.ApplyTo(workspace.Catalog);
        var rows = new RowLoader(_connection, planned);
        StagingTable? accounts = Stage(rows, "track_accounts", planned.Account, pending.Accounts);
        StagingTable? contacts = Stage(rows, "track_contacts", planned.Contact, pending.Contacts);
        using DuckDbTransaction transaction = _connection.BeginTransaction();
        DataCatalog catalog = workspace.Warehouse.ExtendWithin(_connection, pending.Additions);
        Sources.Declare(_connection, Source, SourceKind.Tracking);
        Load(catalog, accounts);
        Load(catalog, contacts);
        Merge(catalog, pending.Merges);
        Link(catalog, pending.Links, since);
        transaction.Commit();
        workspace.AdoptCatalog(catalog);
        var cause = new MembershipCause(pending.Merges.Count > 0 ? MembershipCauseKind.Merge : MembershipCauseKind.Field, pending.Cause);
        return _accounts.Count + _contacts.Count == 0 ? null : new EntityChanges(_accounts, _contacts, _eventsMoved, cause) { Merged = pending.Merges.Count > 0 };
    }

    private static StagingTable? Stage(RowLoader loader, string name, RowType type, IReadOnlyList<PendingRow> rows) =>
        rows.Count == 0 ? null : loader.Stage(name, type, [.. rows.Select(row => row.Fields)], place => rows[place].ObservedAt);

    private void Load(DataCatalog catalog, StagingTable? staging)
    {
        if (staging is null)
        {
            return;
        }

        var loader = new WarehouseLoader(_connection, catalog, Source, cancellation);
        LoadResult result = loader.Apply(staging);
        if (result.Inserted + result.Updated + result.Attached == 0)
        {
            return;
        }

        TouchedRefs touched = loader.Touched();
        _accounts.UnionWith(touched.Accounts);
        _contacts.UnionWith(touched.Contacts);
        _eventsMoved |= result.Attached > 0;
        if (staging.Type.Kind == RowKind.Account && result.Attached > 0)
        {
            _contacts.UnionWith(_connection.Query(
                "SELECT ref FROM contact WHERE account_ref IN (SELECT unnest($1))", [DuckDbValue.List([.. touched.Accounts])], row => row.GetInt64(0)));
        }
    }

    private void Merge(DataCatalog catalog, List<PendingMerge> merges)
    {
        foreach (PendingMerge merge in merges)
        {
            (long? found, long? account) = KeyQuery("contact", "email", merge.Keep);
            (long? gone, long? earlier) = KeyQuery("contact", "email", merge.Other);
            if (found is not { } keep || gone is not { } other || keep == other)
            {
                continue;
            }

            AddAccount(account);
            AddAccount(earlier);
            new EntityMerge(_connection, catalog, cancellation).Merge(EntityKind.Contact, keep, other, workspace.Now.Instant, $"alias call {merge.Cause}");
            _contacts.Add(keep);
            _contacts.Add(other);
            AddAccount(_connection.QueryScalar<long?>("SELECT account_ref FROM contact WHERE ref = $1", keep));
            _eventsMoved = true;
        }
    }

    private void Link(DataCatalog catalog, List<PendingLink> pending, long since)
    {
        if (pending.Count == 0)
        {
            return;
        }

        var withPast = new HashSet<long>();
        Dictionary<string, (long? Reference, long? Account)> own = OwnIds(pending);
        foreach (PendingLink link in pending)
        {
            (long? contact, long? account) = Find(link, own);
            if (contact is null && account is null)
            {
                continue;
            }

            Made.Add(new LinkRecord(nextLink(), link.Kind, link.Key, contact, account, link.At, link.Cause));
            if (link.Kind != LinkKind.Anonymous || past.MayHave(link.Key, out _))
            {
                withPast.Add(Made[^1].Id);
            }
        }

        if (Made.Count == 0)
        {
            return;
        }

        // The ids that they are now called by have to be known.
        _contacts.UnionWith(Made.Where(link => link.Kind == LinkKind.User).Select(link => link.Contact).OfType<long>());
        _accounts.UnionWith(Made.Where(link => link.Kind == LinkKind.Group).Select(link => link.Account).OfType<long>());
        if (withPast.Count == 0)
        {
            LinkLedger.Add(_connection, Made);
            return;
        }

        LinkOutcome outcome = new EventLinks(_connection, catalog, cancellation).Add(Made, withPast, since);
        if (outcome.Events > 0)
        {
            _eventsMoved = true;
            _accounts.UnionWith(outcome.Accounts);
            _contacts.UnionWith(Made.Select(link => link.Contact).OfType<long>());
        }
    }

    /// <summary>Whom a link names, as it stands after the rows of the same write.</summary>
    private (long? Contact, long? Account) Find(PendingLink link, Dictionary<string, (long? Reference, long? Account)> own)
    {
        (long? Contact, long? Account) found = (null, null);
        if (link.Contact is not null && !own.TryGetValue(link.Contact, out found))
        {
            LinkRecord? sameWrite = Made.Find(made => made.Kind == LinkKind.User && string.Equals(made.Key, link.Contact, StringComparison.Ordinal));
            found = sameWrite is null ? KeyQuery("contact", "email", link.Contact) : (sameWrite.Contact, sameWrite.Account);
        }

        if (link.Account is null)
        {
            return found;
        }

        LinkRecord? group = Made.Find(made => made.Kind == LinkKind.Group && string.Equals(made.Key, link.Account, StringComparison.Ordinal));
        return (found.Contact, group?.Account ?? KeyQuery("account", "domain", link.Account).Reference);
    }

    /// <summary>The contacts whose own ids links name: nearly all of them, and found at once.</summary>
    private Dictionary<string, (long? Reference, long? Account)> OwnIds(List<PendingLink> links)
    {
        var own = new Dictionary<string, (long? Reference, long? Account)>(StringComparer.Ordinal);
        string?[] keys = [.. links.Select(link => link.Contact).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach ((string id, long reference, long? account) in keys.Length == 0 ? [] : _connection.Query(
            "SELECT t.id, t.ref, t.account_ref FROM contact t WHERE t.id IN (SELECT unnest($1))",
            [DuckDbValue.List(keys)],
            row => (row.GetRequiredText(0), row.GetInt64(1), row.GetNullableInt64(2))))
        {
            own[id] = (reference, account);
        }

        return own;
    }

    /// <summary>The one row that a key names by its id, by the id of somebody merged away, or by its address, and its account.</summary>
    private (long? Reference, long? Account) KeyQuery(string table, string address, string key)
    {
        string account = table == "contact" ? "account_ref" : "ref";
        foreach (string condition in (string[])
            [
                "t.id = $1",
                $"t.ref IN (SELECT ref FROM strata_alias WHERE of = '{table}' AND kind = 'id' AND value = $1)",
                $"t.\"{address}.folded\" = {(table == "contact" ? "strata_fold($1)" : "strata_domain($1)")}",
                "t.\"name.folded\" = strata_fold($1)",
            ])
        {
            if (table == "contact" && condition.Contains("name.folded", StringComparison.Ordinal))
            {
                break;
            }

            List<(long Reference, long? Account)> found = _connection.Query(
                $"SELECT t.ref, t.{account} FROM {table} t WHERE {condition} LIMIT 2", [key], row => (row.GetInt64(0), row.GetNullableInt64(1)));
            if (found.Count > 0)
            {
                return found.Count == 1 ? found[0] : (null, null);
            }
        }

        return (null, null);
    }

    private void AddAccount(long? account)
    {
        if (account is { } known)
        {
            _accounts.Add(known);
        }
    }
}
