using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Features;

/// <summary>What can be said of the accounts of a workspace, and what is refused because it would give the outcome away.</summary>
public sealed class FeatureCatalog
{
    internal FeatureCatalog(IReadOnlyList<Feature> features, IReadOnlyList<RefusedFeature> refused)
    {
        Features = features;
        Refused = refused;
    }

    /// <summary>The features, each name once.</summary>
    public IReadOnlyList<Feature> Features { get; }

    /// <summary>What could have been a feature and is none, with the reason.</summary>
    public IReadOnlyList<RefusedFeature> Refused { get; }

    /// <summary>Finds the features of a workspace.</summary>
    /// <param name="workspace">The data.</param>
    /// <param name="allowed">Names of fields and collections to take although they would be refused; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static FeatureCatalog Of(Workspace workspace, IReadOnlyCollection<string>? allowed = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        (FeatureCatalog candidates, FeatureRefusals refusals) = Candidates(workspace, allowed ?? [], cancellation);
        return candidates.Without(LeakDetector.Find(workspace, candidates, refusals.Allows, cancellation));
    }

    /// <summary>The features of these names as far as they are there: for a model that was allowed to read them. No deals are read.</summary>
    internal static FeatureCatalog Named(Workspace workspace, IReadOnlyCollection<string> names, CancellationToken cancellation) =>
        Candidates(workspace, names, cancellation).Candidates.Only(names);

    private static (FeatureCatalog Candidates, FeatureRefusals Refusals) Candidates(Workspace workspace, IReadOnlyCollection<string> allowed, CancellationToken cancellation)
    {
        HashSet<string> segmentations = [.. workspace.Library.Set.All.OfType<Language.Definitions.SegmentationDefinition>().Select(one => one.Name)];
        var refusals = new FeatureRefusals(segmentations, new HashSet<string>(allowed, StringComparer.Ordinal));
        Feature[] found =
        [
            .. new AccountFeatures(workspace.Connection, workspace.Catalog, refusals, cancellation).Find(),
            .. new RowFeatures(workspace.Connection, workspace.Catalog, refusals, cancellation).Find(),
            .. new EventFeatures(workspace.Connection, workspace.Catalog, cancellation).Find(),
        ];
        return (new FeatureCatalog([.. found.DistinctBy(feature => feature.Name, StringComparer.Ordinal)], refusals.All), refusals);
    }

    /// <summary>The same catalog with the named features only, in its order; names that it does not have are left out.</summary>
    public FeatureCatalog Only(IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(names, StringComparer.Ordinal);
        return new FeatureCatalog([.. Features.Where(feature => wanted.Contains(feature.Name))], Refused);
    }

    /// <summary>The same catalog without some features, and without the groups made of them.</summary>
    internal FeatureCatalog Without(IReadOnlyCollection<RefusedFeature> leaks)
    {
        var names = leaks.Select(leak => leak.Name).ToHashSet(StringComparer.Ordinal);
        return leaks.Count == 0 ? this : new FeatureCatalog(
            [.. Features.Where(feature => !names.Contains(feature.Name) && (feature.GroupOf is null || !names.Contains(feature.GroupOf)))],
            [.. Refused, .. leaks]);
    }
}
