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
/// <param name="Properties">Its known properties, as <see cref="PlainValue"/> has them.</param>
public sealed record TimelineEvent(string Id, string Type, long At, string? Contact, IReadOnlyDictionary<string, object?> Properties);

/// <summary>What an account or contact did, the newest first.</summary>
public static class EntityTimeline
{
    /// <summary>Reads a part of a timeline.</summary>
    /// <param name="connection">A connection.</param>
    /// <param name="catalog">The catalog.</param>
    /// <param name="of">Whose it is.</param>
    /// <param name="reference">Whose it is.</param>
    /// <param name="before">The event after which to go on, by its instant and its id; the first one at most as old where the id is null.</param>
    /// <param name="limit">How many events at the most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The events, the newest first, and of those of one instant the one with the greatest id first.</returns>
    public static IReadOnlyList<TimelineEvent> Read(
        DuckDbConnection connection, DataCatalog catalog, EntityKind of, long reference, (long At, string? Id) before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(catalog);
        var events = new List<TimelineEvent>();
        foreach (RowType type in catalog.RowTypes.Where(type => type.Kind == RowKind.Event))
        {
            events.AddRange(Read(connection, type, of == EntityKind.Account ? TableNames.AccountRef : TableNames.ContactRef, reference, before, limit, cancellation));
        }

        return [.. events.OrderByDescending(one => one.At).ThenByDescending(one => one.Id, StringComparer.Ordinal).Take(limit)];
    }

    private static List<TimelineEvent> Read(
        DuckDbConnection connection, RowType type, string link, long reference, (long At, string? Id) before, int limit, CancellationToken cancellation)
    {
        var columns = new FieldColumns(type);
        string fields = string.Concat(columns.Names.Select(name => $", e.{SqlIdentifier.Quote(name)}"));
        string earlier = before.Id is null ? "e.ts <= make_timestamp($2)" : "(e.ts < make_timestamp($2) OR (e.ts = make_timestamp($2) AND e.id < $4))";
        DuckDbValue[] values = before.Id is null ? [reference, before.At, limit] : [reference, before.At, limit, before.Id];
        return connection.Query(
            $"""
            SELECT e.id, e.ts, c.id{fields} FROM {SqlIdentifier.Quote(TableNames.Table(type))} e LEFT JOIN contact c ON c.ref = e.contact_ref
            WHERE e.{link} = $1 AND {earlier} ORDER BY e.ts DESC, e.id DESC LIMIT $3
            """,
            values,
            row => new TimelineEvent(row.GetRequiredText(0), type.Name, row.GetInt64(1), row.GetText(2), Plain(columns.Read(row, 3))),
            cancellation);
    }

    private static Dictionary<string, object?> Plain(IReadOnlyDictionary<string, DataValue> values) =>
        values.ToDictionary(pair => pair.Key, pair => PlainValue.Of(pair.Value), StringComparer.Ordinal);
}
