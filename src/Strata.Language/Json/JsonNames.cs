using Strata.Language.Ast;
using Strata.Language.Syntax;

namespace Strata.Language.Json;

/// <summary>The keys of the JSON form that are not simply the words of the text form.</summary>
internal static class JsonNames
{
    public static readonly WordMap<ArithmeticOp> Arithmetic = new(
        ("add", ArithmeticOp.Add), ("subtract", ArithmeticOp.Subtract), ("multiply", ArithmeticOp.Multiply), ("divide", ArithmeticOp.Divide));

    public static readonly WordMap<TextMatchOp> TextMatches = new(
        ("contains", TextMatchOp.Contains), ("starts_with", TextMatchOp.StartsWith), ("ends_with", TextMatchOp.EndsWith), ("matches", TextMatchOp.Matches));
}
