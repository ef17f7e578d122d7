using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Data;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Features as columns that models read; nothing is copied.</summary>
internal static class FeatureMatrix
{
    /// <summary>The columns of a table.</summary>
    public static ModelMatrix Of(FeatureTable table) => new(table.Rows, [.. Enumerable.Range(0, table.Features.Count).Select(feature => ColumnOf(table, feature))]);

    private static ModelColumn ColumnOf(FeatureTable table, int feature)
    {
        string name = table.Features[feature].Name;
        return table.Features[feature].Kind == FeatureKind.Category
            ? ModelColumn.OfCodes(name, table.Codes(feature), table.Dictionary(feature))
            : table.Sparse(feature) is { } sparse
                ? ModelColumn.OfSparse(name, table.Rows, sparse.AllPlaces, sparse.AllValues)
                : ModelColumn.OfNumbers(name, table.Numbers(feature));
    }
}
