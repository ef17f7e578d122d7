using Strata.Language.Ast;

namespace Strata.Language.Syntax;

/// <summary>Windows, and memberships (<c>in segment</c>, <c>in list</c>, <c>in top</c>, <c>in sample</c>).</summary>
internal sealed partial class Parser
{
    private bool AtWindow()
    {
        Token next = Next();
        return Current.Kind == TokenKind.Word && Current.Text switch
        {
            "in" => next.Is("last") || next.Is("previous") || next.Is("this"),
            "since" or "ever" => true,
            "between" => next.Kind == TokenKind.Moment && !IsOtherConstant(Next(3)),
            "before" => next.Kind == TokenKind.Moment,
            _ => false,
        };
    }

    private static bool IsOtherConstant(Token token) => token.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Minus || token.Is("true") || token.Is("false");

    /// <summary>
    /// The window of an aggregate. <c>in last</c>, <c>between</c> dates and <c>before</c> a date also compare dates; after an aggregate that
    /// can yield a date they are a window only where a comparison (or arithmetic) follows, or where no comparison can stand.
    /// </summary>
    private Window? ParseAggregateWindow(AggregateFunction function, bool valueOnly)
    {
        if (!AtWindow())
        {
            return null;
        }

        bool mayCompare = !valueOnly && YieldsDate(function) && (Current.Is("between") || Current.Is("before") || Next().Is("last"));
        if (!mayCompare)
        {
            return ParseWindow();
        }

        int start = _position;
        Window window = ParseWindow();
        if (ComparisonFollows())
        {
            return window;
        }

        _position = start;
        return null;
    }

    /// <summary>True for the aggregates whose value may be an instant.</summary>
    internal static bool YieldsDate(AggregateFunction function) =>
        function is AggregateFunction.First or AggregateFunction.Last or AggregateFunction.Min or AggregateFunction.Max;

    private bool ComparisonFollows()
    {
        int ahead = 0;
        while (ahead < _groups && Next(ahead).Kind == TokenKind.Close)
        {
            ahead++;
        }

        Token token = Next(ahead);
        if (token.Kind != TokenKind.Word)
        {
            return IsComparisonSign(token) || token.Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.Slash;
        }

        return token.Text is "between" or "in" or "not" or "under" or "contains" or "starts" or "ends" or "matches" or "has" or "is" or "before" or "after";
    }

    private Window ParseWindow()
    {
        Token first = Take();
        Window window = first.Text switch
        {
            "ever" => new EverWindow(),
            "since" => new SinceWindow(ParseMoment("since")),
            "before" => new BeforeWindow(ParseMoment("before")),
            "between" => ParseBetweenWindow(first),
            _ => ParseInWindow(),
        };
        return window with { Span = Since(first) };
    }

    private BetweenWindow ParseBetweenWindow(Token between)
    {
        Literal from = ParseMoment("between");
        if (!TryTake("and"))
        {
            diagnostics.Syntax(between.Span, "'between' takes two dates joined by and.", "Write for example: between 2026-01-01 and 2026-03-31.");
            throw new SyntaxFailure();
        }

        return new BetweenWindow(from, ParseMoment("and"));
    }

    private Window ParseInWindow()
    {
        Token kind = Take();
        bool isUnit = Current.Kind == TokenKind.Word && Vocabulary.TryUnit(Current.Text, out _);
        switch (kind.Text)
        {
            case "this":
                return new ThisUnitWindow(ParseUnit(kind));
            case "previous" when Current.Kind == TokenKind.Word:
                return new PreviousUnitWindow(ParseUnit(kind));
            case "previous":
                return new PreviousWindow(ParseDuration());
            case "last" when isUnit:
                diagnostics.Syntax(
                    Current.Span,
                    $"How many is missing: in last {Current.Text}.",
                    $"Write in last 1 {Current.Text} for that length up to now, or in previous {Current.Text} for the calendar unit before this one.");
                throw new SyntaxFailure();
            default:
                return new LastWindow(ParseDuration());
        }
    }

    private TimeUnit ParseUnit(Token after)
    {
        if (Current.Kind == TokenKind.Word && Vocabulary.TryUnit(Current.Text, out TimeUnit unit))
        {
            Advance();
            return unit;
        }

        diagnostics.Syntax(
            Current.Span,
            $"A calendar unit is missing after 'in {after.Text}'.",
            $"Write in {after.Text} day, week, month, quarter or year.");
        throw new SyntaxFailure();
    }

    private Literal ParseMoment(string after)
    {
        if (Current.Kind == TokenKind.Moment)
        {
            return Take().Literal!;
        }

        if (Current.Kind != TokenKind.Bad)
        {
            string fix = Current.Kind == TokenKind.Text
                ? $"Write it without quotes: {source.Slice(Current.Span).Trim('"')}."
                : "Write a date as 2026-01-31 or a date-time as 2026-01-31T09:30:00Z; a length of time is written in last 30 days.";
            diagnostics.Syntax(Current.Span, $"A date is missing after '{after}'.", fix);
        }

        throw new SyntaxFailure();
    }

    private static bool IsMembershipSet(Token word, Token next) => (word.Is("segment") || word.Is("list")) && next.Kind == TokenKind.Open;

    private Expr ParseMembership()
    {
        Token first = Current;
        bool throughAccount = TryTake("account");
        Advance();
        Token kind = Current;
        if (IsMembershipSet(kind, Next()))
        {
            Advance();
            Token open = TakeOpen();
            string name = ParseText().Value;
            TakeClose(open);
            return Made(new MembershipExpr(throughAccount, kind.Is("list"), name) { Span = Since(first) });
        }

        if (kind.Is("top"))
        {
            return ParseTop(first);
        }

        if (kind.Is("sample"))
        {
            return ParseSample(first);
        }

        string fix = kind.Is("segment") || kind.Is("list")
            ? $"Write in {kind.Text}(\"…\")."
            : "Write in segment(\"…\"), in list(\"…\"), in top 10% by …, in sample (10%, \"salt\"), or a field before in (…).";
        diagnostics.Syntax(kind.Span, $"{Describe(kind)} cannot follow 'in' at the start of a condition.", fix);
        throw new SyntaxFailure();
    }

    private TopExpr ParseTop(Token first)
    {
        Advance();
        (decimal limit, bool percent) = ParseTopLimit();
        if (!TryTake("by"))
        {
            diagnostics.Syntax(Current.Span, $"'by' and what to rank by are missing before {Describe(Current)}.", "Write for example: in top 25% by contract_value.");
            throw new SyntaxFailure();
        }

        ValueExpr by = AsValue(ParseSum(valueOnly: true));
        PathValue? per = null;
        if (TryTake("per"))
        {
            if (Current.Kind != TokenKind.Word || Vocabulary.ReservedForPaths.Contains(Current.Text))
            {
                diagnostics.Syntax(Current.Span, "'per' takes a field.", "Write for example: per country.");
                throw new SyntaxFailure();
            }

            per = ParsePath();
        }

        Expr? among = null;
        if (TryTake("among"))
        {
            int groups = Enter(out Token open);
            among = AsCondition(ParseOr());
            Leave(open, groups);
        }

        return Made(new TopExpr(limit, percent, by, per, among) { Span = Since(first) });
    }

    private (decimal Limit, bool Percent) ParseTopLimit()
    {
        Token token = Current;
        if (token.Literal is not NumberLiteral number)
        {
            diagnostics.Syntax(token.Span, $"How many is missing after 'in top', before {Describe(token)}.", "Write in top 100 by … or in top 25% by ….");
            throw new SyntaxFailure();
        }

        Advance();
        decimal limit = number.IsPercent ? number.Value * 100m : number.Value;
        if (!IsTopLimit(limit, number.IsPercent))
        {
            diagnostics.Syntax(token.Span, $"'in top' takes a whole number from 1 on or a percentage above 0% and up to 100%, not {token.Text}.");
        }

        return (limit, number.IsPercent);
    }

    /// <summary>A positive whole number, or a percentage above 0 and at most 100.</summary>
    internal static bool IsTopLimit(decimal limit, bool percent) => limit > 0m && (percent ? limit <= 100m : limit == decimal.Truncate(limit));

    /// <summary>From 0 to 100, with at most two fractional digits.</summary>
    internal static bool IsSamplePercent(decimal percent) => percent is >= 0m and <= 100m && decimal.Round(percent, 2) == percent;

    private SampleExpr ParseSample(Token first)
    {
        Advance();
        Token open = TakeOpen();
        Token token = Current;
        if (token.Literal is not NumberLiteral { IsPercent: true } number || !IsSamplePercent(number.Value * 100m))
        {
            diagnostics.Syntax(
                token.Span,
                $"A sample takes a percentage from 0% to 100% with at most two fractional digits, not {Describe(token)}.",
                "Write in sample (10%, \"salt\").");
            throw new SyntaxFailure();
        }

        Advance();
        if (Current.Kind != TokenKind.Comma)
        {
            diagnostics.Syntax(Current.Span, $"A comma and a salt are missing before {Describe(Current)}.", "Write in sample (10%, \"salt\"); the salt keeps samples apart.");
            throw new SyntaxFailure();
        }

        Advance();
        string salt = ParseText().Value;
        TakeClose(open);
        return Made(new SampleExpr(number.Value * 100m, salt) { Span = Since(first) });
    }
}
