using Spectre.Console;
using Strata.Cli.Hosting;
using Strata.Platform.Catalog;
using Strata.Platform.Segments.Definitions;
using Strata.Platform.Segments.Library;
using Strata.Platform.Segments.Sizing;

namespace Strata.Cli.Rendering;

/// <summary>Changes of definitions and of the members of segments.</summary>
internal static class ChangeReport
{
    /// <summary>Prints the changes; at most <paramref name="idsShown"/> ids of those who enter and leave.</summary>
    public static void Write(CliContext context, FolderReconciler folder, IReadOnlyList<SegmentDifference> differences, int idsShown)
    {
        IAnsiConsole console = context.Console;
        DefinitionReconciler change = folder.Definitions;
        foreach (CatalogChange one in folder.Catalog.Changes)
        {
            console.MarkupLineInterpolated($"{Sign(one.Kind)} {one.What} {one.Name}{(one.Detail.Length == 0 ? "" : $": {one.Detail}")}");
        }

        foreach (DefinitionChange one in change.Changes.Where(one => one.Definition is not Language.Definitions.SegmentDefinition))
        {
            console.MarkupLineInterpolated($"{Sign(one.Kind)} {DefinitionWriter.KindOf(one.Definition)} {one.Definition.Name}");
        }

        foreach (SegmentDifference difference in differences)
        {
            string why = difference.Change is null ? " (through what it refers to)" : "";
            console.MarkupLineInterpolated(
                $"{Sign(difference.Change)} segment {difference.Segment.Name}: {Phrases.Count(difference.Delta.Size, difference.Segment.Of)}, [green]+{Phrases.Number(difference.Delta.Entered)}[/] [red]-{Phrases.Number(difference.Delta.Left)}[/]{why}");
            WriteIds(console, "enter", difference.Entering, idsShown);
            WriteIds(console, "leave", difference.Leaving, idsShown);
        }

        foreach (InvalidDefinition invalid in change.Invalid)
        {
            string keeps = invalid.HasLastMembers ? "it keeps the members of its last valid version" : "it has no members until that is mended";
            context.Warn($"'{invalid.Definition.Name}' is invalid, {keeps}: {string.Join("; ", invalid.Problems)}");
        }

        if (folder.Catalog.NotGiven.Count > 0)
        {
            context.Error.WriteLine($"Not in the folder and kept in the catalog: {string.Join(", ", folder.Catalog.NotGiven.Select(one => $"{one.What} {one.Name}"))}; --prune takes them away.");
        }

        if (change.NotGiven.Count > 0)
        {
            context.Error.WriteLine($"{Phrases.Count(change.NotGiven.Count, "stored definition")} not in the folder stay{(change.NotGiven.Count == 1 ? "s" : "")} as stored; --prune takes them away.");
        }
    }

    /// <summary>The same for programs.</summary>
    public static object ToJson(FolderReconciler folder, IReadOnlyList<SegmentDifference> differences) => new
    {
        catalog = folder.Catalog.Changes.Select(one => new { change = one.Kind, what = one.What, one.Name, detail = one.Detail }),
        changes = folder.Definitions.Changes.Select(one => new { kind = DefinitionWriter.KindOf(one.Definition), one.Definition.Name, change = one.Kind }),
        segments = differences.Select(difference => new
        {
            difference.Segment.Name,
            change = difference.Change,
            difference.Delta.Size,
            difference.Delta.Entered,
            difference.Delta.Left,
            tooSmallFor = difference.Change == ChangeKind.Removed ? null : SizeGuard.TooSmallFor(difference.Segment.Minimum, difference.Delta.Size),
            entering = difference.Entering,
            leaving = difference.Leaving,
        }),
        invalid = folder.Definitions.Invalid.Select(invalid => new { invalid.Definition.Name, keepsLastMembers = invalid.HasLastMembers, problems = invalid.Problems }),
        notGiven = folder.Definitions.NotGiven.Select(definition => definition.Name),
    };

    private static string Sign(ChangeKind? kind) => kind switch
    {
        ChangeKind.Added => "new    ",
        ChangeKind.Changed => "changed",
        ChangeKind.Removed => "removed",
        _ => "affected",
    };

    private static void WriteIds(IAnsiConsole console, string verb, IReadOnlyList<string> ids, int shown)
    {
        if (ids.Count > 0 && shown > 0)
        {
            string rest = ids.Count > shown ? $" and {Phrases.Number(ids.Count - shown)} more" : "";
            console.WriteLine($"          {verb}: {string.Join(", ", ids.Take(shown))}{rest}");
        }
    }
}
