using System.Globalization;
using Strata.Cli.Hosting;
using Strata.Language.Time;
using Strata.Platform.Segments.Analysis;

namespace Strata.Cli.Rendering;

/// <summary>Prints how segments overlap: the segments with a letter each, their combinations as an UpSet plot has them, and the pairs.</summary>
internal static class OverlapReport
{
    private const int TableLimit = 20;

    /// <summary>Prints it.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="overlap">What was found.</param>
    /// <param name="asOf">T.</param>
    /// <param name="limit">How many combinations at the most; 0 for all, null for the standard of the format.</param>
    public static void Write(CliContext context, Overlap overlap, AsOf asOf, int? limit)
    {
        if (context.Json)
        {
            WriteJson(context, overlap, asOf, limit is null or 0 ? int.MaxValue : limit.Value);
            return;
        }

        Tables.Write(
            context.Console,
            ["", "segment", $"{WhatArgument.Noun(overlap.Of)}#"],
            overlap.Sets.Select((set, at) => new[] { Letter(at), set.Name, Phrases.Number(set.Size) }));
        context.Output.WriteLine();
        if (overlap.InAny == 0)
        {
            context.Output.WriteLine("Nobody is in any of them.");
            return;
        }

        OverlapIntersection[] shown = [.. overlap.Intersections.Take(limit switch { null => TableLimit, 0 => int.MaxValue, { } given => given })];
        Tables.Write(
            context.Console,
            ["exactly in", .. overlap.Sets.Select((_, at) => Letter(at)), $"{WhatArgument.Noun(overlap.Of)}#", "share#", ""],
            shown.Select(intersection => (string[])
            [
                string.Join(" ", intersection.Sets.Select(Letter)),
                .. overlap.Sets.Select((_, at) => intersection.Sets.Contains(at) ? "●" : "·"),
                Phrases.Number(intersection.Size),
                Phrases.Share(intersection.Share),
                Phrases.Bar((double)intersection.Size / overlap.Intersections[0].Size),
            ]));
        if (shown.Length < overlap.Intersections.Count)
        {
            context.Error.WriteLine($"{Phrases.Number(shown.Length)} of {Phrases.Count(overlap.Intersections.Count, "combination")}; --limit 0 shows all.");
        }

        context.Output.WriteLine($"{Phrases.Count(overlap.InAny, overlap.Of)} in at least one.");
        context.Output.WriteLine();
        Tables.Write(
            context.Console,
            ["pair", "both#", "Jaccard#"],
            overlap.Pairs.Take(TableLimit).Select(pair => new[]
            {
                $"{Letter(pair.First)} {Letter(pair.Second)}", Phrases.Number(pair.Both), pair.Jaccard.ToString("0.000", CultureInfo.InvariantCulture),
            }));
    }

    private static void WriteJson(CliContext context, Overlap overlap, AsOf asOf, int limit) => JsonOutput.Write(context.Output, new
    {
        of = WhatArgument.Noun(overlap.Of),
        asOf = Microseconds.ToText(asOf.Instant),
        sets = overlap.Sets,
        inAny = overlap.InAny,
        intersections = overlap.Intersections.Take(limit).Select(intersection => new
        {
            sets = intersection.Sets.Select(set => overlap.Sets[set].Name),
            intersection.Size,
            intersection.Share,
        }),
        intersectionCount = overlap.Intersections.Count,
        pairs = overlap.Pairs.Select(pair => new
        {
            first = overlap.Sets[pair.First].Name,
            second = overlap.Sets[pair.Second].Name,
            pair.Both,
            pair.Jaccard,
        }),
    });

    private static string Letter(int set) => ((char)('A' + set)).ToString();
}
