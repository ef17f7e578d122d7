using System.Globalization;
using System.Text.Json;
using Strata.Language.Ast;
using Strata.Language.Syntax;
using Strata.Language.Values;

namespace Strata.Language.Json;

/// <summary>Values, constants, windows and durations.</summary>
internal sealed partial class TreeReader
{
    private static readonly string[] NumberKeys = ["number", "percent"];
    private static readonly string[] MomentKeys = ["date", "local_time", "instant"];
    private static readonly string[] ConstantKeys = ["text", "boolean", .. NumberKeys, .. MomentKeys];
    private static readonly string[] ValueKeys = ["path", .. NumberKeys, .. JsonNames.Arithmetic.Words, .. Vocabulary.Aggregates.Words, "trend"];
    private static readonly string[] ValueOrConstantKeys = [.. ValueKeys, .. ConstantKeys.Except(NumberKeys, StringComparer.Ordinal)];
    private static readonly string[] WindowKeys = ["last", "previous", "this_unit", "previous_unit", "since", "between", "before", "ever"];

    public ValueExpr? Value(JsonElement element, string path) => Value(element, path, ValueKeys);

    /// <summary>The right side of a comparison: a text, a date or a boolean stands there too.</summary>
    private ValueExpr? ValueOrConstant(JsonElement element, string path) => Value(element, path, ValueOrConstantKeys);

    private ValueExpr? Value(JsonElement element, string path, string[] keys)
    {
        Count(path);
        if (!TryOnly(element, path, "value", keys, out string key, out JsonElement inner))
        {
            return null;
        }

        string at = $"{path}.{key}";
        if (ConstantKeys.Contains(key, StringComparer.Ordinal))
        {
            return Constant(key, inner, at) is { } constant ? new LiteralValue(constant) : null;
        }

        if (JsonNames.Arithmetic.TryFind(key, out ArithmeticOp op))
        {
            return Items(inner, at, 2, Value, atMost: 2) is { } sides ? new ArithmeticValue(op, sides[0], sides[1]) : null;
        }

        if (Vocabulary.Aggregates.TryFind(key, out AggregateFunction function))
        {
            return Aggregate(inner, at, function);
        }

        return string.Equals(key, "trend", StringComparison.Ordinal) ? Trend(inner, at) : Path(inner, at);
    }

    private AggregateValue? Aggregate(JsonElement element, string path, AggregateFunction function)
    {
        if (Members.Read(this, element, path, ["source", "property", "where", "window"]) is not { } members)
        {
            return null;
        }

        SourceRef? source = members.Required("source", Source);
        string? property = members.Optional("property", Text);
        if (property is not null && !Vocabulary.IsName(property))
        {
            Fault($"{path}.property", $"'{property}' is no name of a property.", "Names have lower-case letters, digits and underscores.");
        }

        Expr? where = members.Optional("where", Condition);
        Window? window = members.Optional("window", Window);
        return source is null ? null : new AggregateValue(function, source, property, where, window);
    }

    private TrendValue? Trend(JsonElement element, string path)
    {
        if (Members.Read(this, element, path, ["value", "over"]) is not { } members)
        {
            return null;
        }

        ValueExpr? value = members.Required("value", Value);
        Duration? over = members.Required("over", Duration);
        return value is null || over is null ? null : new TrendValue(value, over);
    }

    private PathValue? CountedPath(JsonElement element, string path)
    {
        Count(path);
        return Path(element, path);
    }

    private PathValue? Path(JsonElement element, string path)
    {
        if (Text(element, path) is not { } text)
        {
            return null;
        }

        string[] names = text.Split('.');
        if (names.All(Vocabulary.IsName) && !Vocabulary.ReservedForPaths.Contains(names[0]))
        {
            return new PathValue(names.ToEquatableList());
        }

        Fault(path, $"'{text}' is no path.", "Names have lower-case letters, digits and underscores, are joined by dots, and the first is no word of the language.");
        return null;
    }

    private SourceRef? Source(JsonElement element, string path)
    {
        if (Text(element, path) is not { } text)
        {
            return null;
        }

        const string prefix = "account.";
        bool throughAccount = text.StartsWith(prefix, StringComparison.Ordinal);
        string name = throughAccount ? text[prefix.Length..] : text;
        if (Vocabulary.IsName(name) && !Vocabulary.ReservedForSources.Contains(name))
        {
            return new SourceRef(name, throughAccount);
        }

        Fault(path, $"'{text}' cannot name a collection or an event.", "Write a name such as page_view, or account.page_view in a segment of contacts.");
        return null;
    }

    private Literal? Constant(JsonElement element, string path) =>
        TryOnly(element, path, "constant", ConstantKeys, out string key, out JsonElement inner) ? Counted(Constant(key, inner, $"{path}.{key}"), path) : null;

    private Literal? Counted(Literal? literal, string path)
    {
        Count(path);
        return literal;
    }

    private Literal? Moment(JsonElement element, string path) =>
        TryOnly(element, path, "date", MomentKeys, out string key, out JsonElement inner) ? Constant(key, inner, $"{path}.{key}") : null;

    private Literal? Constant(string key, JsonElement element, string path)
    {
        switch (key)
        {
            case "text":
                return Text(element, path) is { } text ? new TextLiteral(text) : null;
            case "number":
                return Number(element, path) is { } number ? new NumberLiteral(number) : null;
            case "percent":
                return Number(element, path, SyntaxLimits.NumberBound * 100m) is { } percent ? new NumberLiteral(percent / 100m, true) : null;
            case "boolean" when element.ValueKind is JsonValueKind.True or JsonValueKind.False:
                return new BooleanLiteral(element.GetBoolean());
            case "boolean":
                Fault(path, "This is true or false.", null);
                return null;
            default:
                return Moment(key, element, path);
        }
    }

    private Literal? Moment(string key, JsonElement element, string path)
    {
        if (Text(element, path) is not { } text)
        {
            return null;
        }

        Literal? literal = null;
        bool fits = LiteralText.TryMoment(text, out literal, out string? problem) && key switch
        {
            "date" => literal is DateLiteral,
            "local_time" => literal is LocalDateTimeLiteral,
            _ => literal is InstantLiteral,
        };
        if (fits)
        {
            return literal;
        }

        string example = key switch { "date" => "2026-01-31", "local_time" => "2026-01-31T09:30:00", _ => "2026-01-31T09:30:00Z" };
        Fault(path, $"'{text}' is no {key}{(problem is null ? "." : $": {problem}")}", $"Write for example \"{example}\".");
        return null;
    }

    private EquatableList<TextLiteral>? Texts(JsonElement element, string path) => Items(element, path, 1, (item, at) =>
    {
        Count(at);
        return Text(item, at) is { } text ? new TextLiteral(text) : null;
    });

    private Window? Window(JsonElement element, string path)
    {
        if (!TryOnly(element, path, "window", WindowKeys, out string key, out JsonElement inner))
        {
            return null;
        }

        string at = $"{path}.{key}";
        switch (key)
        {
            case "last":
                return Duration(inner, at) is { } last ? new LastWindow(last) : null;
            case "previous":
                return Duration(inner, at) is { } previous ? new PreviousWindow(previous) : null;
            case "this_unit":
                return Unit(inner, at) is { } current ? new ThisUnitWindow(current) : null;
            case "previous_unit":
                return Unit(inner, at) is { } before ? new PreviousUnitWindow(before) : null;
            case "since":
                return Moment(inner, at) is { } since ? new SinceWindow(since) : null;
            case "before":
                return Moment(inner, at) is { } until ? new BeforeWindow(until) : null;
            case "between":
                return Items(inner, at, 2, Moment, atMost: 2) is { } ends ? new BetweenWindow(ends[0], ends[1]) : null;
            default:
                if (inner.ValueKind == JsonValueKind.True)
                {
                    return new EverWindow();
                }

                Fault(at, "'ever' is true.", "Leave the window out for another meaning.");
                return null;
        }
    }

    private TimeUnit? Unit(JsonElement element, string path)
    {
        if (Text(element, path) is { } text)
        {
            if (Vocabulary.Units.TryFind(text, out TimeUnit unit))
            {
                return unit;
            }

            Fault(path, $"'{text}' is no unit.", $"Use one of {string.Join(", ", Vocabulary.Units.Words)}.");
        }

        return null;
    }

    private Duration? Duration(JsonElement element, string path)
    {
        if (Text(element, path) is not { } text)
        {
            return null;
        }

        string[] parts = text.Split(' ');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count) || !Vocabulary.TryUnit(parts[1], out TimeUnit unit) || count < 1)
        {
            Fault(path, $"'{text}' is no duration.", "Write a whole number, a space and a unit: \"30 days\".");
            return null;
        }

        if (count > int.MaxValue || !SyntaxLimits.IsDuration(count, unit))
        {
            Fault(path, $"A duration is at most {SyntaxLimits.MaxDurationYears:N0} years.", null, "limit");
            return null;
        }

        return new Duration((int)count, unit);
    }
}
