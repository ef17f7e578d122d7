using System.Globalization;
using Strata.Language;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Control;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Segments.Library;

/// <summary>Who entered and left a segment between two points.</summary>
/// <param name="From">The first point, for a person.</param>
/// <param name="To">The second.</param>
/// <param name="SizeBefore">Members at the first.</param>
/// <param name="SizeAfter">Members at the second.</param>
/// <param name="Entered">Ids that are in at the second and not at the first, ascending.</param>
/// <param name="Left">Ids that are in at the first and not at the second, ascending.</param>
public sealed record MemberMoves(
    string From, string To, long SizeBefore, long SizeAfter, IReadOnlyList<string> Entered, IReadOnlyList<string> Left);

/// <summary>Compares the members of a segment between two versions, or between two instants.</summary>
public sealed class SegmentComparison(Workspace workspace, CancellationToken cancellation)
{
    /// <summary>Two versions of a definition, both at T: what the edit does.</summary>
    /// <param name="versions">All versions of the segment.</param>
    /// <param name="from">The number of the first.</param>
    /// <param name="to">The number of the second.</param>
    /// <param name="asOf">T.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: there is no such version, or it cannot be evaluated any more.</exception>
    public MemberMoves OfVersions(IReadOnlyList<StoredVersion> versions, int from, int to, AsOf asOf) =>
        Compare($"version {from.ToString(CultureInfo.InvariantCulture)}", Plan(versions, from), asOf, $"version {to.ToString(CultureInfo.InvariantCulture)}", Plan(versions, to), asOf);

    /// <summary>One segment at two instants: what time and data do.</summary>
    public MemberMoves OfInstants(SegmentPlan plan, AsOf from, AsOf to) =>
        Compare(Microseconds.ToText(from.Instant), plan, from, Microseconds.ToText(to.Instant), plan, to);

    private MemberMoves Compare(string from, SegmentPlan? before, AsOf beforeAt, string to, SegmentPlan? after, AsOf afterAt)
    {
        MemberSet? was = before is null ? null : workspace.Engine().Members(before, beforeAt, cancellation);
        MemberSet? now = after is null ? null : workspace.Engine().Members(after, afterAt, cancellation);
        return new MemberMoves(from, to, was?.Count ?? 0, now?.Count ?? 0, Only(now, was), Only(was, now));
    }

    /// <summary>The ids of those who are in the one and not in the other.</summary>
    private IReadOnlyList<string> Only(MemberSet? members, MemberSet? others) => members is null
        ? []
        : workspace.Members.Ids(others is null || others.Of != members.Of ? members : members.Except(others), cancellation);

    /// <summary>The plan of a version; null for one that took the segment away.</summary>
    private SegmentPlan? Plan(IReadOnlyList<StoredVersion> versions, int number)
    {
        StoredVersion version = versions.FirstOrDefault(version => version.Version == number)
            ?? throw new UserErrorException(
                "argument", $"There is no version {number.ToString(CultureInfo.InvariantCulture)}.", fix: $"There are versions 1 to {versions.Count.ToString(CultureInfo.InvariantCulture)}.");
        return version.Deleted
            ? null
            : workspace.Library.PlanAt(version.Name, version.Revision)
                ?? throw new UserErrorException("argument", $"Version {number.ToString(CultureInfo.InvariantCulture)} of '{version.Name}' is invalid: it has no members of its own.");
    }
}
