using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Language.Values;
using Strata.Platform.Entities;
using Strata.Platform.Identity.Networks;
using Strata.Platform.Workspaces;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Links;
using Strata.Warehouse.Merge;

namespace Strata.Platform.Identity;

/// <summary>A name by which an account or contact is found.</summary>
/// <param name="Kind"><c>id</c>, <c>domain</c>, <c>email</c> or <c>name</c>.</param>
/// <param name="Value">The name.</param>
/// <param name="Origin"><c>own</c>, <c>merge</c> (of somebody merged into it), <c>tracking</c> (an id that messages gave it) or <c>contacts</c> (the domain of their addresses).</param>
/// <param name="Count">How many contacts have it; null but for <c>contacts</c>.</param>
public sealed record IdentityName(string Kind, string Value, string Origin, long? Count);

/// <summary>A merge that it took part in; instants are ISO 8601 in UTC.</summary>
/// <param name="Id">The merge's number.</param>
/// <param name="KeptId">The id of the one that stayed.</param>
/// <param name="MergedId">The id of the one that was merged into it.</param>
/// <param name="MergedName">What a person called that.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who merged.</param>
/// <param name="UndoneAt">When it was undone; null while it holds.</param>
public sealed record IdentityMerge(long Id, string KeptId, string MergedId, string? MergedName, string At, string Author, string? UndoneAt);

/// <summary>What a message of the tracking API said about whose an id is; instants are ISO 8601 in UTC.</summary>
/// <param name="Id">The link's number.</param>
/// <param name="Kind">What the key is.</param>
/// <param name="Key">The id as sent.</param>
/// <param name="Contact">The id of the contact that it names, or null.</param>
/// <param name="At">When it was made.</param>
/// <param name="Cause">The id of the message that said so.</param>
/// <param name="UndoneAt">When it was undone; null while it holds.</param>
public sealed record IdentityLink(long Id, LinkKind Kind, string Key, string? Contact, string At, string Cause, string? UndoneAt);

/// <summary>A visitor whose events are its events; instants are ISO 8601 in UTC.</summary>
/// <param name="AnonymousId">The visitor.</param>
/// <param name="Contact">The id of the contact that the visitor turned out to be, or null.</param>
/// <param name="Events">How many of its events are theirs.</param>
/// <param name="FirstAt">When they first came.</param>
/// <param name="LastAt">When they last came.</param>
public sealed record IdentityVisitor(string AnonymousId, string? Contact, long Events, string FirstAt, string LastAt);

/// <summary>A range of addresses of the company.</summary>
/// <param name="First">The first address.</param>
/// <param name="Last">The last.</param>
/// <param name="Confidence">How sure that is, from 0 to 1.</param>
public sealed record IdentityNetwork(string First, string Last, double Confidence);

/// <summary>By what events were found to be its own.</summary>
/// <param name="Rule"><c>group</c>, <c>contact</c>, <c>anonymous</c>, <c>email_domain</c>, <c>ip</c>, or <c>given</c> for those that came with it.</param>
/// <param name="Events">How many.</param>
/// <param name="LastAt">When the newest of them happened: ISO 8601 in UTC.</param>
public sealed record IdentityAttribution(string Rule, long Events, string LastAt);

/// <summary>How it is known whose an account's or contact's data is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Names">Every name that finds it.</param>
/// <param name="Merges">Merges, the newest first.</param>
/// <param name="Links">What messages said, the newest first.</param>
/// <param name="Visitors">Visitors, who came last first.</param>
/// <param name="Networks">Ranges of addresses of an account.</param>
/// <param name="Attributions">By what its events were found to be its own, the most frequent first.</param>
public sealed record IdentityEvidence(
    string Id,
    IReadOnlyList<IdentityName> Names,
    IReadOnlyList<IdentityMerge> Merges,
    IReadOnlyList<IdentityLink> Links,
    IReadOnlyList<IdentityVisitor> Visitors,
    IReadOnlyList<IdentityNetwork> Networks,
    IReadOnlyList<IdentityAttribution> Attributions)
{
    /// <summary>So many names, links and visitors are listed at the most, each.</summary>
    public const int Most = 50;

    /// <summary>Gathers it.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="of">What it is.</param>
    /// <param name="entity">The account or contact.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IdentityEvidence Find(Workspace workspace, EntityKind of, StateRow entity, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(entity);
        DuckDbConnection connection = workspace.Connection;
        string link = of == EntityKind.Account ? TableNames.AccountRef : TableNames.ContactRef;
        return new IdentityEvidence(
            entity.Id,
            [.. OwnNames(of, entity), .. Aliases(connection, of, entity.Reference), .. of == EntityKind.Account ? MailDomains(connection, entity.Reference) : []],
            [.. MergeLedger.All(connection).Where(merge => merge.Of == of && (merge.KeepRef == entity.Reference || merge.OtherRef == entity.Reference)).Select(MergeOf)],
            LinksOf(connection, link, entity.Reference),
            VisitorsOf(workspace, link, entity.Reference, cancellation),
            of == EntityKind.Account ? NetworksOf(connection, entity) : [],
            AttributionsOf(workspace, link, entity.Reference, cancellation));
    }

    private static IEnumerable<IdentityName> OwnNames(EntityKind of, StateRow entity)
    {
        yield return new IdentityName("id", entity.Id, "own", null);
        foreach (string field in of == EntityKind.Account ? new[] { "domain", "name" } : ["email"])
        {
            if (EntityNames.TextOf(entity, field) is { } value)
            {
                yield return new IdentityName(field, value, "own", null);
            }
        }
    }

    /// <summary>Names that merges left have the merge's number, those that links gave the negative of the link's.</summary>
    private static List<IdentityName> Aliases(DuckDbConnection connection, EntityKind of, long reference) => connection.Query(
        $"SELECT DISTINCT kind, value, merge_id < 0 FROM strata_alias WHERE of = $1 AND ref = $2 ORDER BY 3, 1, 2 LIMIT {Most}",
        [of == EntityKind.Account ? "account" : "contact", reference],
        row => new IdentityName(row.GetRequiredText(0), row.GetRequiredText(1), row.GetBoolean(2) ? "tracking" : "merge", null));

    private static List<IdentityName> MailDomains(DuckDbConnection connection, long account) => connection.Query(
        $"""
        SELECT split_part("email.folded", '@', 2) AS domain, count(*) AS n FROM contact
        WHERE account_ref = $1 AND contains("email.folded", '@') GROUP BY domain ORDER BY n DESC, domain LIMIT {Most}
        """,
        [account],
        row => new IdentityName("domain", row.GetRequiredText(0), "contacts", row.GetInt64(1)));

    private static IdentityMerge MergeOf(MergeRecord merge) => new(
        merge.Id, merge.KeepId, merge.OtherId, merge.OtherName, Microseconds.ToText(merge.MergedAt), merge.Author, merge.UndoneAt is { } undone ? Microseconds.ToText(undone) : null);

    private static List<IdentityLink> LinksOf(DuckDbConnection connection, string column, long reference) => connection.Query(
        $"""
        SELECT l.id, l.kind, l.key, c.id, l.linked_at, l.cause, l.undone_at FROM strata_link l LEFT JOIN contact c ON c.ref = l.contact_ref
        WHERE l.{column} = $1 ORDER BY l.id DESC LIMIT {Most}
        """,
        [reference],
        row => new IdentityLink(
            row.GetInt64(0),
            Enum.Parse<LinkKind>(row.GetRequiredText(1), ignoreCase: true),
            row.GetRequiredText(2),
            row.GetText(3),
            Microseconds.ToText(row.GetInt64(4)),
            row.GetRequiredText(5),
            row.GetNullableInt64(6) is { } undone ? Microseconds.ToText(undone) : null));

    private static List<IdentityVisitor> VisitorsOf(Workspace workspace, string link, long reference, CancellationToken cancellation) => workspace.Connection.Query(
        $"""
        SELECT v.visitor, c.id, v.n, v.first, v.last
        FROM (
            SELECT {TableNames.AnonymousId} AS visitor, max(contact_ref) AS contact, count(*) AS n, min(ts) AS first, max(ts) AS last
            FROM ({EventsOf(workspace, link)}) WHERE {TableNames.AnonymousId} IS NOT NULL GROUP BY visitor ORDER BY last DESC LIMIT {Most}
        ) v LEFT JOIN contact c ON c.ref = v.contact ORDER BY v.last DESC, v.visitor
        """,
        [reference],
        row => new IdentityVisitor(row.GetRequiredText(0), row.GetText(1), row.GetInt64(2), Microseconds.ToText(row.GetInt64(3)), Microseconds.ToText(row.GetInt64(4))),
        cancellation);

    private static List<IdentityAttribution> AttributionsOf(Workspace workspace, string link, long reference, CancellationToken cancellation) => workspace.Connection.Query(
        $"""
        SELECT coalesce(split_part({TableNames.Attribution}, ' ', 1), 'given') AS rule, count(*) AS n, max(ts) FROM ({EventsOf(workspace, link)}) GROUP BY rule ORDER BY n DESC, rule
        """,
        [reference],
        row => new IdentityAttribution(row.GetRequiredText(0), row.GetInt64(1), Microseconds.ToText(row.GetInt64(2))),
        cancellation);

    private static string EventsOf(Workspace workspace, string link) => string.Join(" UNION ALL ", workspace.Catalog.Events.Values.Select(type =>
        $"SELECT {TableNames.AnonymousId}, {TableNames.Attribution}, contact_ref, ts FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {link} = $1"));

    private static List<IdentityNetwork> NetworksOf(DuckDbConnection connection, StateRow account)
    {
        HashSet<string> keys = [account.Id, .. new[] { EntityNames.TextOf(account, "domain"), EntityNames.TextOf(account, "name") }.OfType<string>().Select(TextFolding.Fold)];
        return
        [
            .. IpRangeStore.Read(connection).Where(range => keys.Contains(range.Account) || keys.Contains(TextFolding.Fold(range.Account))).Take(Most)
                .Select(range => new IdentityNetwork(IpRange.AddressOf(range.First).ToString(), IpRange.AddressOf(range.Last).ToString(), range.Confidence)),
        ];
    }
}
