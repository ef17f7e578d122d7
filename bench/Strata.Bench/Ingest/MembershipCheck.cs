using System.Numerics;
using Strata.Index.Bitmaps;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Bench.Ingest;

/// <summary>Compares memberships that somebody keeps with what DuckDB computes from the events that a warehouse holds.</summary>
/// <param name="workspace">The warehouse with the events, and the segments.</param>
internal sealed class MembershipCheck(Workspace workspace)
{
    private readonly IAudienceEngine _engine = workspace.Engine("duckdb");

    /// <summary>Compares as of an instant.</summary>
    /// <param name="at">The instant, in UTC microseconds.</param>
    /// <param name="held">Who is held to be in a segment; null for nobody.</param>
    /// <param name="cancellation">Ends it.</param>
    public SampledMemberships Compare(long at, Func<string, Bitmap?> held, CancellationToken cancellation)
    {
        var asOf = new AsOf(at, workspace.Settings.Zone);
        long members = 0, wrong = 0;
        foreach (LibraryEntry segment in workspace.Library.Segments)
        {
            Bitmap expected = _engine.Members(workspace.Library.PlanOf(segment), asOf, cancellation).Refs;
            Bitmap? mine = held(segment.Definition.Name);
            long count = expected.Count();
            members += count;
            wrong += mine is null ? count : count + mine.Count() - (2 * CountOfBoth(expected, mine));
        }

        return new SampledMemberships(at, members, wrong);
    }

    /// <summary>How many are in both, which may be of different lengths.</summary>
    private static long CountOfBoth(Bitmap one, Bitmap other)
    {
        Span<ulong> first = one.Words, second = other.Words;
        long count = 0;
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            count += BitOperations.PopCount(first[i] & second[i]);
        }

        return count;
    }
}
