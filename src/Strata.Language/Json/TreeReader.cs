using System.Text.Json;
using Strata.Language.Ast;
using Strata.Language.Syntax;
using Strata.Language.Values;

namespace Strata.Language.Json;

/// <summary>
/// Reads trees from JSON. What is wrong is collected with its path, and reading goes on beside it; a part that could not be read is null.
/// </summary>
internal sealed partial class TreeReader
{
    private static readonly string[] ConditionKeys =
    [
        "and", "or", "not", "path", "compare", "between", "in", "under", .. JsonNames.TextMatches.Words, "has", "known", "unknown", "in_last", "in_next",
        "before", "after", "in_segment", "in_list", "top", "sample", .. Vocabulary.Quantifiers.Words,
    ];

    public Expr? Condition(JsonElement element, string path)
    {
        Count(path);
        if (!TryOnly(element, path, "condition", ConditionKeys, out string key, out JsonElement inner))
        {
            return null;
        }

        string at = $"{path}.{key}";
        switch (key)
        {
            case "and":
                return Operands(inner, at) is { } and ? new AndExpr(and) : null;
            case "or":
                return Operands(inner, at) is { } or ? new OrExpr(or) : null;
            case "not":
                return Condition(inner, at) is { } operand ? new NotExpr(operand) : null;
            case "path":
                return Path(inner, at) is { } boolean ? new BooleanExpr(boolean) : null;
            case "known" or "unknown":
                return Value(inner, at) is { } known ? new KnownExpr(known, key.Length == "known".Length) : null;
            case "compare":
                return Compare(inner, at);
            case "in_segment" or "in_list":
                return Membership(inner, at, key);
            case "top":
                return Top(inner, at);
            case "sample":
                return Sample(inner, at);
            default:
                return Vocabulary.Quantifiers.TryFind(key, out Quantifier quantifier) ? Quantified(inner, at, quantifier) : OfValue(inner, at, key);
        }
    }

    private EquatableList<Expr>? Operands(JsonElement element, string path) => Items(element, path, 2, Condition);

    private CompareExpr? Compare(JsonElement element, string path)
    {
        if (Members.Read(this, element, path, ["left", "op", "right"]) is not { } members)
        {
            return null;
        }

        ValueExpr? left = members.Required("left", Value);
        string? op = members.Required("op", Text);
        ValueExpr? right = members.Required("right", ValueOrConstant);
        if (op is not null && !Vocabulary.Comparisons.TryFind(op, out _))
        {
            Fault($"{path}.op", $"'{op}' is no comparison.", "Use one of = != < <= > >=.");
            return null;
        }

        return left is null || op is null || right is null || !Vocabulary.Comparisons.TryFind(op, out CompareOp compare)
            ? null
            : new CompareExpr(left, compare, right);
    }

    /// <summary>The comparisons whose left side is called <c>value</c>.</summary>
    private Expr? OfValue(JsonElement element, string path, string key)
    {
        string[] keys = key switch
        {
            "between" => ["value", "low", "high"],
            "in" or "under" => ["value", "items", "negated"],
            "has" => ["value", "mode", "items"],
            "in_last" or "in_next" => ["value", "duration"],
            "before" or "after" => ["value", "moment", "ago"],
            _ => ["value", "text", "negated"],
        };
        if (Members.Read(this, element, path, keys) is not { } members || members.Required("value", Value) is not { } value)
        {
            return null;
        }

        switch (key)
        {
            case "between":
                Literal? low = members.Required("low", Constant), high = members.Required("high", Constant);
                return low is null || high is null ? null : new BetweenExpr(value, low, high);
            case "in":
                return members.Required("items", (items, at) => Items(items, at, 1, Constant)) is { } constants
                    ? new InListExpr(value, constants, members.Flag("negated"))
                    : null;
            case "under":
                return members.Required("items", Texts) is { } categories ? new UnderExpr(value, categories, members.Flag("negated")) : null;
            case "has":
                return Has(members, value);
            case "in_last" or "in_next":
                return members.Required("duration", Duration) is { } duration
                    ? new DateWithinExpr(value, string.Equals(key, "in_next", StringComparison.Ordinal), duration)
                    : null;
            case "before" or "after":
                return BeforeOrAfter(members, value, string.Equals(key, "before", StringComparison.Ordinal));
            default:
                return members.Required("text", Text) is { } pattern && JsonNames.TextMatches.TryFind(key, out TextMatchOp match)
                    ? new TextMatchExpr(value, match, new TextLiteral(pattern), members.Flag("negated"))
                    : null;
        }
    }

    private HasExpr? Has(Members members, ValueExpr value)
    {
        string? mode = members.Required("mode", Text);
        EquatableList<TextLiteral>? items = members.Required("items", Texts);
        if (mode is not null && !Vocabulary.HasModes.TryFind(mode, out _))
        {
            Fault($"{members.Path}.mode", $"'{mode}' is no mode.", "Use any, all or none.");
        }

        return mode is not null && items is not null && Vocabulary.HasModes.TryFind(mode, out HasMode found) ? new HasExpr(value, found, items) : null;
    }

    private Expr? BeforeOrAfter(Members members, ValueExpr value, bool before)
    {
        if (members.Has("moment") == members.Has("ago"))
        {
            Fault(members.Path, "One of moment and ago is given.", "Write \"moment\": {\"date\": \"2026-01-31\"} or \"ago\": \"60 days\".");
            return null;
        }

        if (members.Has("ago"))
        {
            return members.Required("ago", Duration) is { } ago ? new DateAgoExpr(value, before, ago) : null;
        }

        return members.Required("moment", Moment) is { } moment ? new DateMomentExpr(value, before, moment) : null;
    }

    private MembershipExpr? Membership(JsonElement element, string path, string key)
    {
        if (Members.Read(this, element, path, ["name", "through_account"]) is not { } members)
        {
            return null;
        }

        bool throughAccount = members.Flag("through_account");
        return members.Required("name", Text) is { } name
            ? new MembershipExpr(throughAccount, string.Equals(key, "in_list", StringComparison.Ordinal), name)
            : null;
    }

    private TopExpr? Top(JsonElement element, string path)
    {
        if (Members.Read(this, element, path, ["count", "percent", "by", "per", "among"]) is not { } members)
        {
            return null;
        }

        bool percent = members.Has("percent");
        if (percent == members.Has("count"))
        {
            Fault(path, "One of count and percent is given.", "Write \"count\": 100 or \"percent\": 25.");
            return null;
        }

        decimal? limit = members.Required(percent ? "percent" : "count", Number);
        if (limit is not null && !Parser.IsTopLimit(limit.Value, percent))
        {
            Fault($"{path}.{(percent ? "percent" : "count")}", "The limit is a whole number from 1 on or a percentage above 0 and up to 100.", null);
        }

        ValueExpr? by = members.Required("by", Value);
        PathValue? per = members.Optional("per", CountedPath);
        Expr? among = members.Optional("among", Condition);
        return limit is null || by is null ? null : new TopExpr(limit.Value, percent, by, per, among);
    }

    private SampleExpr? Sample(JsonElement element, string path)
    {
        if (Members.Read(this, element, path, ["percent", "salt"]) is not { } members)
        {
            return null;
        }

        decimal? percent = members.Required("percent", Number);
        string? salt = members.Required("salt", Text);
        if (percent is not null && !Parser.IsSamplePercent(percent.Value))
        {
            Fault($"{path}.percent", "A sample takes a percentage from 0 to 100 with at most two fractional digits.", null);
        }

        return percent is null || salt is null ? null : new SampleExpr(percent.Value, salt);
    }

    private QuantifiedExpr? Quantified(JsonElement element, string path, Quantifier quantifier)
    {
        if (Members.Read(this, element, path, ["source", "where", "then", "window"]) is not { } members)
        {
            return null;
        }

        SourceRef? source = members.Required("source", Source);
        Expr? where = members.Optional("where", Condition);
        EquatableList<SequenceStep> steps = members.Optional("then", (then, at) => Items(then, at, 1, Step)) ?? EquatableList<SequenceStep>.Empty;
        Window? window = members.Optional("window", Window);
        return source is null ? null : new QuantifiedExpr(quantifier, source, where, steps, window);
    }

    private SequenceStep? Step(JsonElement element, string path)
    {
        Count(path);
        if (Members.Read(this, element, path, ["absent", "source", "where", "within"]) is not { } members)
        {
            return null;
        }

        bool absent = members.Flag("absent");
        SourceRef? source = members.Required("source", Source);
        Expr? where = members.Optional("where", Condition);
        Duration? within = members.Required("within", Duration);
        return source is null || within is null ? null : new SequenceStep(absent, source, where, within);
    }
}
