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

        var cases = (YamlSequenceNode?)((YamlMappingNode)yaml.Documents[0].RootNode).Children.GetValueOrDefault(new YamlScalarNode("cases"));
        foreach (YamlMappingNode item in cases?.Children.Cast<YamlMappingNode>() ?? [])
        {
            string where = ((YamlScalarNode)item["where"]).Value!;
            string? expected = item.Children.TryGetValue(new YamlScalarNode("error"), out YamlNode? node) ? ((YamlScalarNode)node).Value : null;
            var read = SegmentParser.ParseExpression(where, file);
            string found = read.Ok ? "read" : read.Errors[0].ToString();
            if (expected is "syntax" || (expected is "limit" && !read.Ok))
            {
                read.Errors.ShouldContain(error => error.Code == expected, $"{where} expects {expected}, is {found}");
            }
            else
            {
                read.Ok.ShouldBeTrue($"{where}: {found}");
                SegmentParser.ParseExpressionOrThrow(SegmentPrinter.Print(read.Tree!)).ShouldBe(read.Tree);
            }
        }
    }
}
