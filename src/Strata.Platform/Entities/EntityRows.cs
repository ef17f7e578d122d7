using Strata.Index.Entity.Data;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Entities;

/// <summary>A row that describes an account: a technology, a deal, a subscription, a contact; instants are ISO 8601 in UTC.</summary>
/// <param name="Id">What tells it from the others: of a contact its id, of a row of a collection its key.</param>
/// <param name="Source">Who said it first.</param>
/// <param name="ObservedAt">When it was first said.</param>
/// <param name="VerifiedAt">When the same source last confirmed it.</param>
/// <param name="Fields">Its known values, as <see cref="PlainValue"/> has them.</param>
public sealed record KnownRow(string Id, string Source, string ObservedAt, string VerifiedAt, IReadOnlyDictionary<string, object?> Fields)
{
    /// <summary>The rows of a collection of an account as they are now, the one that began last first.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="collection">The collection, or the contacts.</param>
    /// <param name="account">The account's ref.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static IReadOnlyList<KnownRow> Of(Workspace workspace, RowType collection, long account, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(collection);
        var columns = new FieldColumns(collection);
        string id = collection.Kind == RowKind.Contact ? "id" : "row_key";
        string fields = string.Concat(columns.Names.Select(name => $", {SqlIdentifier.Quote(name)}"));
        string order = collection.StartField is { } start ? $"{SqlIdentifier.Quote(start)} DESC NULLS LAST, " : "";
        return workspace.Connection.Query(
            $"""
            SELECT {id}, _source, _observed_at, _verified_at{fields} FROM {SqlIdentifier.Quote(TableNames.Table(collection))}
            WHERE account_ref = $1 ORDER BY {order}{id} LIMIT $2
            """,
            [account, (long)limit],
            row => new KnownRow(
                row.GetRequiredText(0), row.GetRequiredText(1), Microseconds.ToText(row.GetInt64(2)), Microseconds.ToText(row.GetInt64(3)), Plain(columns.Read(row, 4))),
            cancellation);
    }

    private static Dictionary<string, object?> Plain(IReadOnlyDictionary<string, DataValue> values) =>
        values.ToDictionary(pair => pair.Key, pair => PlainValue.Of(pair.Value), StringComparer.Ordinal);
}
