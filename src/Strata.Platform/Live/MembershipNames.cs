using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Live;

/// <summary>
/// The ids of those whose memberships change. At the first change everybody's are read: reading those of each change would cost a search
/// of the table as often.
/// </summary>
internal sealed class MembershipNames(DuckDbConnection connection)
{
    private readonly Dictionary<EntityKind, EntityIds> _ids = [];

    /// <summary>The id of one that was learnt.</summary>
    public string Of(EntityKind of, long reference) => _ids[of].Of(reference);

    /// <summary>Whether the id of one was learnt.</summary>
    public bool Knows(EntityKind of, long reference) => _ids.TryGetValue(of, out EntityIds? ids) && ids.Knows(reference);

    /// <summary>Reads the ids that are not known yet.</summary>
    public void Learn(DataCatalog catalog, IReadOnlyCollection<(EntityKind Of, long Ref)> entities)
    {
        foreach (EntityKind of in (EntityKind[])[EntityKind.Account, EntityKind.Contact])
        {
            if (!entities.Any(entity => entity.Of == of))
            {
                continue;
            }

            if (!_ids.TryGetValue(of, out EntityIds? ids))
            {
                _ids.Add(of, ids = new EntityIds(connection, TableNames.Table(catalog.Of(of))));
            }

            ids.Require(entities.Where(entity => entity.Of == of).Select(entity => entity.Ref));
        }
    }
}
