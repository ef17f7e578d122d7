using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Segments.Analysis;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Server.Reading;

/// <summary>Who is nearly in.</summary>
/// <param name="Total">How many lack exactly one clause.</param>
/// <param name="Columns">The columns of the samples.</param>
/// <param name="Clauses">Each clause with those it alone keeps out, those who keep out most first.</param>
internal sealed record NearMissPage(long Total, IReadOnlyList<string> Columns, IReadOnlyList<NearMissClause> Clauses)
{
    /// <summary>Finds them.</summary>
    public static NearMissPage Read(Workspace workspace, SegmentPlan plan, string? fields, int limit, AsOf asOf, CancellationToken cancellation)
    {
        var columns = MemberColumns.Parse(workspace.Library, plan.Of, fields, sort: null);
        IReadOnlyList<NearMiss> found = NearMisses.Find(workspace.Engine(), plan, asOf, cancellation);
        return new NearMissPage(
            found.Sum(miss => miss.Missing.Count),
            [.. columns.Columns.Select(column => column.Header)],
            [.. found.Where(miss => miss.Missing.Count > 0).OrderByDescending(miss => miss.Missing.Count).Select(miss => new NearMissClause(
                miss.Path, miss.Text, miss.Missing.Count, MemberRows.Read(workspace, miss.Missing, columns, 0, limit, asOf, cancellation)))]);
    }
}

/// <summary>Those whom one clause alone keeps out.</summary>
/// <param name="Path">Where the clause stands in the JSON form; <c>exclude</c> for the suppression.</param>
/// <param name="Text">The clause as written.</param>
/// <param name="Count">How many.</param>
/// <param name="Rows">Some of them.</param>
internal sealed record NearMissClause(string Path, string Text, long Count, IReadOnlyList<MemberCells> Rows);
