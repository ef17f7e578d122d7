using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Entities;

/// <summary>An event of a timeline.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">When it happened, in UTC microseconds.</param>
/// <param name="Contact">The id of the contact who did it, or null.</param>
/// <param name="ContactName">Their full name, or else their e-mail address; null where neither is known.</param>
/// <param name="Attribution">By what its account was found: <c>group</c>, <c>contact</c>, <c>anonymous</c>, <c>email_domain</c>, <c>ip 0.85</c>; null where the event came with it.</param>
/// <param name="Properties">Its known properties, as <see cref="PlainValue"/> has them.</param>
public sealed record TimelineEvent(
    string Id, string Type, long At, string? Contact, string? ContactName, string? Attribution, IReadOnlyDictionary<string, object?> Properties);

/// <summary>How many events of a type there are.</summary>
/// <param name="Type">The type.</param>
/// <param name="Count">How many.</param>
/// <param name="Newest">When the newest happened, in UTC microseconds.</param>
public sealed record EventCount(string Type, long Count, long Newest);

/// <summary>What an account or contact did, the newest first.</summary>
public static class EntityTimeline
{
    /// <summary>How many events of each type there are up to an instant, the most frequent first; types without any are left out.</summary>
    public static IReadOnlyList<EventCount> Count(DuckDbConnection connection, DataCatalog catalog, EntityKind of, long reference, long until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(catalog);
        string link = LinkOf(of);
        RowType[] types = [.. catalog.Events.Values];
        IEnumerable<string> counts = types.Select((type, at) =>
            $"SELECT {at} AS type, count(*) AS n, max(ts) AS newest FROM {SqlIdentifier.Quote(TableNames.Table(type))} WHERE {link} = $1 AND ts <= make_timestamp($2)");
        return connection.Query(
            $"SELECT type, n, newest FROM ({string.Join(" UNION ALL ", counts)}) WHERE n > 0 ORDER BY n DESC, type",
            [reference, until],
            row => new EventCount(types[row.GetInt64(0)].Name, row.GetInt64(1), row.GetInt64(2)),
            cancellation);
    }

    /// <summary>Reads a part of a timeline.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="types">The types of events to read.</param>
    /// <param name="of">Whose it is.</param>
    /// <param name="reference">Whose it is.</param>
    /// <param name="before">The event after which to go on, by its instant and its id; the first one at most as old where the id is null.</param>
    /// <param name="limit">How many events at the most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The events, the newest first, and of those of one instant the one with the greatest id first.</returns>
    public static IReadOnlyList<TimelineEvent> Read(
        DuckDbConnection connection, IEnumerable<RowType> types, EntityKind of, long reference, (long At, string? Id) before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(types);
        var events = new List<TimelineEvent>();
        foreach (RowType type in types)
        {
            events.AddRange(Read(connection, type, LinkOf(of), reference, before, limit, cancellation));
        }

        return [.. events.OrderByDescending(one => one.At).ThenByDescending(one => one.Id, StringComparer.Ordinal).Take(limit)];
    }

    private static string LinkOf(EntityKind of) => of == EntityKind.Account ? TableNames.AccountRef : TableNames.ContactRef;

    private static List<TimelineEvent> Read(
        DuckDbConnection connection, RowType type, string link, long reference, (long At, string? Id) before, int limit, CancellationToken cancellation)
    {
        var columns = new FieldColumns(type);
        string fields = string.Concat(columns.Names.Select(name => $", e.{SqlIdentifier.Quote(name)}"));
        string earlier = before.Id is null ? "e.ts <= make_timestamp($2)" : "(e.ts < make_timestamp($2) OR (e.ts = make_timestamp($2) AND e.id < $4))";
        DuckDbValue[] values = before.Id is null ? [reference, before.At, limit] : [reference, before.At, limit, before.Id];
        return connection.Query(
            $"""
            SELECT e.id, e.ts, c.id, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email), e.{TableNames.Attribution}{fields}
            FROM {SqlIdentifier.Quote(TableNames.Table(type))} e LEFT JOIN contact c ON c.ref = e.contact_ref
            WHERE e.{link} = $1 AND {earlier} ORDER BY e.ts DESC, e.id DESC LIMIT $3
            """,
            values,
            row => new TimelineEvent(row.GetRequiredText(0), type.Name, row.GetInt64(1), row.GetText(2), row.GetText(3), row.GetText(4), Plain(columns.Read(row, 5))),
            cancellation);
    }

    private static Dictionary<string, object?> Plain(IReadOnlyDictionary<string, DataValue> values) =>
        values.ToDictionary(pair => pair.Key, pair => PlainValue.Of(pair.Value), StringComparer.Ordinal);
}
