using System.Globalization;
using System.Text;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Syntax;

namespace Strata.Platform.Segments.Definitions;

/// <summary>
/// Writes definitions as files in one canonical form: keys in the order of language.md section 7, expressions in the canonical layout,
/// what has its standard value left out. Reading the text gives an equal definition.
/// </summary>
public static class DefinitionWriter
{
    private const string Indent = "  ";

    /// <summary>The definition as YAML.</summary>
    public static string Write(Definition definition)
    {
        var text = new StringBuilder();
        switch (definition)
        {
            case SegmentDefinition segment:
                WriteSegment(text, segment);
                break;
            case ListDefinition list:
                Line(text, "list", list.Name);
                WriteOf(text, list);
                text.Append("members: ").Append(Items(list.Members)).Append('\n');
                break;
            case TraitDefinition trait:
                Line(text, "trait", trait.Name);
                WriteOf(text, trait);
                Block(text, "value", SegmentPrinter.Print(trait.Value), "");
                break;
            case SegmentationDefinition segmentation:
                WriteSegmentation(text, segmentation);
                break;
            default:
                throw new InvalidOperationException($"Unknown definition {definition.GetType().Name}.");
        }

        return text.ToString();
    }

    /// <summary>The word that a definition's file starts with: segment, list, trait or segmentation.</summary>
    public static string KindOf(Definition definition) => definition switch
    {
        SegmentDefinition => "segment",
        ListDefinition => "list",
        TraitDefinition => "trait",
        SegmentationDefinition => "segmentation",
        _ => throw new InvalidOperationException($"Unknown definition {definition.GetType().Name}."),
    };

    private static void WriteSegment(StringBuilder text, SegmentDefinition segment)
    {
        Line(text, "segment", segment.Name);
        if (segment.Title != segment.Name)
        {
            Line(text, "name", segment.Title);
        }

        WriteOf(text, segment);
        Block(text, "where", SegmentPrinter.Print(segment.Where), "");
        if (segment.Exclude is not null)
        {
            Block(text, "exclude", SegmentPrinter.Print(segment.Exclude), "");
        }

        if (segment.IncludeList.Count > 0)
        {
            text.Append("include_list: ").Append(Items(segment.IncludeList)).Append('\n');
        }

        Line(text, "objective", segment.Objective);
        Line(text, "owner", segment.Owner);
        Line(text, "description", segment.Description);
        if (segment.Minimum != new MinimumSizes())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"minimum: {{display: {segment.Minimum.Display}, email: {segment.Minimum.Email}, sales: {segment.Minimum.Sales}}}\n");
        }

        Line(text, "review_every", segment.ReviewEvery is null ? null : SegmentPrinter.Print(segment.ReviewEvery));
    }

    private static void WriteSegmentation(StringBuilder text, SegmentationDefinition segmentation)
    {
        Line(text, "segmentation", segmentation.Name);
        WriteOf(text, segmentation);
        Line(text, "description", segmentation.Description);
        if (segmentation.Universe is not null)
        {
            Block(text, "universe", SegmentPrinter.Print(segmentation.Universe), "");
        }

        text.Append(segmentation.Parts.Count == 0 ? "segments: []\n" : "segments:\n");
        foreach (SegmentationPartDefinition part in segmentation.Parts)
        {
            Line(text, Indent + "- value", part.Value);
            Block(text, "where", SegmentPrinter.Print(part.Where), Indent + Indent);
        }

        Line(text, "other", segmentation.Other);
    }

    private static void WriteOf(StringBuilder text, Definition definition) =>
        Line(text, "of", definition.Of == EntityKind.Account ? "accounts" : "contacts");

    private static void Line(StringBuilder text, string key, string? value)
    {
        if (value is not null)
        {
            text.Append(key).Append(": ").Append(YamlScalar.Write(value)).Append('\n');
        }
    }

    private static void Block(StringBuilder text, string key, string value, string indent) =>
        text.Append(indent).Append(key).Append(": ").Append(YamlScalar.Block(value, indent + Indent)).Append('\n');

    private static string Items(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(YamlScalar.Write))}]";
}
