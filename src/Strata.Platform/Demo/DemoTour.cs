using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Entities;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Explain;
using Strata.Platform.Segments.Export;
using Strata.Platform.Segments.Library;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Demo;

/// <summary>A segment and its size.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">The name shown to people.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Of">What it is made of.</param>
/// <param name="Size">How many are in.</param>
public sealed record SegmentSize(string Name, string Title, string? Description, EntityKind Of, long Size);

/// <summary>What the demo has to show.</summary>
/// <param name="AsOf">The instant that everything is evaluated at, ISO 8601.</param>
/// <param name="Segments">The segments with their sizes, by name.</param>
/// <param name="Funnel">All accounts, then the layers from the total market to the target accounts.</param>
/// <param name="In">Why one account is a target account; null where none is.</param>
/// <param name="Out">Why one account of the target market is not; null where all are.</param>
/// <param name="ExportedFile">The file with the target accounts.</param>
/// <param name="Exported">How many are in it.</param>
public sealed record DemoResult(
    string AsOf,
    IReadOnlyList<SegmentSize> Segments,
    IReadOnlyList<SegmentSize> Funnel,
    Explanation? In,
    Explanation? Out,
    string ExportedFile,
    long Exported);

/// <summary>Applies the sample segments to a workspace and shows what they find.</summary>
public static class DemoTour
{
    private const string LastLayer = "target-accounts";

    private static readonly string[] Layers = ["total-market", "target-market", LastLayer];

    /// <summary>Runs the tour.</summary>
    /// <param name="workspace">A workspace with data.</param>
    /// <param name="samples">The folder of the sample definitions.</param>
    /// <param name="asOf">The instant to evaluate at.</param>
    /// <param name="cancellation">Stops it.</param>
    public static DemoResult Run(Workspace workspace, string samples, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(asOf);
        var change = new DefinitionReconciler(workspace, DefinitionFiles.ReadFolder(samples).Definitions, removeOthers: false);
        Dictionary<string, long> counted = change.Apply(Author.Find(), "the demo's samples", asOf, cancellation)
            .ToDictionary(difference => difference.Segment.Name, difference => difference.Delta.Size, StringComparer.Ordinal);
        SegmentSize[] sizes = [.. workspace.Library.Segments.Select(entry => SizeOf(workspace, entry, counted, asOf, cancellation))];
        var everyone = SegmentSelection.Find(workspace.Library, "name is known or name is unknown", EntityKind.Account);
        var all = new SegmentSize("all", "All accounts", null, EntityKind.Account, workspace.Engine().Count(everyone.Plan, asOf, cancellation));
        string file = Path.Combine(workspace.Directory.FullPath, $"{LastLayer}.csv");
        var columns = MemberColumns.Parse(
            workspace.Library, EntityKind.Account, "id, name, domain, industry, country, employees, annual_revenue, tier, engagement_points", "engagement_points desc");
        long exported = SegmentExporter.Export(workspace, workspace.Engine(), SegmentSelection.FindSegment(workspace.Library, LastLayer).Plan, columns, asOf, file, cancellation);
        return new DemoResult(
            Microseconds.ToText(asOf.Instant),
            sizes,
            [all, .. Layers.Select(layer => sizes.First(size => size.Name == layer))],
            Explain(workspace, $"in segment(\"{LastLayer}\")", asOf, cancellation),
            Explain(workspace, $"in segment(\"target-market\") and not in segment(\"{LastLayer}\")", asOf, cancellation),
            file,
            exported);
    }

    private static SegmentSize SizeOf(Workspace workspace, LibraryEntry entry, Dictionary<string, long> counted, AsOf asOf, CancellationToken cancellation)
    {
        var segment = (SegmentDefinition)entry.Definition;
        long size = counted.TryGetValue(segment.Name, out long known) ? known : workspace.Engine().Count(workspace.Library.PlanOf(entry), asOf, cancellation);
        return new SegmentSize(segment.Name, segment.Title, segment.Description, segment.Of, size);
    }

    /// <summary>Explains the first account of an expression against the last layer of the funnel.</summary>
    private static Explanation? Explain(Workspace workspace, string whom, AsOf asOf, CancellationToken cancellation)
    {
        var entities = new EntityReader(workspace.Connection, workspace.Catalog);
        string? id = null;
        workspace.Engine().List(
            SegmentSelection.Find(workspace.Library, whom, EntityKind.Account).Plan, [], [], limit: 1, asOf, row => id = row.Id, cancellation);
        if (id is null)
        {
            return null;
        }

        var explainer = new Explainer(entities, new SegmentRanks(workspace.Engine()));
        return explainer.Explain(
            SegmentSelection.FindSegment(workspace.Library, LastLayer).Plan, new EntityFinder(workspace.Connection, entities).Find(EntityKind.Account, id), asOf);
    }
}
