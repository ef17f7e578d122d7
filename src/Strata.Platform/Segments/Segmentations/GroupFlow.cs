using Strata.Index.Bitmaps;
using Strata.Language;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Time;
using Strata.Platform.Audiences;
using Strata.Platform.Segments.Validation;

namespace Strata.Platform.Segments.Segmentations;

/// <summary>Everybody of a group at one instant who is in a group at the next.</summary>
/// <param name="Step">The instant at which they start, from 0.</param>
/// <param name="From">The group at first; null for those who were outside of the universe.</param>
/// <param name="To">The group at the next instant; null for those who are outside of it then.</param>
/// <param name="Count">How many.</param>
public sealed record GroupFlowLink(int Step, string? From, string? To, long Count);

/// <summary>How a segmentation's groups flow into one another, evaluated as of each instant.</summary>
/// <param name="Segmentation">Its name.</param>
/// <param name="Instants">The instants, the earliest first: UTC.</param>
/// <param name="Groups">The groups in their order, the one of the rest last.</param>
/// <param name="Sizes">The size of each group at each instant: by instant, then by group.</param>
/// <param name="Links">Who went from where to where, those who stayed among them; none where nobody did.</param>
public sealed record GroupFlow(
    string Segmentation, IReadOnlyList<string> Instants, IReadOnlyList<string> Groups, IReadOnlyList<IReadOnlyList<long>> Sizes, IReadOnlyList<GroupFlowLink> Links)
{
    /// <summary>The most months that can be looked back over.</summary>
    public const int MostMonths = 36;

    /// <summary>The most steps.</summary>
    public const int MostSteps = 12;

    /// <summary>Follows the groups.</summary>
    /// <param name="engine">Says who is in.</param>
    /// <param name="name">What the segmentation is called.</param>
    /// <param name="plan">The segmentation as it is now; its present definition is asked of the past.</param>
    /// <param name="asOf">The last instant.</param>
    /// <param name="months">How many calendar months before it the first one lies, 1 to <see cref="MostMonths"/>.</param>
    /// <param name="steps">How many steps lie between, 1 to <see cref="MostSteps"/> and no more than months.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserErrorException">Code <c>argument</c>: an option is out of bounds.</exception>
    public static GroupFlow Read(IAudienceEngine engine, string name, SegmentationPlan plan, AsOf asOf, int months, int steps, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(asOf);
        if (months is < 1 or > MostMonths || steps is < 1 or > MostSteps || steps > months)
        {
            throw new UserErrorException("argument", $"A flow looks back 1 to {MostMonths} months in 1 to {MostSteps} steps of a month or more.");
        }

        var reader = new PartitionReader(engine, plan, cancellation);
        AsOf[] instants = [.. Enumerable.Range(0, steps + 1).Select(step => new AsOf(Calendar.Shift(asOf, new Duration(months * (steps - step) / steps, TimeUnit.Month), -1), asOf.Zone))];
        Partition[] partitions = [.. instants.Select(reader.At)];
        var links = new List<GroupFlowLink>();
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddLinks(links, reader.Values, step, partitions[step], partitions[step + 1]);
        }

        return new GroupFlow(
            name,
            [.. instants.Select(instant => Microseconds.ToText(instant.Instant))],
            reader.Values,
            [.. partitions.Select(partition => (IReadOnlyList<long>)[.. partition.Groups.Select(group => (long)group.Count())])],
            links);
    }

    private static void AddLinks(List<GroupFlowLink> links, IReadOnlyList<string> names, int step, Partition before, Partition after)
    {
        for (int from = 0; from < names.Count; from++)
        {
            long left = before.Groups[from].Count();
            for (int to = 0; to < names.Count; to++)
            {
                long count = Both(before.Groups[from], after.Groups[to]);
                left -= count;
                Add(names[from], names[to], count);
            }

            Add(names[from], null, left);
        }

        for (int to = 0; to < names.Count; to++)
        {
            Add(null, names[to], after.Groups[to].Count() - Both(after.Groups[to], before.Universe));
        }

        void Add(string? from, string? to, long count)
        {
            if (count > 0)
            {
                links.Add(new GroupFlowLink(step, from, to, count));
            }
        }
    }

    private static long Both(Bitmap one, Bitmap other)
    {
        Bitmap both = one.Clone();
        both.IntersectWith(other);
        return both.Count();
    }
}
