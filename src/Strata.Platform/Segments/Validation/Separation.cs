using System.Globalization;
using Strata.Platform.Statistics;

namespace Strata.Platform.Segments.Validation;

/// <summary>Tests whether groups differ in what became of them, all together and in pairs.</summary>
internal static class Separation
{
    /// <summary>The test of amounts and days.</summary>
    public const string Ranks = "Kruskal–Wallis";

    /// <summary>Below this, an adjusted p says that there is a difference.</summary>
    public const double Significant = 0.05;

    /// <summary>Win rates that differ by less are alike to a person.</summary>
    private const double AlikeWithin = 0.10;

    /// <summary>Pairs whose adjusted p is above this show no sign of a difference.</summary>
    private const double NoSign = 0.20;

    /// <summary>Tests the groups.</summary>
    /// <param name="values">The names of the groups.</param>
    /// <param name="outcomes">What became of their deals.</param>
    /// <param name="retained">Accounts that stayed, by group.</param>
    /// <param name="customers">Accounts that could have stayed, by group.</param>
    public static SeparationReport Test(IReadOnlyList<string> values, GroupOutcomes outcomes, long[] retained, long[] customers)
    {
        var sizes = KruskalWallis.Test(outcomes.Sizes);
        var cycles = KruskalWallis.Test(outcomes.Cycles);
        (string Measure, string Method, ChiSquareTest Test, double Effect)[] tests =
        [
            Shares("win_rate", outcomes.Won, outcomes.Closed),
            ("deal_size", Ranks, new ChiSquareTest(sizes.Statistic, sizes.DegreesOfFreedom, sizes.P), sizes.EpsilonSquared),
            ("cycle_days", Ranks, new ChiSquareTest(cycles.Statistic, cycles.DegreesOfFreedom, cycles.P), cycles.EpsilonSquared),
            Shares("retention", retained, customers),
        ];
        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. tests.Select(test => test.Test.P)]);
        return new SeparationReport(
            outcomes.Closed.Sum(),
            [.. tests.Select((test, at) => new SeparationTest(
                test.Measure, test.Method, test.Test.Statistic, test.Test.DegreesOfFreedom, test.Test.P, adjusted[at], test.Effect))],
            Pairs(values, outcomes));
    }

    private static (string Measure, string Method, ChiSquareTest Test, double Effect) Shares(string measure, long[] successes, long[] trials)
    {
        ChiSquareTest test = ChiSquare.SameShare([.. successes.Select(count => (double)count)], [.. trials.Select(count => (double)count)]);

        // Cramér's V of a table with two columns.
        double all = trials.Sum();
        return (measure, "chi-square", test, all > 0 ? Math.Sqrt(test.Statistic / all) : 0);
    }

    private static SimilarGroups[] Pairs(IReadOnlyList<string> values, GroupOutcomes outcomes)
    {
        int[] tested = [.. Enumerable.Range(0, values.Count).Where(group => outcomes.Closed[group] > 0)];
        (int First, int Second)[] pairs = [.. tested.SelectMany(first => tested.Where(second => second > first).Select(second => (first, second)))];
        double[] adjusted = MultipleTesting.BenjaminiHochberg([.. pairs.SelectMany(pair => PairTests(outcomes, pair.First, pair.Second))]);
        var similar = new List<SimilarGroups>();
        for (int at = 0; at < pairs.Length; at++)
        {
            (int first, int second) = pairs[at];
            if (adjusted.AsSpan(3 * at, 3).ToArray().Min() <= NoSign)
            {
                continue;
            }

            Interval difference = Proportions.Difference(outcomes.Won[first], outcomes.Closed[first], outcomes.Won[second], outcomes.Closed[second]);
            bool isAlike = difference.Low > -AlikeWithin && difference.High < AlikeWithin;
            string deals = string.Create(CultureInfo.InvariantCulture, $"{outcomes.Closed[first]:N0} and {outcomes.Closed[second]:N0} deals");
            similar.Add(new SimilarGroups(values[first], values[second], isAlike, isAlike
                ? string.Create(CultureInfo.InvariantCulture, $"Win rate, deal size and cycle show no difference over {deals}, and their win rates are within {AlikeWithin:P0} of each other.")
                : string.Create(CultureInfo.InvariantCulture, $"No difference is seen, but with {deals} their win rates could be {Points(difference)} apart.")));
        }

        return [.. similar.OrderByDescending(pair => pair.IsAlike)];
    }

    private static string Points(Interval difference) =>
        string.Create(CultureInfo.InvariantCulture, $"up to {100 * Math.Max(Math.Abs(difference.Low), Math.Abs(difference.High)):0} points");

    private static double[] PairTests(GroupOutcomes outcomes, int first, int second)
    {
        double z = Proportions.TwoSampleZ(outcomes.Won[first], outcomes.Closed[first], outcomes.Won[second], outcomes.Closed[second]);
        return [double.IsFinite(z) ? Normal.TwoSided(z) : 1, OfRanks(outcomes.Sizes, first, second), OfRanks(outcomes.Cycles, first, second)];
    }

    private static double OfRanks(IReadOnlyList<IReadOnlyList<double>> samples, int first, int second)
    {
        double[] values = [.. samples[first], .. samples[second]];
        bool[] inFirst = [.. Enumerable.Range(0, values.Length).Select(at => at < samples[first].Count)];
        return RankStatistics.MannWhitney(values, inFirst);
    }
}
