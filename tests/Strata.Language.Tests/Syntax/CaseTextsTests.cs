using Strata.Language.Syntax;
using Strata.Testing;
using YamlDotNet.RepresentationModel;

namespace Strata.Language.Tests.Syntax;

/// <summary>The texts of the conformance cases: those that must not be read are the ones that expect it.</summary>
public sealed class CaseTextsTests
{
    public static TheoryData<string> Files()
    {
        string root = Repository.PathOf("cases");
        return [.. Directory.EnumerateFiles(root, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file)).Order(StringComparer.Ordinal)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_case_is_read_unless_it_expects_an_error(string file)
    {
        var yaml = new YamlStream();
        using (var reader = new StreamReader(Path.Combine(Repository.PathOf("cases"), file)))
        {
            yaml.Load(reader);
        }

        ((YamlMappingNode)yaml.Documents[0].RootNode).Children.TryGetValue(new YamlScalarNode("cases"), out YamlNode? cases);
        foreach (YamlMappingNode item in (cases as YamlSequenceNode)?.Children.Cast<YamlMappingNode>() ?? [])
        {
            string where = ((YamlScalarNode)item["where"]).Value!;
            string? expected = item.Children.TryGetValue(new YamlScalarNode("error"), out YamlNode? node) ? ((YamlScalarNode)node).Value : null;
            var read = SegmentParser.ParseExpression(where, file);
            if (read.Ok)
            {
                // A pattern of matches is the checker's to read.
                (expected is "syntax" && !where.Contains(" matches ", StringComparison.Ordinal)).ShouldBeFalse(where);
                SegmentParser.ParseExpressionOrThrow(SegmentPrinter.Print(read.Tree)).ShouldBe(read.Tree);
            }
            else
            {
                read.Errors[0].Code.ShouldBe(expected, $"{where}: {read.Errors[0]}");
            }
        }
    }
}
