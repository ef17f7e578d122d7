using Strata.Index.Bitmaps;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>A member as a row of a table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Cells">The values of the columns in order, the id where a column is the id; null where they are missing.</param>
internal sealed record MemberCells(string Id, IReadOnlyList<object?> Cells);

/// <summary>Reads members as rows of a table.</summary>
internal static class MemberRows
{
    /// <summary>The first members; without an order those with the lowest refs, which costs the same however many members there are.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="members">The members.</param>
    /// <param name="columns">What of them, and in which order.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="asOf">T.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<MemberCells> Read(
        Workspace workspace, MemberSet members, MemberColumns columns, long offset, int limit, AsOf asOf, CancellationToken cancellation)
    {
        var rows = new List<MemberCells>();
        (IReadOnlyList<BoundValue> values, IReadOnlyList<(int, bool)> order) = columns.Query();
        bool isOrdered = columns.Sort.Count > 0 || offset > 0;
        workspace.Members.List(
            isOrdered ? members : Memberships.Part(members, -1, limit).Page,
            values,
            order,
            isOrdered ? limit : null,
            asOf,
            row => rows.Add(new MemberCells(row.Id, [.. columns.Cells(row).Select(PlainValue.OfCell)])),
            cancellation,
            offset);
        return rows;
    }

    /// <summary>What accounts or contacts are called, by their ids; those without a name, and those that are no more, are left out.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="of">What they are.</param>
    /// <param name="refs">Their refs.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyDictionary<string, string> Names(Workspace workspace, EntityKind of, IEnumerable<long> refs, CancellationToken cancellation)
    {
        long[] wanted = [.. refs];
        var set = new Bitmap(wanted.Append(-1).Max() + 1);
        foreach (long reference in wanted)
        {
            set.Add(reference);
        }

        var columns = MemberColumns.Parse(workspace.Library, of, of == EntityKind.Account ? "name" : "first_name, last_name", sort: null);
        return Read(workspace, new MemberSet(of, set), columns, 0, Math.Max(1, wanted.Length), workspace.Now, cancellation)
            .Select(row => (row.Id, Name: string.Join(' ', row.Cells.OfType<string>())))
            .Where(row => row.Name.Length > 0)
            .ToDictionary(row => row.Id, row => row.Name, StringComparer.Ordinal);
    }
}
