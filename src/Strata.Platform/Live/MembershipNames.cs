using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>The ids of those whose memberships change; each is read once.</summary>
internal sealed class MembershipNames(DuckDbConnection connection)
{
    private readonly Dictionary<(EntityKind Of, long Ref), string> _ids = [];

    /// <summary>The id of one that was learnt.</summary>
    public string Of(EntityKind of, long reference) => _ids[(of, reference)];

    /// <summary>Reads the ids that are not known yet.</summary>
    public void Learn(DataCatalog catalog, IReadOnlyCollection<(EntityKind Of, long Ref)> entities)
    {
        foreach (IGrouping<EntityKind, (EntityKind Of, long Ref)> unknown in entities.Where(entity => !_ids.ContainsKey(entity)).Distinct().GroupBy(entity => entity.Of))
        {
            // Somebody who was merged away has no row any more; the ledger of merges knows the id.
            string name = TableNames.Table(catalog.Of(unknown.Key));
            string table = SqlIdentifier.Quote(name);
            connection.Query(
                $"""
                WITH asked AS (SELECT unnest($1::BIGINT[]) AS ref)
                SELECT ref, id FROM {table} WHERE ref IN (FROM asked)
                UNION ALL
                SELECT other_ref, any_value(other_id) FROM strata_merge
                WHERE of = $2 AND other_ref IN (FROM asked) AND other_ref NOT IN (SELECT ref FROM {table}) GROUP BY other_ref
                """,
                [DuckDbValue.List([.. unknown.Select(entity => entity.Ref)]), name],
                row => _ids[(unknown.Key, row.GetInt64(0))] = row.GetRequiredText(1));
        }
    }
}
