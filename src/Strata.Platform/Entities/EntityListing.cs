using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Validation;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Entities;

/// <summary>An account or contact of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What a person calls it: an account's name, a contact's full name or else e-mail address; null where it has none.</param>
/// <param name="Fields">The values asked for by column, as <see cref="PlainValue"/> has them; null where they are missing.</param>
public sealed record ListedEntity(string Id, string? Name, IReadOnlyDictionary<string, object?> Fields);

/// <summary>
/// Accounts or contacts in an order, found once: pages of it are of one answer, though data changes in between. Values are read page by
/// page, as they are then. Immutable.
/// </summary>
public sealed class EntityListing
{
    private const string AccountName = "name";
    private const string ContactName = """CASE WHEN first_name IS NULL AND last_name IS NULL THEN email ELSE concat_ws(' ', first_name, last_name) END""";

    private readonly EntityKind _of;
    private readonly IReadOnlyList<long> _refs = [];

    /// <summary>Those of a listing in the order of their refs, in place of <see cref="_refs"/>: a bit each instead of eight bytes.</summary>
    private readonly MemberSet? _set;

    private EntityListing(EntityKind of, IReadOnlyList<long> refs)
    {
        _of = of;
        _refs = refs;
        Total = refs.Count;
    }

    private EntityListing(MemberSet set)
    {
        _of = set.Of;
        _set = set;
        Total = checked((int)set.Count);
    }

    /// <summary>How many there are.</summary>
    public int Total { get; }

    /// <summary>Finds them.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="of">What is listed.</param>
    /// <param name="text">What was typed to search; null or blank for no search.</param>
    /// <param name="within">Only these; null for everybody.</param>
    /// <param name="sort">What to sort by: values, null for the id. Without it the best match comes first, and without a search who came first.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static EntityListing Find(
        Workspace workspace, EntityKind of, string? text, MemberSet? within, IReadOnlyList<(BoundValue? Value, bool Descending)> sort, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(sort);
        if (!string.IsNullOrWhiteSpace(text))
        {
            long[] found = EntitySearch.Find(workspace.Connection, of, text, within, cancellation);
            if (sort.Count == 0)
            {
                return new EntityListing(of, found);
            }

            within = SetOf(workspace, of, found);
        }

        return sort.Count == 0
            ? new EntityListing(within ?? Everybody(workspace, of, cancellation))
            : new EntityListing(of, workspace.Members.Order(of, within, sort, workspace.Now, cancellation));
    }

    /// <summary>Those of these ids, in this order; ids that nobody has are left out.</summary>
    public static EntityListing OfIds(Workspace workspace, EntityKind of, IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(ids);
        Dictionary<string, long> known = workspace.Connection.Query(
            $"SELECT id, ref FROM {Table(of)} WHERE id IN (SELECT unnest($1))",
            [Warehouse.DuckDb.DuckDbValue.List(ids)],
            row => KeyValuePair.Create(row.GetRequiredText(0), row.GetInt64(1))).ToDictionary(StringComparer.Ordinal);
        return new EntityListing(of, [.. ids.Distinct(StringComparer.Ordinal).Where(known.ContainsKey).Select(id => known[id])]);
    }

    /// <summary>A page with values as they are now.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="columns">What to show of each; the id is given beside them and need not be among them.</param>
    /// <param name="offset">Where the page begins, from 0.</param>
    /// <param name="count">How many it holds at the most.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Fewer than <paramref name="count"/> also where some are gone since the listing was found.</returns>
    public IReadOnlyList<ListedEntity> Page(Workspace workspace, MemberColumns columns, int offset, int count, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(columns);
        long[] page = _set is { } set ? [.. set.Refs.PositionsFrom(set.Refs.PositionOf(offset)).Take(count)] : [.. _refs.Skip(offset).Take(count)];
        if (page.Length == 0)
        {
            return [];
        }

        Dictionary<long, (string Id, string? Name)> names = NamesOf(workspace, _of, page, cancellation);
        AsOf now = workspace.Now;
        Dictionary<BoundValue, Func<long, string?>> groups = GroupsOf(workspace, columns, now, cancellation);
        var cells = new Dictionary<string, IReadOnlyList<object?>>(StringComparer.Ordinal);
        IReadOnlyList<BoundValue> values = [.. columns.Columns.Select(column => column.Value).OfType<BoundValue>().Where(value => !groups.ContainsKey(value))];
        workspace.Members.List(SetOf(workspace, _of, page), values, [], limit: null, now, row => cells[row.Id] = row.Cells, cancellation);
        return
        [
            .. page.Where(reference => names.TryGetValue(reference, out (string Id, string? Name) named) && cells.ContainsKey(named.Id))
                .Select(reference => new ListedEntity(names[reference].Id, names[reference].Name, FieldsOf(columns, names[reference].Id, reference, cells[names[reference].Id], groups))),
        ];
    }

    /// <summary>
    /// What says the group of an entity, for each column that is a segmentation of it: those come from the engine that has everybody in memory,
    /// since the warehouse would have to rank everybody to say it of a few.
    /// </summary>
    private Dictionary<BoundValue, Func<long, string?>> GroupsOf(Workspace workspace, MemberColumns columns, AsOf now, CancellationToken cancellation)
    {
        var groups = new Dictionary<BoundValue, Func<long, string?>>();
        foreach (BoundSegmentation value in columns.Columns.Select(column => column.Value).OfType<BoundSegmentation>().Where(value => value.Segmentation.Of == _of).Distinct())
        {
            var reader = new PartitionReader(workspace.Engine(), value.Segmentation, cancellation);
            Partition everybody = reader.At(now);
            groups.Add(value, reference => everybody.GroupOf(reference) is >= 0 and int group ? reader.Values[group] : null);
        }

        return groups;
    }

    /// <summary>Ids and names by ref; who is gone is left out.</summary>
    internal static Dictionary<long, (string Id, string? Name)> NamesOf(Workspace workspace, EntityKind of, IReadOnlyList<long> refs, CancellationToken cancellation) => workspace.Connection.Query(
        $"SELECT ref, id, {(of == EntityKind.Account ? AccountName : ContactName)} FROM {Table(of)} WHERE ref IN (SELECT unnest($1))",
        [Warehouse.DuckDb.DuckDbValue.List(refs)],
        row => KeyValuePair.Create(row.GetInt64(0), (row.GetRequiredText(1), row.GetText(2))),
        cancellation).ToDictionary();

    private static MemberSet Everybody(Workspace workspace, EntityKind of, CancellationToken cancellation) =>
        workspace.Engine().Members(new SegmentPlan(null, of, new BoundConstant(true), null, []), workspace.Now, cancellation);

    private static string Table(EntityKind of) => of == EntityKind.Account ? "account" : "contact";

    private static MemberSet SetOf(Workspace workspace, EntityKind of, long[] refs)
    {
        var set = new Bitmap(Math.Max(workspace.Reader.RefCount(of), refs.Length == 0 ? 0 : refs.Max() + 1));
        foreach (long reference in refs)
        {
            set.Add(reference);
        }

        return new MemberSet(of, set);
    }

    private static Dictionary<string, object?> FieldsOf(
        MemberColumns columns, string id, long reference, IReadOnlyList<object?> cells, Dictionary<BoundValue, Func<long, string?>> groups)
    {
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal);
        int read = 0;
        foreach (MemberColumn column in columns.Columns)
        {
            object? cell = column.Value is null ? id : groups.TryGetValue(column.Value, out Func<long, string?>? group) ? group(reference) : cells[read++];
            fields[column.Header] = PlainValue.OfCell(cell);
        }

        return fields;
    }
}
