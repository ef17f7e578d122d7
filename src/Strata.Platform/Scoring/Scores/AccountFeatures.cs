using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Store;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Scoring.Scores;

/// <summary>What models read of accounts as they are now.</summary>
internal static class AccountFeatures
{
    /// <summary>The features that these models read; what the catalog has no longer is not known.</summary>
    public static ModelMatrix Now(Workspace workspace, IReadOnlyList<long> accounts, IReadOnlyList<StoredModel> models, CancellationToken cancellation) =>
        FeatureMatrix.Of(Table(workspace, accounts, models, cancellation));

    /// <summary>As <see cref="Now"/>, with what the features are.</summary>
    public static FeatureTable Table(Workspace workspace, IReadOnlyList<long> accounts, IReadOnlyList<StoredModel> models, CancellationToken cancellation)
    {
        long now = workspace.Now.Instant;
        return Build(workspace, [.. accounts.Select(account => new FeatureRow(account, now + 1))], models, cancellation);
    }

    /// <summary>What a model reads of accounts, each at an instant of its own.</summary>
    public static ModelMatrix At(Workspace workspace, IReadOnlyList<FeatureRow> rows, StoredModel model, CancellationToken cancellation) =>
        FeatureMatrix.Of(Build(workspace, rows, [model], cancellation));

    private static FeatureTable Build(Workspace workspace, IReadOnlyList<FeatureRow> rows, IReadOnlyList<StoredModel> models, CancellationToken cancellation)
    {
        string[] read = [.. models.SelectMany(model => model.Model.Columns).Distinct(StringComparer.Ordinal)];

        // What a model was allowed to read when it was trained, it may read now.
        return FeatureBuilder.Build(workspace, FeatureCatalog.Named(workspace, read, cancellation), rows, null, cancellation);
    }
}
