using System.Globalization;
using Strata.Platform.Statistics;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Features;

/// <summary>Finds fields of accounts that tell won deals from lost ones so well that they must have been written after the outcome.</summary>
internal static class LeakDetector
{
    /// <summary>From which area under the curve on a field is taken for the outcome itself.</summary>
    private const double NearPerfect = 0.95;

    private const int Most = 20_000;
    private const int LeastOfEach = 20;
    private const int LeastOfValue = 5;

    public static IReadOnlyList<RefusedFeature> Find(Workspace workspace, FeatureCatalog candidates, Func<string, bool> allows, CancellationToken cancellation)
    {
        Deal[] deals = [.. DealSet.Of(workspace, DealSet.MostMonths, workspace.Now, cancellation).Closed.TakeLast(Most)];
        bool[] won = [.. deals.Select(deal => deal.IsWon)];
        int wins = won.Count(isWon => isWon);
        if (wins < LeastOfEach || deals.Length - wins < LeastOfEach)
        {
            return [];
        }

        FeatureCatalog fields = candidates.Only(candidates.Features.Where(feature => feature.Recipe is AccountFieldRecipe && feature.GroupOf is null).Select(feature => feature.Name));
        FeatureTable table = FeatureBuilder.Build(workspace, fields, [.. deals.Select(deal => new FeatureRow(deal.AccountRef, deal.CreatedAt))], null, cancellation);
        long[] accounts = [.. deals.Select(deal => deal.AccountRef)];
        var leaks = new List<RefusedFeature>();
        for (int feature = 0; feature < table.Features.Count; feature++)
        {
            string field = ((AccountFieldRecipe)table.Features[feature].Recipe).Field.Name;
            double area = table.Features[feature].Kind == FeatureKind.Category ? Separation(table.Codes(feature), won, accounts) : Separation(table.Numbers(feature), won);
            if (area >= NearPerfect && !allows(field) && !allows(table.Features[feature].Name))
            {
                leaks.Add(new RefusedFeature(table.Features[feature].Name, string.Create(
                    CultureInfo.InvariantCulture, $"It tells won deals from lost ones almost perfectly (area under the curve {area:0.00}), as only something written after the outcome does.")));
            }
        }

        return leaks;
    }

    /// <summary>The better of the number and of whether it is known.</summary>
    private static double Separation(double[] numbers, bool[] won)
    {
        double[] known = [.. numbers.Select(number => double.IsNaN(number) ? 0.0 : 1)];
        int[] places = [.. Enumerable.Range(0, numbers.Length).Where(at => !double.IsNaN(numbers[at]))];
        double ofKnown = places.Length < numbers.Length / 2
            ? 0
            : Both(RankStatistics.AreaUnderCurve([.. places.Select(at => numbers[at])], [.. places.Select(at => won[at])]));
        return Math.Max(Both(RankStatistics.AreaUnderCurve(known, won)), ofKnown);
    }

    /// <summary>The categories are ranked by the win rate among every other account, and judged on the rest; unknown is one of them.</summary>
    private static double Separation(int[] codes, bool[] won, long[] accounts)
    {
        var rates = codes
            .Select((code, at) => (code, at))
            .Where(pair => accounts[pair.at] % 2 == 0)
            .GroupBy(pair => pair.code)
            .Where(group => group.Count() >= LeastOfValue)
            .ToDictionary(group => group.Key, group => group.Average(pair => won[pair.at] ? 1.0 : 0));
        int[] judged = [.. Enumerable.Range(0, codes.Length).Where(at => accounts[at] % 2 != 0)];
        double mean = won.Average(isWon => isWon ? 1.0 : 0);
        double area = RankStatistics.AreaUnderCurve([.. judged.Select(at => rates.GetValueOrDefault(codes[at], mean))], [.. judged.Select(at => won[at])]);
        return double.IsNaN(area) ? 0 : area;
    }

    private static double Both(double area) => double.IsNaN(area) ? 0 : Math.Max(area, 1 - area);
}
