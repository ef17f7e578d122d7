using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Strata.Language.Ast;
using Strata.Language.Catalog;
using Strata.Language.Definitions;
using Strata.Language.Json;
using Strata.Language.Syntax;

namespace Strata.Platform.Segments.Definitions;

/// <summary>Writes definitions as JSON: the keys of the file form, expressions in the JSON form of the language.</summary>
public static class DefinitionJson
{
    /// <summary>The definition as one line of JSON.</summary>
    public static string Write(Definition definition)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }))
        {
            Write(writer, definition);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, Definition definition)
    {
        writer.WriteStartObject();
        writer.WriteString(DefinitionWriter.KindOf(definition), definition.Name);
        writer.WriteString("of", definition.Of == EntityKind.Account ? "accounts" : "contacts");
        switch (definition)
        {
            case SegmentDefinition segment:
                WriteSegment(writer, segment);
                break;
            case ListDefinition list:
                WriteTexts(writer, "members", list.Members);
                break;
            case TraitDefinition trait:
                writer.WritePropertyName("value");
                SegmentJson.Write(writer, trait.Value);
                break;
            case SegmentationDefinition segmentation:
                WriteSegmentation(writer, segmentation);
                break;
            default:
                throw new InvalidOperationException($"Unknown definition {definition.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    private static void WriteSegment(Utf8JsonWriter writer, SegmentDefinition segment)
    {
        writer.WriteString("name", segment.Title);
        WriteExpression(writer, "where", segment.Where);
        WriteExpression(writer, "exclude", segment.Exclude);
        WriteTexts(writer, "include_list", segment.IncludeList);
        WriteOptional(writer, "objective", segment.Objective);
        WriteOptional(writer, "owner", segment.Owner);
        WriteOptional(writer, "description", segment.Description);
        writer.WriteStartObject("minimum");
        writer.WriteNumber("display", segment.Minimum.Display);
        writer.WriteNumber("email", segment.Minimum.Email);
        writer.WriteNumber("sales", segment.Minimum.Sales);
        writer.WriteEndObject();
        WriteOptional(writer, "review_every", segment.ReviewEvery is null ? null : SegmentPrinter.Print(segment.ReviewEvery));
    }

    private static void WriteSegmentation(Utf8JsonWriter writer, SegmentationDefinition segmentation)
    {
        WriteOptional(writer, "description", segmentation.Description);
        WriteExpression(writer, "universe", segmentation.Universe);
        writer.WriteStartArray("segments");
        foreach (SegmentationPartDefinition part in segmentation.Parts)
        {
            writer.WriteStartObject();
            writer.WriteString("value", part.Value);
            WriteExpression(writer, "where", part.Where);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("other", segmentation.Other);
    }

    private static void WriteExpression(Utf8JsonWriter writer, string name, Expr? expression)
    {
        if (expression is not null)
        {
            writer.WritePropertyName(name);
            SegmentJson.Write(writer, expression);
        }
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
