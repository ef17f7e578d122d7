using System.Globalization;
using Strata.Platform.Profile.Drivers;
using Strata.Platform.Profile.Features;

namespace Strata.Platform.Profile.Assembly;

/// <summary>Says what a reader must know to judge a profile.</summary>
internal static class ProfileNotes
{
    private const long FewDeals = 200;
    private const int MostNamed = 8;

    public static IReadOnlyList<string> Of(DealBasis basis, TrainingSet set, FeatureTable table, IReadOnlyList<BinnedFeature> features, DriverFindings found) =>
        [.. Notes(basis, set, table, features, found)];

    private static IEnumerable<string> Notes(DealBasis basis, TrainingSet set, FeatureTable table, IReadOnlyList<BinnedFeature> features, DriverFindings found)
    {
        foreach (UnusableDeals unusable in basis.Unusable)
        {
            yield return Text($"{unusable.Count:N0} deals are left out: they {unusable.Reason}.");
        }

        if (basis.Closed.Deals < FewDeals)
        {
            yield return Text($"{basis.Closed.Deals:N0} deals are few: only strong drivers can be told from chance, and every rate has a wide interval.");
        }

        if (found.Dependence > 1.2)
        {
            yield return Text($"Deals of one account resemble each other: {basis.Closed.Deals:N0} deals tell as much as {basis.Closed.Deals / found.Dependence:N0} independent ones, and intervals are as wide as that asks for.");
        }

        if (set.Accounts < FewDeals && basis.Closed.Deals > 3 * set.Accounts)
        {
            yield return Text($"The deals belong to {set.Accounts:N0} accounts: what can be said of accounts rests on these, however many deals there are.");
        }

        string[] alike = [.. table.Features.Select((feature, place) => (feature, place)).Where(pair => pair.feature.Kind == FeatureKind.Category && IsOneValue(table, pair.place)).Select(pair => pair.feature.Name)];
        if (alike.Length > 0)
        {
            yield return $"Nothing can be said of {Listed(alike)}: every deal has the same value.";
        }

        string[] unknown = [.. table.Features.Select((feature, place) => (feature, place)).Where(pair => IsUnknown(table, pair.feature, pair.place)).Select(pair => pair.feature.Name)];
        if (unknown.Length > 0)
        {
            yield return $"Nothing can be said of {Listed(unknown)}: no deal's account had a value when the deal was created.";
        }

        if (features.Count == 0 || found.Alone.Count == 0)
        {
            yield return "Nothing is known of the accounts of these deals that could tell them apart: import fields, technologies or events of them.";
        }
    }

    private static bool IsOneValue(FeatureTable table, int place)
    {
        int[] known = [.. table.Codes(place).Where(code => code >= 0).Distinct().Take(2)];
        return known.Length == 1;
    }

    private static bool IsUnknown(FeatureTable table, Feature feature, int place) => feature.Kind switch
    {
        FeatureKind.Category => table.Codes(place).All(code => code < 0),
        FeatureKind.Number when !feature.IsCount && table.Sparse(place) is null => table.Numbers(place).All(double.IsNaN),
        _ => false,
    };

    private static string Listed(string[] names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? Text($" and {names.Length - MostNamed} more") : "");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
