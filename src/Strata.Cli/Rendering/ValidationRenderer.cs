using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Language.Catalog;
using Strata.Platform.Segments.Validation;

namespace Strata.Cli.Rendering;

/// <summary>Whether a segmentation holds up, for people.</summary>
internal static class ValidationRenderer
{
    private const int MostMoves = 5;

    /// <summary>Prints it: the groups, then the criteria, then the verdict.</summary>
    public static void Write(CliContext context, SegmentationReport report)
    {
        if (report.Of == EntityKind.Account)
        {
            Tables.Write(
                context.Console,
                ["group", "accounts#", "share#", "deals#", "win rate#", "95 %", "deal size#", "cycle#", "kept#", "revenue#", "pipeline#", "reachable#"],
                report.Groups.Select(group => new[]
                {
                    group.Value,
                    Phrases.Number(group.Size),
                    Phrases.Share(group.Share),
                    Phrases.Number(group.WinRate.Trials),
                    Phrases.Share(group.WinRate.Rate),
                    IntervalOf(group.WinRate),
                    Money(group.MedianDealSize),
                    group.MedianCycleDays is { } days ? string.Create(CultureInfo.InvariantCulture, $"{days:0} d") : "",
                    Phrases.Share(group.Retention.Rate),
                    Money(group.WonRevenue),
                    Money(group.OpenPipeline),
                    Phrases.Share(group.Reachable.Rate),
                }));
        }
        else
        {
            Tables.Write(
                context.Console,
                ["group", "contacts#", "share#", "reachable#", "owned#"],
                report.Groups.Select(group => new[]
                {
                    group.Value, Phrases.Number(group.Size), Phrases.Share(group.Share), Phrases.Share(group.Reachable.Rate), Phrases.Share(group.Owned.Rate),
                }));
        }

        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["criterion", "", "found", "next"],
            report.Criteria.Select(criterion => new[] { criterion.Name, WordOf(criterion.State), criterion.Finding, criterion.NextStep ?? "" }));
        if (report.Stability.Moves.Count > 0)
        {
            context.Output.WriteLine();
            Tables.Write(
                context.Console,
                [$"moved over {report.Stability.Months} months", "to", $"{WhatArgument.Noun(report.Of)}#"],
                report.Stability.Moves.Take(MostMoves).Select(move => new[] { move.From, move.To, Phrases.Number(move.Count) }));
        }

        foreach (SimilarGroups pair in report.Separation?.Similar ?? [])
        {
            context.Output.WriteLine($"{pair.First} and {pair.Second}: {pair.Reason}");
        }

        foreach (string unusable in report.UnusableDeals)
        {
            context.Warn($"{unusable} and were left out.");
        }

        if (report.LearntFields.Count > 0)
        {
            context.Warn($"It reads {string.Join(" and ", report.LearntFields)}, learnt from how these deals ended: until it was first written, the past is divided by what was learnt later, and groups differ more than they will.");
        }

        context.Output.WriteLine();
        context.Output.WriteLine(report.Verdict);
    }

    private static string WordOf(CriterionState state) => state switch
    {
        CriterionState.Holds => "holds",
        CriterionState.Weak => "weak",
        CriterionState.Fails => "fails",
        _ => "cannot tell",
    };

    private static string IntervalOf(RateReport rate) => rate.Interval is { } interval
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * interval.Low:0}–{100 * interval.High:0} %")
        : "";

    private static string Money(double? amount) => amount is null or 0 ? "" : amount.Value.ToString("N0", CultureInfo.InvariantCulture);
}
