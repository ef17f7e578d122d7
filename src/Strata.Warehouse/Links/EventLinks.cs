using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Load;

namespace Strata.Warehouse.Links;

/// <summary>Whose events were moved.</summary>
/// <param name="Events">How many events were given to somebody or taken from somebody.</param>
/// <param name="Accounts">The accounts that had or have them.</param>
public sealed record LinkOutcome(long Events, IReadOnlySet<long> Accounts);

/// <summary>
/// Makes links and undoes them: events of the past that name the key and nobody else join the contact and the account. Events that name
/// their account or their person themselves stay with them. Works within the caller's transaction, begun after <see cref="Prepare"/>.
/// Used by one thread at a time.
/// </summary>
public sealed class EventLinks(DuckDbConnection connection, DataCatalog catalog, CancellationToken cancellation = default)
{
    private const string Stage = "link_stage";

    /// <summary>An event of a visitor who was not known.</summary>
    private const string OfVisitor = "e._anonymous_id = l.key AND e.contact_ref IS NULL AND e.contact_key IS NULL";

    private readonly LoadContext _context = new(
        connection, new StagingTable("link_nothing", catalog.Contact, [], new HashSet<string>(StringComparer.Ordinal)), "link", cancellation);

    /// <summary>Makes the functions known that matching needs; outside of a transaction, which would take them back with it.</summary>
    public static void Prepare(DuckDbConnection connection) => LoadFunctions.Register(connection);

    /// <summary>Makes links.</summary>
    /// <param name="links">The links, numbered from <see cref="LinkLedger.NextId"/>.</param>
    /// <param name="withPast">The numbers of those whose keys earlier events may name, at least one; the others are only recorded.</param>
    /// <param name="since">No event of any of them is older than this instant, in UTC microseconds; 0 where that is not known.</param>
    public LinkOutcome Add(IReadOnlyList<LinkRecord> links, IReadOnlySet<long> withPast, long since)
    {
        ArgumentNullException.ThrowIfNull(links);
        ArgumentNullException.ThrowIfNull(withPast);
        LinkLedger.Add(connection, links);
        foreach (LinkRecord link in links)
        {
            AddAlias(link);
        }

        links = [.. links.Where(link => withPast.Contains(link.Id))];
        Fill(links);
        long events = 0;
        foreach (RowType type in catalog.Events.Values)
        {
            string name = TableNames.Table(type);
            string table = SqlIdentifier.Quote(name);
            if (links.Any(link => link.Kind == LinkKind.Anonymous))
            {
                events += Stitch(name, table, since);
            }

            if (links.Any(link => link.Kind == LinkKind.User))
            {
                events += _context.Execute(
                    $"""
                    UPDATE {table} AS e SET
                        contact_ref = l.contact_ref,
                        account_ref = CASE WHEN e.account_key IS NULL THEN coalesce(l.account_ref, e.account_ref) ELSE e.account_ref END,
                        _attribution = CASE WHEN e.account_key IS NULL AND l.account_ref IS NOT NULL THEN 'contact' ELSE e._attribution END
                    FROM {Stage} l WHERE l.kind = 'user' AND e.contact_key = l.key AND e.contact_ref IS NULL
                    """);
            }

            if (links.Any(link => link.Kind == LinkKind.Group))
            {
                events += _context.Execute(
                    $"""
                    UPDATE {table} AS e SET account_ref = l.account_ref, _attribution = 'group'
                    FROM {Stage} l WHERE l.kind = 'group' AND e.account_key = l.key AND e.account_ref IS NULL
                    """);
            }
        }

        if (links.Any(link => link.Kind == LinkKind.Group))
        {
            _context.Execute($"UPDATE contact AS e SET account_ref = l.account_ref FROM {Stage} l WHERE l.kind = 'group' AND e.account_id = l.key AND e.account_ref IS NULL");
        }

        _context.Changes.Record(connection, catalog);
        return new LinkOutcome(events, AccountsOf(links));
    }

    /// <summary>Undoes a link that holds. Events go back to whom they belonged to; what came since belongs to nobody but whom it names.</summary>
    /// <param name="link">The link.</param>
    /// <param name="at">The present instant, in UTC microseconds.</param>
    public LinkOutcome Undo(LinkRecord link, long at)
    {
        ArgumentNullException.ThrowIfNull(link);
        IReadOnlySet<long> accounts = AccountsOf([link]);
        Fill([link]);
        connection.Execute("DELETE FROM strata_alias WHERE merge_id = $1", -link.Id);
        connection.Execute("DELETE FROM strata_merge_said WHERE merge_id = $1", -link.Id);
        long events = 0;
        foreach (RowType type in catalog.Events.Values)
        {
            string name = TableNames.Table(type);
            events += Part(link.Kind, name, SqlIdentifier.Quote(name), link.Id);
        }

        if (link.Kind == LinkKind.Group)
        {
            _context.Execute($"UPDATE contact AS e SET account_ref = NULL FROM {Stage} l WHERE e.account_id = l.key AND e.account_ref = l.account_ref");
        }

        LinkLedger.Close(connection, link.Id, at);
        _context.Changes.Record(connection, catalog);
        return new LinkOutcome(events, accounts);
    }

    private void Fill(IReadOnlyList<LinkRecord> links)
    {
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Stage} (id BIGINT, kind VARCHAR, key VARCHAR, contact_ref BIGINT, account_ref BIGINT)");
        using DuckDbAppender appender = connection.CreateAppender(Stage);
        foreach (LinkRecord link in links)
        {
            appender.Append(link.Id);
            appender.Append(LinkLedger.Name(link.Kind));
            appender.Append(link.Key);
            appender.Append(link.Contact);
            appender.Append(link.Account);
            appender.EndRow();
        }

        appender.Complete();
    }

    /// <summary>Users' and groups' ids are names of the contact or account like those that merges leave.</summary>
    private void AddAlias(LinkRecord link)
    {
        (string Of, long? Reference)? alias = link.Kind switch
        {
            LinkKind.User => ("contact", link.Contact),
            LinkKind.Group => ("account", link.Account),
            _ => null,
        };
        if (alias is { Reference: { } reference } known)
        {
            connection.Execute("INSERT INTO strata_alias VALUES ($1, 'id', $2, $3, $4)", known.Of, link.Key, reference, -link.Id);
        }
    }

    private long Stitch(string name, string table, long since)
    {
        _context.Execute(
            $"""
            INSERT INTO strata_link_event
            SELECT l.id, $1, e.id, e.account_ref, e._attribution FROM {table} e JOIN {Stage} l ON {OfVisitor}
            WHERE l.kind = 'anonymous' AND l.account_ref IS NOT NULL AND e.account_ref IS NOT NULL AND e.account_key IS NULL AND e.ts >= $2
            """,
            name, DuckDbValue.Timestamp(since));
        return _context.Execute(
            $"""
            UPDATE {table} AS e SET
                contact_ref = l.contact_ref,
                account_ref = CASE WHEN e.account_key IS NULL THEN coalesce(l.account_ref, e.account_ref) ELSE e.account_ref END,
                _attribution = CASE WHEN e.account_key IS NULL AND l.account_ref IS NOT NULL THEN 'anonymous' ELSE e._attribution END
            FROM {Stage} l WHERE l.kind = 'anonymous' AND {OfVisitor} AND e.ts >= $1
            """,
            DuckDbValue.Timestamp(since));
    }

    private long Part(LinkKind kind, string name, string table, long id)
    {
        switch (kind)
        {
            case LinkKind.User:
                return _context.Execute(
                    $"""
                    UPDATE {table} AS e SET
                        contact_ref = NULL,
                        account_ref = CASE WHEN e._attribution = 'contact' THEN NULL ELSE e.account_ref END,
                        _attribution = CASE WHEN e._attribution = 'contact' THEN NULL ELSE e._attribution END
                    FROM {Stage} l WHERE e.contact_key = l.key AND e.contact_ref = l.contact_ref
                    """);
            case LinkKind.Group:
                return _context.Execute(
                    $"UPDATE {table} AS e SET account_ref = NULL FROM {Stage} l WHERE e.account_key = l.key AND e.account_ref = l.account_ref");
            default:
                long events = _context.Execute(
                    $"""
                    UPDATE {table} AS e SET
                        contact_ref = NULL,
                        account_ref = CASE WHEN e._attribution = 'anonymous' THEN NULL ELSE e.account_ref END,
                        _attribution = CASE WHEN e._attribution = 'anonymous' THEN NULL ELSE e._attribution END
                    FROM {Stage} l
                    WHERE e._anonymous_id = l.key AND e.contact_key IS NULL AND e.contact_ref IS NOT DISTINCT FROM l.contact_ref
                        AND (l.contact_ref IS NOT NULL OR e._attribution = 'anonymous')
                    """);
                _context.Execute(
                    $"""
                    UPDATE {table} AS e SET account_ref = b.account_ref, _attribution = b.attribution
                    FROM strata_link_event b WHERE b.link_id = $1 AND b.table_name = $2 AND e.id = b.event_id
                    """,
                    id, name);
                return events;
        }
    }

    private HashSet<long> AccountsOf(IReadOnlyList<LinkRecord> links)
    {
        HashSet<long> accounts = [.. links.Select(link => link.Account).OfType<long>()];
        accounts.UnionWith(connection.Query(
            "SELECT DISTINCT account_ref FROM strata_link_event WHERE link_id BETWEEN $1 AND $2",
            [links.Min(link => link.Id), links.Max(link => link.Id)],
            row => row.GetInt64(0)));
        return accounts;
    }
}
