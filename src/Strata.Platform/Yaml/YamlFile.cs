using Strata.Language;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Strata.Platform.Yaml;

/// <summary>
/// A YAML text whose nodes know their line and column. Collects the faults found while its content is read, so that one run reports
/// all of them.
/// </summary>
internal sealed class YamlFile
{
    /// <summary>How deep mappings and lists may be nested; no file of Strata's needs a tenth of it.</summary>
    private const int MaxDepth = 64;

    private readonly LineMap _lines;

    private YamlFile(string text, string? name)
    {
        Name = name;
        Text = text;
        _lines = new LineMap(text);
    }

    /// <summary>The file's name as shown in errors, or null for a text given directly.</summary>
    public string? Name { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The root node of each document in the file, in order; empty documents are left out.</summary>
    public IReadOnlyList<YamlNode> Documents { get; private set; } = [];

    /// <summary>The faults found so far.</summary>
    public List<UserError> Faults { get; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">Code <c>file</c>: it cannot be read. Code <c>format</c>: it is not YAML.</exception>
    public static YamlFile Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads a text.</summary>
    /// <exception cref="UserErrorException">Code <c>format</c>: it is not YAML.</exception>
    public static YamlFile Parse(string text, string? name)
    {
        var file = new YamlFile(text, name);
        try
        {
            file.RefuseDepth();
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            file.Documents = [.. stream.Documents.Select(document => document.RootNode).Where(root => !IsEmpty(root))];
            return file;
        }
        catch (YamlException exception)
        {
            throw new UserErrorException("format", Describe(exception), file.At(exception.Start), "Quote texts that hold ': ' or ' #', or that start with a quote, or write them below a '|'.");
        }
    }

    /// <summary>Where a node starts; a scalar's length is that of its first line.</summary>
    public SourceLocation At(YamlNode node)
    {
        SourceLocation start = At(node.Start);
        int length = node is YamlScalarNode && node.End.Line == node.Start.Line ? (int)(node.End.Column - node.Start.Column) : 1;
        return start with { Length = Math.Max(1, length) };
    }

    /// <summary>Notes a fault of the file's shape at a node.</summary>
    public void Fault(YamlNode node, string message, string? fix = null) => Faults.Add(new UserError("format", message, At(node), fix));

    /// <summary>Throws the faults found so far, if any.</summary>
    /// <exception cref="UserErrorException">There are faults.</exception>
    public void ThrowFaults()
    {
        if (Faults.Count > 0)
        {
            throw new UserErrorException(Faults);
        }
    }

    /// <summary>The offset in <see cref="Text"/> of a mark.</summary>
    internal int OffsetOf(Mark mark) => _lines.OffsetOf((int)mark.Line, (int)mark.Column);

    /// <summary>The place of an offset in <see cref="Text"/>.</summary>
    internal SourceLocation Locate(int offset, int length) => _lines.Locate(Name, offset, length);

    private static bool IsEmpty(YamlNode root) => root is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" };

    private static string Describe(YamlException exception)
    {
        string inner = exception.InnerException?.Message ?? exception.Message;
        return $"This is not YAML: {inner.TrimEnd('.')}.";
    }

    private SourceLocation At(Mark mark) => new(Name, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column), 1);

    /// <summary>The representation model is built by recursion, so that depth is bounded before it is built.</summary>
    private void RefuseDepth()
    {
        var parser = new YamlDotNet.Core.Parser(new StringReader(Text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current switch
            {
                MappingStart or SequenceStart => 1,
                MappingEnd or SequenceEnd => -1,
                _ => 0,
            };
            if (depth > MaxDepth)
            {
                throw new UserErrorException("limit", $"The file is nested more than {MaxDepth} levels deep.", At(parser.Current!.Start));
            }
        }
    }
}
