using System.Text;
using System.Text.RegularExpressions;

namespace Strata.Language.Checking;

/// <summary>
/// The regular expressions of <c>matches</c>: the part of RE2's syntax that RE2 (DuckDB, ClickHouse) and .NET's non-backtracking engine
/// give one meaning. Look-around, back-references, word boundaries, flags and Unicode classes are refused.
/// Source: the RE2 syntax page; .NET regular expression language reference.
/// </summary>
public static class Re2Pattern
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Halves = @"\uD800-\uDFFF";
    private const string Escapable = @"\.+*?()|[]{}^$-/ ""'&%#@!,:;<>=~`_";

    /// <summary>What is wrong with a pattern.</summary>
    /// <param name="Message">What is wrong.</param>
    /// <param name="Fix">What to write instead.</param>
    public sealed record Fault(string Message, string Fix);

    /// <summary>Null where the pattern is understood alike by every engine, else what is wrong.</summary>
    public static Fault? Validate(string pattern)
    {
        if (pattern.Length > 1000)
        {
            return new Fault("it is longer than 1,000 characters.", "Split it into several `matches` joined by `or`.");
        }

        try
        {
            _ = ToRegex(pattern);
            return null;
        }
        catch (UnsupportedPatternException unsupported)
        {
            return new Fault(unsupported.Message, "Use literals, classes such as [a-z0-9] or \\d, groups, |, * + ? {n,m}, ^ and $.");
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return new Fault(fault.Message, "Check its brackets and repetitions.");
        }
    }

    /// <summary>The pattern for .NET, linear in time; it sees folded text.</summary>
    /// <exception cref="ArgumentException">The pattern is not valid; <see cref="Validate"/> says why.</exception>
    public static Regex ToRegex(string pattern) =>
        new(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));

    private static string Translate(string pattern)
    {
        var target = new StringBuilder(pattern.Length + 16);
        for (int at = 0; at < pattern.Length; at++)
        {
            char unit = pattern[at];
            switch (unit)
            {
                case '\\':
                    target.Append(Escape(pattern, ++at, inClass: false));
                    break;
                case '[':
                    at = TranslateClass(pattern, at, target);
                    break;
                case '.':
                    target.Append($@"(?:{Pair}|[^\n{Halves}])");
                    break;
                case '$':
                    target.Append(@"\z");
                    break;
                case '^':
                    target.Append(@"\A");
                    break;
                case '(' when at + 1 < pattern.Length && pattern[at + 1] == '?' && !(at + 2 < pattern.Length && pattern[at + 2] == ':'):
                    throw new UnsupportedPatternException("only plain groups ( ) and (?: ) are shared.");
                case '*' or '+' or '?' when at + 1 < pattern.Length && pattern[at + 1] == '+':
                    throw new UnsupportedPatternException("possessive repetition is not shared.");
                case '*' or '+' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                    throw new UnsupportedPatternException("a repetition of a repetition is not shared.");
                case '{':
                    at = TranslateRepetition(pattern, at, target);
                    break;
                case '}' or ']':
                    throw new UnsupportedPatternException($"'{unit}' must be escaped where it stands for itself.");
                default:
                    at = TranslateLiteral(pattern, at, target);
                    break;
            }
        }

        return target.ToString();
    }

    /// <summary>A character beyond the basic plane is two UTF-16 units: grouped, so that a repetition covers both.</summary>
    private static int TranslateLiteral(string pattern, int at, StringBuilder target)
    {
        if (char.IsHighSurrogate(pattern[at]) && at + 1 < pattern.Length)
        {
            target.Append("(?:").Append(pattern, at, 2).Append(')');
            return at + 1;
        }

        target.Append(pattern[at] is '#' or ' ' ? $"\\{pattern[at]}" : pattern[at].ToString());
        return at;
    }

    private static int TranslateRepetition(string pattern, int at, StringBuilder target)
    {
        int close = pattern.IndexOf('}', at);
        string body = close < 0 ? "" : pattern[(at + 1)..close];
        if (!Regex.IsMatch(body, "^[0-9]{1,4}(?:,[0-9]{0,4})?$", RegexOptions.None, TimeSpan.FromSeconds(1)))
        {
            throw new UnsupportedPatternException("'{' begins a repetition such as {2}, {2,} or {2,5}; escape it where it stands for itself.");
        }

        if (body.Split(',').Any(count => count.Length > 0 && int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) > 1000))
        {
            throw new UnsupportedPatternException("a repetition is at most 1,000.");
        }

        target.Append(pattern, at, close - at + 1);
        return close;
    }

    private static int TranslateClass(string pattern, int open, StringBuilder target)
    {
        bool negated = open + 1 < pattern.Length && pattern[open + 1] == '^';
        var members = new StringBuilder();
        int at = open + (negated ? 2 : 1);
        for (int first = at; ; at++)
        {
            if (at >= pattern.Length)
            {
                throw new UnsupportedPatternException("a '[' is not closed.");
            }

            char unit = pattern[at];
            if (unit == ']' && at > first)
            {
                break;
            }

            if (unit is '[' or ']' || char.IsSurrogate(unit) || (unit == '&' && at + 1 < pattern.Length && pattern[at + 1] == '&'))
            {
                throw new UnsupportedPatternException($"'{unit}' inside a class must be escaped, and characters beyond U+FFFF are not shared.");
            }

            members.Append(unit switch
            {
                '\\' => Escape(pattern, ++at, inClass: true),
                '^' => @"\^",
                _ => unit.ToString(),
            });
        }

        if (members.ToString().Contains("-[", StringComparison.Ordinal))
        {
            throw new UnsupportedPatternException("class subtraction is not shared.");
        }

        target.Append(negated ? $"(?:{Pair}|[^{members}{Halves}])" : $"[{members}]");
        return at;
    }

    private static string Escape(string pattern, int at, bool inClass)
    {
        if (at >= pattern.Length)
        {
            throw new UnsupportedPatternException("it ends in a lone backslash.");
        }

        char unit = pattern[at];
        return (unit, inClass) switch
        {
            ('d', true) => "0-9",
            ('w', true) => "0-9A-Za-z_",
            ('s', true) => @"\t\n\f\r ",
            ('d', false) => "[0-9]",
            ('w', false) => "[0-9A-Za-z_]",
            ('s', false) => @"[\t\n\f\r ]",
            ('D', false) => $@"(?:{Pair}|[^0-9{Halves}])",
            ('W', false) => $@"(?:{Pair}|[^0-9A-Za-z_{Halves}])",
            ('S', false) => $@"(?:{Pair}|[^\t\n\f\r {Halves}])",
            ('n' or 't' or 'r' or 'f', _) => $"\\{unit}",
            _ when Escapable.Contains(unit, StringComparison.Ordinal) => Regex.Escape(unit.ToString()) is { Length: > 1 } escaped ? escaped : (unit is ']' or '}' or '-' ? $"\\{unit}" : unit.ToString()),
            _ => throw new UnsupportedPatternException($"the escape \\{unit} is not shared."),
        };
    }

    /// <summary>A pattern that only some engines understand.</summary>
    private sealed class UnsupportedPatternException(string message) : ArgumentException(message);
}
