using System.Text.RegularExpressions;
using Strata.Language.Ast;
using Strata.Language.Bound;

namespace Strata.Architecture.Tests;

/// <summary>A new node must be handled wherever trees are walked: every walker names every node it may meet.</summary>
public sealed class NodeCoverageTests
{
    public static TheoryData<string, string> SyntaxWalkers => new()
    {
        { "the checker", "src/Strata.Language/Checking" },
        { "the canonical printer", "src/Strata.Language/Syntax/SegmentPrinter.cs" },
        { "the JSON writer", "src/Strata.Language/Json/TreeWriter.cs" },
        { "the parser", "src/Strata.Language/Syntax" },
        { "the JSON reader", "src/Strata.Language/Json" },
    };

    public static TheoryData<string, string> Evaluators => new()
    {
        { "the SQL printer", "src/Strata.Language/Sql" },
        { "the evaluator of one entity", "src/Strata.Index/Entity" },
    };

    [Theory]
    [MemberData(nameof(SyntaxWalkers))]
    public void Every_syntax_node_is_handled(string walker, string path) => Unnamed(path, typeof(Expr), typeof(ValueExpr)).ShouldBeEmpty(walker);

    [Theory]
    [MemberData(nameof(Evaluators))]
    public void Every_checked_node_is_evaluated(string walker, string path) => Unnamed(path, typeof(BoundExpr), typeof(BoundValue)).ShouldBeEmpty(walker);

    /// <summary>The concrete node types that no file of the walker names.</summary>
    private static string[] Unnamed(string path, params Type[] roots)
    {
        string text = path.EndsWith(".cs", StringComparison.Ordinal)
            ? Sources.Text(path)
            : string.Join('\n', Sources.Below(path).Where(file => file.EndsWith(".cs", StringComparison.Ordinal)).Select(Sources.Text));
        return [.. roots
            .SelectMany(root => root.Assembly.GetTypes().Where(type => type.IsSubclassOf(root) && !type.IsAbstract))
            .Select(type => type.Name)
            .Where(name => !Regex.IsMatch(text, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(5)))];
    }
}
