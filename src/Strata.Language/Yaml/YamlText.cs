using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Strata.Language.Yaml;

/// <summary>Reads the YAML that users write, with faults that say line and column. JSON is read as well, being YAML.</summary>
public static class YamlText
{
    /// <summary>How many levels deep a document may be nested.</summary>
    public const int MaxDepth = 100;

    /// <summary>The root node of a text that holds one document, or null where it holds nothing.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="file">The file it came from, for the place of a fault, or null.</param>
    /// <exception cref="UserErrorException">
    /// Code <c>syntax</c>: not YAML, or more than one document; <c>limit</c>: nested deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static YamlNode? Read(string text, string? file = null)
    {
        try
        {
            RefuseDeepNesting(text, file);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return RootOf(stream, file);
        }
        catch (YamlException fault)
        {
            throw new UserErrorException("syntax", $"This is not YAML: {fault.Message.TrimEnd('.')}.", At(fault.Start, fault.End, file));
        }
    }

    /// <summary>The place of a node.</summary>
    public static SourceLocation Where(YamlNode node, string? file = null) => At(node.Start, node.End, file);

    private static YamlNode? RootOf(YamlStream stream, string? file)
    {
        if (stream.Documents.Count > 1)
        {
            throw new UserErrorException(
                "syntax", "The file holds more than one YAML document.", Where(stream.Documents[1].RootNode, file), "Split it at the '---' line.");
        }

        YamlNode? root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        return root is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" } ? null : root;
    }

    private static void RefuseDeepNesting(string text, string? file)
    {
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth)
            {
                throw new UserErrorException(
                    "limit", $"The text is nested deeper than {MaxDepth} levels.", At(parser.Current.Start, parser.Current.End, file));
            }
        }
    }

    private static SourceLocation At(Mark start, Mark end, string? file) => new(
        file, Math.Max(1, (int)start.Line), Math.Max(1, (int)start.Column), start.Line == end.Line ? Math.Max(0, (int)(end.Column - start.Column)) : 0);
}
