using Strata.Cli.Hosting;
using Strata.Language.Definitions;
using Strata.Language.Time;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;

namespace Strata.Cli.Rendering;

/// <summary>Prints which clause to change for another size.</summary>
internal static class SuggestionReport
{
    /// <summary>Prints it.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="selection">The segment.</param>
    /// <param name="found">What was found.</param>
    /// <param name="asOf">T.</param>
    /// <param name="limit">How many changes at the most; 0 for all.</param>
    public static void Write(CliContext context, SegmentSelection selection, SizeSuggestions found, AsOf asOf, int limit)
    {
        SizeSuggestion[] shown = [.. found.Suggestions.Take(limit == 0 ? int.MaxValue : limit)];
        if (context.Json)
        {
            JsonOutput.Write(context.Output, new
            {
                segment = selection.Name,
                of = WhatArgument.Noun(found.Of),
                asOf = Microseconds.ToText(asOf.Instant),
                found.Size,
                found.Target,
                found.IsReached,
                tooSmallFor = SizeGuard.TooSmallFor(selection.Definition?.Minimum ?? new MinimumSizes(), found.Size),
                suggestions = shown,
                found.Counted,
            });
            return;
        }

        context.Output.WriteLine($"{selection.Label}: {Phrases.Count(found.Size, found.Of)}{(found.Target is null ? "" : $"; wanted: {found.Target}")}.");
        if (found.IsReached)
        {
            context.Output.WriteLine(found.Target is null ? "That is enough for every channel; --size, --min or --max ask for another size." : "That is so already.");
            return;
        }

        if (shown.Length == 0)
        {
            context.Output.WriteLine("No change of a single clause brings it there, or nearer.");
            return;
        }

        context.Output.WriteLine(shown[0].Reaches ? "One of these changes does it:" : "No single change reaches it. The nearest:");
        Tables.Write(
            context.Console,
            ["then#", "change#", "clause", "becomes"],
            shown.Select(suggestion => new[]
            {
                Phrases.Number(suggestion.Size), Phrases.Signed(suggestion.Size - found.Size), (suggestion.InExclude ? "exclude " : "") + suggestion.Clause, suggestion.Changed ?? "(dropped)",
            }));
        context.Warn(SizeGuard.WarningOfShrinking(selection.Definition?.Minimum ?? new MinimumSizes(), found.Size, shown.Max(suggestion => suggestion.Size)));
        if (shown.Length < found.Suggestions.Count)
        {
            context.Error.WriteLine($"{Phrases.Number(shown.Length)} of {Phrases.Count(found.Suggestions.Count, "change")}; --limit 0 shows all.");
        }
    }
}
