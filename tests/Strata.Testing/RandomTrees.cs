using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Strata.Language.Ast;
using Strata.Language.Values;
using Duration = Strata.Language.Ast.Duration;

namespace Strata.Testing;

/// <summary>
/// Random syntax trees of every kind of node, as they can be written; names and types need not make sense. Each part is a generator of its
/// own, to build others from.
/// </summary>
public static class RandomTrees
{
    /// <summary>Names, among them those that are words of the language too.</summary>
    public static Gen<string> Name { get; } = Gen.Frequency(
        (3, Gen.Elements("employees", "industry", "country", "score", "page", "created_at", "a", "b2", "_x")),
        (1, Gen.Elements(
            "any", "none", "every", "count", "sum", "avg", "min", "max", "distinct", "first", "last", "trend", "is", "has", "between", "under", "since", "before", "after",
            "ever", "where", "then", "within", "by", "per", "among", "top", "sample", "segment", "list", "known", "days", "ago", "account", "contact", "matches", "with")));

    /// <summary>Names of collections and events.</summary>
    public static Gen<string> SourceName { get; } = Name.Where(name => name is not ("account" or "where" or "then" or "within"));

    /// <summary>Paths of one to three names; the later ones may be any word.</summary>
    public static Gen<PathValue> Path { get; } =
        from first in Name
        from rest in Gen.Frequency((4, Gen.Constant<string[]>([])), (1, Gen.OneOf(Name, Gen.Elements("and", "or", "not", "in", "true", "no")).ArrayOf().Resize(2)))
        select new PathValue(new[] { first }.Concat(rest.Take(2)).ToEquatableList());

    /// <summary>Sources, some of them reached through the account.</summary>
    public static Gen<SourceRef> Source { get; } =
        from name in SourceName
        from through in Rarely
        select new SourceRef(name, through);

    /// <summary>Durations of every unit.</summary>
    public static Gen<Duration> Duration { get; } =
        from count in Gen.Frequency((1, Gen.Constant(1)), (4, Gen.Choose(1, 1_000)))
        from unit in EnumMember<TimeUnit>()
        select new Duration(count, unit);

    /// <summary>Numbers with every suffix that the printer uses, negative ones and percentages.</summary>
    public static Gen<NumberLiteral> Number { get; } =
        from mantissa in Gen.Frequency((2, Gen.Choose(-2_000, 2_000)), (1, Gen.Choose(int.MinValue, int.MaxValue)))
        from scale in Gen.Elements(1m, 1m, 1m, 0.1m, 0.01m, 0.0001m, 0.0000000001m, 1_000m, 5_000m, 1_000_000m, 100_000m)
        from percent in Rarely
        let value = mantissa * scale * (percent ? 0.01m : 1m)
        select new NumberLiteral(Math.Abs(value) < 900_000_000_000_000m ? value : mantissa, percent);

    /// <summary>Texts, hostile ones among them.</summary>
    public static Gen<TextLiteral> Text { get; } = RandomTexts.Any.Select(value => new TextLiteral(value));

    /// <summary>Dates, date-times and instants from the year 1 to 9999.</summary>
    public static Gen<Literal> Moment { get; } =
        from day in Gen.Frequency((4, Gen.Choose(0, 20_000)), (1, Gen.Choose(-719_162, 2_932_896)))
        from second in Gen.Choose(0, 86_399)
        from micros in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 999_999)))
        from kind in Gen.Choose(0, 2)
        let date = new LocalDate(1970, 1, 1).PlusDays(day)
        let local = date.AtMidnight().PlusSeconds(second).PlusTicks(micros * 10L)
        select (Literal)(kind switch
        {
            0 => new DateLiteral(date),
            1 => new LocalDateTimeLiteral(local),
            _ => new InstantLiteral(local.InUtc().ToInstant()),
        });

    /// <summary>Constants of every type.</summary>
    public static Gen<Literal> Literal { get; } = Gen.OneOf(
        Text.Select(text => (Literal)text),
        Number.Select(number => (Literal)number),
        Gen.Elements(true, false).Select(value => (Literal)new BooleanLiteral(value)),
        Moment);

    /// <summary>Windows of every kind.</summary>
    public static Gen<Window> Window { get; } = Gen.OneOf(
        Duration.Select(duration => (Window)new LastWindow(duration)),
        Duration.Select(duration => (Window)new PreviousWindow(duration)),
        EnumMember<TimeUnit>().Select(unit => (Window)new ThisUnitWindow(unit)),
        EnumMember<TimeUnit>().Select(unit => (Window)new PreviousUnitWindow(unit)),
        Moment.Select(moment => (Window)new SinceWindow(moment)),
        Moment.Two().Select(pair => (Window)new BetweenWindow(pair.Item1, pair.Item2)),
        Moment.Select(moment => (Window)new BeforeWindow(moment)),
        Gen.Constant((Window)new EverWindow()));

    private static Gen<bool> Rarely => Gen.Choose(0, 4).Select(choice => choice == 0);

    /// <summary>Conditions of about the given height.</summary>
    /// <param name="height">At least 0; a tree has a few levels more than this.</param>
    public static Gen<Expr> Expression(int height) =>
        height <= 0 ? Leaf : Gen.Frequency((3, RandomComparisons.Of(Value(height - 1))), (2, Logic(height - 1)), (3, RandomCalls.Condition(height - 1)), (1, Leaf));

    /// <summary>Conditions of any height up to about five.</summary>
    public static Gen<Expr> Expression() => Gen.Choose(0, 5).SelectMany(Expression);

    /// <summary>Values of about the given height.</summary>
    /// <param name="height">At least 0.</param>
    public static Gen<ValueExpr> Value(int height)
    {
        Gen<ValueExpr> leaf = Gen.Frequency((3, Path.Select(path => (ValueExpr)path)), (1, Number.Select(number => (ValueExpr)new LiteralValue(number))));
        return height <= 0 ? leaf : Gen.Frequency((2, leaf), (2, Arithmetic(height - 1)), (3, RandomCalls.Value(height - 1)));
    }

    /// <summary>The value or null, null half of the time.</summary>
    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(value => (T?)value));

    /// <summary>A member of an enumeration.</summary>
    public static Gen<T> EnumMember<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>().AsEnumerable());

    /// <summary>A list of one to four elements.</summary>
    public static Gen<EquatableList<T>> Some<T>(Gen<T> gen) => Gen.Choose(1, 4).SelectMany(count => gen.ListOf(count)).Select(items => items.ToEquatableList());

    private static Gen<Expr> Leaf { get; } = Gen.OneOf(
        Path.Select(path => (Expr)new BooleanExpr(path)),
        from name in RandomTexts.Any
        from through in Gen.Elements(true, false)
        from list in Gen.Elements(true, false)
        select (Expr)new MembershipExpr(through, list, name),
        from hundredths in Gen.Choose(0, 10_000)
        from salt in RandomTexts.Any
        select (Expr)new SampleExpr(hundredths / 100m, salt));

    private static Gen<Expr> Logic(int height)
    {
        Gen<EquatableList<Expr>> operands = Gen.Choose(2, 4).SelectMany(count => Expression(height).ListOf(count)).Select(items => items.ToEquatableList());
        return Gen.OneOf(
            operands.Select(items => (Expr)new AndExpr(items)),
            operands.Select(items => (Expr)new OrExpr(items)),
            Expression(height).Select(operand => (Expr)new NotExpr(operand)));
    }

    private static Gen<ValueExpr> Arithmetic(int height) =>
        from op in EnumMember<ArithmeticOp>()
        from left in Value(height)
        from right in Value(height)
        select (ValueExpr)new ArithmeticValue(op, left, right);
}
