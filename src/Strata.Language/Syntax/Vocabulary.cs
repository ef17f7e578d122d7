using System.Collections.Frozen;
using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>The words of the language: one spelling for the parser, the printer and the JSON form.</summary>
internal static class Vocabulary
{
    /// <summary>Words that cannot be the first name of a path, because an expression may begin with them otherwise.</summary>
    public static readonly FrozenSet<string> ReservedForPaths = FrozenSet.Create(StringComparer.Ordinal, "and", "or", "not", "in", "true", "false");

    /// <summary>Words that cannot name a collection or an event.</summary>
    public static readonly FrozenSet<string> ReservedForSources = FrozenSet.Create(
        StringComparer.Ordinal, "and", "or", "not", "in", "true", "false", "account", "no", "where", "then", "within");

    public static readonly WordMap<Quantifier> Quantifiers = new(
        ("any", Quantifier.Any), ("none", Quantifier.None), ("every", Quantifier.Every));

    public static readonly WordMap<AggregateFunction> Aggregates = new(
        ("count", AggregateFunction.Count), ("sum", AggregateFunction.Sum), ("avg", AggregateFunction.Avg), ("min", AggregateFunction.Min),
        ("max", AggregateFunction.Max), ("distinct", AggregateFunction.Distinct), ("first", AggregateFunction.First), ("last", AggregateFunction.Last));

    public static readonly WordMap<TimeUnit> Units = new(
        ("minute", TimeUnit.Minute), ("hour", TimeUnit.Hour), ("day", TimeUnit.Day), ("week", TimeUnit.Week),
        ("month", TimeUnit.Month), ("quarter", TimeUnit.Quarter), ("year", TimeUnit.Year));

    public static readonly WordMap<CompareOp> Comparisons = new(
        ("=", CompareOp.Equal), ("!=", CompareOp.NotEqual), ("<", CompareOp.Less), ("<=", CompareOp.LessOrEqual),
        (">", CompareOp.Greater), (">=", CompareOp.GreaterOrEqual));

    public static readonly WordMap<TextMatchOp> TextMatches = new(
        ("contains", TextMatchOp.Contains), ("starts with", TextMatchOp.StartsWith), ("ends with", TextMatchOp.EndsWith), ("matches", TextMatchOp.Matches));

    public static readonly WordMap<HasMode> HasModes = new(("any", HasMode.Any), ("all", HasMode.All), ("none", HasMode.None));

    public static readonly WordMap<ArithmeticOp> Arithmetic = new(
        ("+", ArithmeticOp.Add), ("-", ArithmeticOp.Subtract), ("*", ArithmeticOp.Multiply), ("/", ArithmeticOp.Divide));

    /// <summary>A unit, singular or plural.</summary>
    public static bool TryUnit(string word, out TimeUnit unit) =>
        Units.TryFind(word, out unit) || (word.EndsWith('s') && Units.TryFind(word[..^1], out unit));

    /// <summary>True where the name is made as names are: a lower-case letter or an underscore, then letters, digits and underscores.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}

/// <summary>A one-to-one map between words and the members of an enumeration.</summary>
internal sealed class WordMap<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<T, string> _words = [];

    public WordMap(params (string Word, T Value)[] entries)
    {
        foreach ((string word, T value) in entries)
        {
            _values.Add(word, value);
            _words.Add(value, word);
        }
    }

    public IEnumerable<string> Words => _values.Keys;

    public string this[T value] => _words[value];

    public bool TryFind(string word, out T value) => _values.TryGetValue(word, out value);
}
