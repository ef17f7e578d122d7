using System.Globalization;
using Strata.Platform.Scoring.Data;
using Strata.Platform.Scoring.Leaks;
using Strata.Platform.Scoring.Scores;
using Strata.Platform.Statistics;
using Strata.Platform.Workspaces;

namespace Strata.Platform.Profile.Features;

/// <summary>
/// Finds fields of accounts that were written with the outcome or after it: those that tell won deals from lost ones almost perfectly, those
/// that say more than everything else together and have no history, and those that are known where deals have ended and hardly where they
/// are open.
/// </summary>
internal static class LeakDetector
{
    /// <summary>From which area under the curve on a field is taken for the outcome itself.</summary>
    private const double NearPerfect = 0.95;

    private const int Most = 20_000;
    private const int LeastOfEach = 20;
    private const int LeastOfValue = 5;

    /// <summary>How many accounts with open deals only say whether a field is filled in when a deal ends.</summary>
    private const int LeastOpen = 30;

    private const double LeastFilled = 0.2;

    /// <summary>So much rarer must a field be known where deals are open.</summary>
    private const double MuchRarer = 5;

    public static IReadOnlyList<RefusedFeature> Find(Workspace workspace, FeatureCatalog candidates, Func<string, bool> allows, CancellationToken cancellation)
    {
        var set = DealSet.Of(workspace, DealSet.MostMonths, workspace.Now, cancellation);
        Deal[] deals = [.. set.Closed.TakeLast(Most)];
        bool[] won = [.. deals.Select(deal => deal.IsWon)];
        int wins = won.Count(isWon => isWon);
        if (wins < LeastOfEach || deals.Length - wins < LeastOfEach)
        {
            return [];
        }

        FeatureCatalog fields = candidates.Only(candidates.Features.Where(feature => feature.Recipe is AccountFieldRecipe && feature.GroupOf is null).Select(feature => feature.Name));
        FeatureRow[] rows = [.. deals.Select(deal => new FeatureRow(deal.AccountRef, deal.CreatedAt))];
        FeatureTable table = FeatureBuilder.Build(workspace, fields, rows, null, cancellation);
        long[] accounts = [.. deals.Select(deal => deal.AccountRef)];
        var leaks = new List<RefusedFeature>();
        var doubtful = new HashSet<string>(StringComparer.Ordinal);
        FeatureTable? open = OfOpenDeals(workspace, fields, set, cancellation);
        for (int feature = 0; feature < table.Features.Count; feature++)
        {
            string field = ((AccountFieldRecipe)table.Features[feature].Recipe).Field.Name;
            double area = table.Features[feature].Kind == FeatureKind.Category ? Separation(table.Codes(feature), won, accounts) : Separation(table.Numbers(feature), won);
            if (allows(field) || allows(table.Features[feature].Name))
            {
                continue;
            }

            if (area >= NearPerfect)
            {
                leaks.Add(new RefusedFeature(table.Features[feature].Name, string.Create(
                    CultureInfo.InvariantCulture, $"It tells won deals from lost ones almost perfectly (area under the curve {area:0.00}), as only something written after the outcome does.")));
            }
            else if (open is not null && Known(table, feature) is var closed && Known(open, feature) is var still && closed >= LeastFilled && still * MuchRarer < closed)
            {
                leaks.Add(new RefusedFeature(table.Features[feature].Name, string.Create(
                    CultureInfo.InvariantCulture, $"It is known at {closed:0 %} of the deals that have ended and {still:0 %} of those that are open, so it is filled in when a deal ends.")));
            }
            else if (area >= DominantColumns.Strong && !table.Features[feature].IsDated(workspace.Reader.History))
            {
                doubtful.Add(table.Features[feature].Name);
            }
        }

        leaks.AddRange(Dominant(workspace, candidates.Without(leaks), rows, won, doubtful, cancellation));
        return leaks;
    }

    /// <summary>Those in doubt that say more than all other features together, which are read only now.</summary>
    private static IEnumerable<RefusedFeature> Dominant(
        Workspace workspace, FeatureCatalog candidates, FeatureRow[] rows, bool[] won, HashSet<string> doubtful, CancellationToken cancellation) => doubtful.Count == 0
        ? []
        : DominantColumns.Find(new LabelledRows(FeatureMatrix.Of(FeatureBuilder.Build(workspace, candidates, rows, null, cancellation)), won), name => !doubtful.Contains(name), cancellation)
            .Select(found => new RefusedFeature(found.Name, found.Reason));

    /// <summary>The same fields at accounts with open deals only, as they are; null where these are too few to say anything.</summary>
    private static FeatureTable? OfOpenDeals(Workspace workspace, FeatureCatalog fields, DealSet set, CancellationToken cancellation)
    {
        HashSet<long> ended = [.. set.Closed.Select(deal => deal.AccountRef)];
        long[] accounts = [.. set.Open.Select(deal => deal.AccountRef).Distinct().Where(account => !ended.Contains(account)).Take(Most)];
        return accounts.Length < LeastOpen ? null : FeatureBuilder.Build(workspace, fields, [.. accounts.Select(account => new FeatureRow(account, workspace.Now.Instant))], null, cancellation);
    }

    /// <summary>The share of rows of which a category or number is known; 1 of what is never unknown.</summary>
    private static double Known(FeatureTable table, int feature) => table.Features[feature].Kind switch
    {
        FeatureKind.Category => table.Codes(feature).Average(code => code >= 0 ? 1.0 : 0),
        FeatureKind.Number => table.Numbers(feature).Average(number => double.IsNaN(number) ? 0 : 1.0),
        _ => 1,
    };

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
