using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Sql;
using Strata.Language.Time;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Query;

namespace Strata.Platform.Audiences;

/// <summary>
/// Reads values of members from the warehouse, whichever engine said who they are. Uses the connection of its reader, and so one call
/// at a time.
/// </summary>
public sealed class MemberReader(DuckDbConnection connection, SegmentReader reader)
{
    /// <summary>
    /// Reads values of the members, texts as written; see <see cref="IAudienceEngine.List"/>. With a limit, so many of them as
    /// <paramref name="offset"/> says are passed over first.
    /// </summary>
    public void List(
        MemberSet members,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        long? limit,
        AsOf asOf,
        Action<MemberRow> read,
        CancellationToken cancellation,
        long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(members);
        using var table = MemberTable.Create(connection, members.Refs.Positions(), cancellation);
        reader.ListMembers(members.Of, columns, sort, limit, asOf, read, offset, cancellation);
    }

    /// <summary>The refs of the members in an order; missing values last, ties by ref.</summary>
    /// <param name="of">What they are.</param>
    /// <param name="members">Who; null for everybody.</param>
    /// <param name="sort">What to sort by, in order: values in the scope of the entity, null for the id.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<long> Order(EntityKind of, MemberSet? members, IReadOnlyList<(BoundValue? Value, bool Descending)> sort, AsOf asOf, CancellationToken cancellation)
    {
        var refs = new List<long>();
        using MemberTable? table = members is null ? null : MemberTable.Create(connection, members.Refs.Positions(), cancellation);
        reader.RefsInOrder(of, members is null, sort, asOf, refs.AddRange, cancellation);
        return refs;
    }

    /// <summary>The ids of the members, ascending by their UTF-8 bytes.</summary>
    public IReadOnlyList<string> Ids(MemberSet members, CancellationToken cancellation) => Ids(members, limit: null, cancellation);

    /// <summary>The first ids of the members, ascending by their UTF-8 bytes; all where the limit is null.</summary>
    public IReadOnlyList<string> Ids(MemberSet members, long? limit, CancellationToken cancellation)
    {
        var ids = new List<string>();
        List(members, [], [], limit, new AsOf(long.MaxValue, NodaTime.DateTimeZone.Utc), row => ids.Add(row.Id), cancellation);
        return ids;
    }

    /// <summary>Runs a statement over <see cref="SegmentReader.ListMembersStatement"/>, for writing the members elsewhere.</summary>
    /// <param name="members">Who.</param>
    /// <param name="columns">What of them.</param>
    /// <param name="sort">In which order.</param>
    /// <param name="asOf">T.</param>
    /// <param name="use">Gets the statement that selects the rows; it is valid until <paramref name="use"/> returns.</param>
    /// <param name="cancellation">Stops the work.</param>
    public T Use<T>(
        MemberSet members,
        IReadOnlyList<BoundValue> columns,
        IReadOnlyList<(int Column, bool Descending)> sort,
        AsOf asOf,
        Func<SqlStatement, T> use,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(use);
        using var table = MemberTable.Create(connection, members.Refs.Positions(), cancellation);
        return use(reader.ListMembersStatement(members.Of, columns, sort, limit: null, asOf));
    }
}
