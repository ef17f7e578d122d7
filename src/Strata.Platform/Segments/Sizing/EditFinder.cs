using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Platform.Segments.Sizing;

/// <summary>
/// Finds all that can be changed in the conditions of a segment by one edit: every constant of a comparison or a window, every value of
/// a list, every clause. Each site knows how to write the segment with the change.
/// </summary>
internal sealed partial class EditFinder
{
    private const double DroppingAValue = 0.7;
    private const double Widening = 1;
    private const double DroppingAClause = 3;

    private readonly List<EditSite> _sites = [];
    private readonly Func<ValueExpr, TextLiteral, TextLiteral?> _broader;

    private EditFinder(Func<ValueExpr, TextLiteral, TextLiteral?> broader) => _broader = broader;

    /// <summary>The sites, in the order of the text.</summary>
    /// <param name="conditions">The segment.</param>
    /// <param name="broader">The category directly above that one of an <c>under</c> could give way to; null where there is none.</param>
    public static IReadOnlyList<EditSite> Find(Conditions conditions, Func<ValueExpr, TextLiteral, TextLiteral?> broader)
    {
        var finder = new EditFinder(broader);
        finder.Condition(conditions.Where, where => where is null ? null : conditions with { Where = where });
        if (conditions.Exclude is { } exclude)
        {
            finder.Drop(exclude, conditions with { Exclude = null });
            finder.Condition(exclude, changed => conditions with { Exclude = changed });
        }

        return finder._sites;
    }

    /// <summary>Looks at a condition outside of any quantifier, down to its clauses.</summary>
    /// <param name="expression">The condition.</param>
    /// <param name="up">The segment with another condition in its place, or (null) with none; null where that cannot be written.</param>
    private void Condition(Expr expression, Func<Expr?, Conditions?> up)
    {
        switch (expression)
        {
            case AndExpr or OrExpr:
                EquatableList<Expr> operands = expression is AndExpr and ? and.Operands : ((OrExpr)expression).Operands;
                for (int at = 0; at < operands.Count; at++)
                {
                    int part = at;
                    Conditions? Above(Expr? changed) => up(Joined(expression, Replaced(operands, part, changed)));
                    Drop(operands[part], Above(null));
                    Condition(operands[part], Above);
                }

                break;
            case NotExpr { Operand: AndExpr or OrExpr or NotExpr } not:
                Condition(not.Operand, changed => up(changed is null ? null : new NotExpr(changed)));
                break;
            default:
                new ClauseEdits(this, expression, clause => up(clause)!).Literals(expression, changed => changed);
                break;
        }
    }

    private void Drop(Expr clause, Conditions? without)
    {
        if (without is not null)
        {
            _sites.Add(new SingleSite(clause, new Edited(without, null), DroppingAClause));
        }
    }

    private static EquatableList<T> Replaced<T>(EquatableList<T> items, int at, T? changed)
        where T : class =>
        items.Select((item, other) => other == at ? changed : item).OfType<T>().ToEquatableList();

    /// <summary>An <c>and</c> or <c>or</c> of other operands; of one, that one.</summary>
    private static Expr? Joined(Expr expression, EquatableList<Expr> operands) => operands.Count switch
    {
        0 => null,
        1 => operands[0],
        _ => expression is AndExpr ? new AndExpr(operands) : new OrExpr(operands),
    };
}
