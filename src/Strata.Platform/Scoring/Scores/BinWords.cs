using System.Globalization;
using Strata.Platform.Profile.Features;
using Strata.Platform.Scoring.Binning;

namespace Strata.Platform.Scoring.Scores;

/// <summary>Bins and values in words.</summary>
internal static class BinWords
{
    /// <summary>What a bin holds.</summary>
    public static string Of(ColumnBins bins, int bin, FeatureKind kind)
    {
        if (bin == 0)
        {
            return "not known";
        }

        if (bins.Categories is { } categories)
        {
            return bin <= categories.Length ? categories[bin - 1] : "any other";
        }

        double[] edges = bins.Edges!;
        double? above = bin == 1 ? null : edges[bin - 2], upTo = bin > edges.Length ? null : edges[bin - 1];
        if (kind == FeatureKind.Flag)
        {
            return above is null ? "no" : "yes";
        }

        return (above, upTo) switch
        {
            (null, null) => "any",
            (null, { } high) => $"up to {Number(high)}",
            ({ } low, null) => $"more than {Number(low)}",
            ({ } low, { } high) => $"more than {Number(low)} up to {Number(high)}",
        };
    }

    /// <summary>A number as short as it may be.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 1 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
