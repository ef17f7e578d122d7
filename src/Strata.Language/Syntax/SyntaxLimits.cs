using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>
/// How large a definition may be, in either form. What is past a limit is refused with the code <c>limit</c>.
/// <list type="bullet">
/// <item>Levels: a path or a constant is 0 levels high, every other expression, value or sequence step is one more than the highest thing
/// within it. So <c>employees &gt;= 500</c> has one level and <c>not employees &gt;= 500</c> two. In text, parentheses may not be nested
/// deeper than this either.</item>
/// <item>Nodes: every expression, value, sequence step, and item of a list counts one. So <c>employees &gt;= 500</c> has three.</item>
/// </list>
/// </summary>
public static class SyntaxLimits
{
    /// <summary>The greatest number of levels.</summary>
    public const int MaxLevels = 64;

    /// <summary>The greatest number of nodes.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>The longest text of a definition, in UTF-16 units.</summary>
    public const int MaxTextLength = 1_000_000;

    /// <summary>The longest duration, in years.</summary>
    public const int MaxDurationYears = 1_000;

    /// <summary>Numbers are below this in magnitude (language.md section 3).</summary>
    public const decimal NumberBound = 920_000_000_000_000m;

    /// <summary>The most digits that a number may be written with, so that its value is exact.</summary>
    public const int MaxDigits = 26;

    /// <summary>True where the duration is at least one unit and at most <see cref="MaxDurationYears"/> long.</summary>
    internal static bool IsDuration(long count, TimeUnit unit)
    {
        long unitsPerYear = unit switch
        {
            TimeUnit.Minute => 365 * 24 * 60,
            TimeUnit.Hour => 365 * 24,
            TimeUnit.Day => 365,
            TimeUnit.Week => 52,
            TimeUnit.Month => 12,
            TimeUnit.Quarter => 4,
            TimeUnit.Year => 1,
            _ => throw new InvalidOperationException($"Unknown unit {unit}."),
        };
        return count >= 1 && count <= MaxDurationYears * unitsPerYear;
    }

    /// <summary>Levels and nodes of a tree whose number of nodes is already bounded (the walk is recursive).</summary>
    internal static (int Levels, int Nodes) Measure(Node tree)
    {
        int levels = 0;
        int nodes = 1 + OwnItems(tree);
        foreach (Node child in Children(tree))
        {
            (int childLevels, int childNodes) = Measure(child);
            levels = Math.Max(levels, childLevels);
            nodes += childNodes;
        }

        return (tree is PathValue or LiteralValue ? 0 : levels + 1, nodes);
    }

    private static int OwnItems(Node node) => node switch
    {
        InListExpr list => list.Items.Count,
        UnderExpr under => under.Items.Count,
        HasExpr has => has.Items.Count,
        _ => 0,
    };

    private static IEnumerable<Node> Children(Node node)
    {
        Node?[] children = node switch
        {
            AndExpr and => [.. and.Operands],
            OrExpr or => [.. or.Operands],
            NotExpr not => [not.Operand],
            CompareExpr compare => [compare.Left, compare.Right],
            BetweenExpr between => [between.Value],
            InListExpr list => [list.Value],
            UnderExpr under => [under.Value],
            TextMatchExpr match => [match.Value],
            HasExpr has => [has.Value],
            KnownExpr known => [known.Value],
            BooleanExpr boolean => [boolean.Value],
            DateWithinExpr within => [within.Value],
            DateMomentExpr moment => [moment.Value],
            DateAgoExpr ago => [ago.Value],
            MembershipExpr or SampleExpr or PathValue or LiteralValue => [],
            TopExpr top => [top.By, top.Per, top.Among],
            QuantifiedExpr quantified => [quantified.Where, .. quantified.Steps],
            SequenceStep step => [step.Where],
            ArithmeticValue arithmetic => [arithmetic.Left, arithmetic.Right],
            AggregateValue aggregate => [aggregate.Where],
            TrendValue trend => [trend.Value],
            _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
        };
        return children.OfType<Node>();
    }
}
