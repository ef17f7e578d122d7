using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Checking;

namespace Strata.Index.Entity;

/// <summary>Matches folded texts; regular expressions run without backtracking, so no pattern can hang.</summary>
internal static class TextMatching
{
    private static readonly ConditionalWeakTable<BoundTextMatch, Regex> Compiled = [];

    public static bool IsMatch(BoundTextMatch test, string folded) => test.Op switch
    {
        TextMatchOp.Contains => folded.Contains(test.Pattern, StringComparison.Ordinal),
        TextMatchOp.StartsWith => folded.StartsWith(test.Pattern, StringComparison.Ordinal),
        TextMatchOp.EndsWith => folded.EndsWith(test.Pattern, StringComparison.Ordinal),
        TextMatchOp.Matches => Compiled.GetValue(test, Compile).IsMatch(folded),
        _ => throw new InvalidOperationException($"Unknown match {test.Op}."),
    };

    private static Regex Compile(BoundTextMatch test) => Re2Pattern.ToRegex(test.Pattern);
}
