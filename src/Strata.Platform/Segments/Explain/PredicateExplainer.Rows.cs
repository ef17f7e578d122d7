using Strata.Index.Entity.Data;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Platform.Segments.Explain;

internal sealed partial class PredicateExplainer
{
    private const int MostRows = 5;
    private const int MostValues = 4;

    private Predicate Quantified(BoundQuantified test, DataRow row, bool holds)
    {
        IReadOnlyList<DataRow> all = at.Matching(test.Source, null, [], test.Window, row);
        IReadOnlyList<DataRow> matching = at.Matching(test.Source, test.Where, test.Steps, test.Window, row);
        RowType type = test.Source.Row;
        string such = Such(test);
        if (test.Every)
        {
            var failing = all.Except(matching, ReferenceEqualityComparer.Instance).Cast<DataRow>().ToList();
            string counted = $"{Count(matching.Count)} of {RowNames.Counted(all.Count, type)} {(matching.Count == 1 ? "complies" : "comply")}";
            return holds
                ? new(counted, null, $"1 more {RowNames.Noun(type, 1)} that does not comply", all.Count > 0 ? Rows(all, test.Where) : null)
                : new(
                    counted,
                    $"{Count(failing.Count)} {(failing.Count == 1 ? "does" : "do")} not comply",
                    failing.Count == 1 ? $"the {RowNames.Noun(type, 1)} that does not comply comes to, or goes" : $"all {RowNames.Counted(failing.Count, type)} that do not comply come to, or go",
                    Rows(failing, test.Where),
                    failing.Count);
        }

        string actual = all.Count == 0
            ? $"no {RowNames.Noun(type, 0)}{(test.Window is null ? "" : " in that time")}"
            : $"{Count(matching.Count)} of {RowNames.Counted(all.Count, type)} {(matching.Count == 1 ? "matches" : "match")}{PartsOf(test, row, all.Count, matching.Count)}";
        return holds
            ? new(
                actual,
                null,
                matching.Count == 1 ? $"the {RowNames.Noun(type, 1)} that matches goes" : $"all {RowNames.Counted(matching.Count, type)} that match go",
                Rows(matching, test.Where),
                matching.Count)
            : new(actual, $"needs 1 {such}", $"1 {such}");
    }

    private static string Such(BoundQuantified test)
    {
        string text = RowNames.Noun(test.Source.Row, 1) + (test.Where is null ? "" : $" where {ValueText.Label(test.Where)}");
        return test.Steps.Count == 0 ? text : $"{text}, followed as written";
    }

    /// <summary>Where nothing matches the whole of a condition: how many rows match each of its parts.</summary>
    private string PartsOf(BoundQuantified test, DataRow row, int total, int matching)
    {
        if (matching > 0 || total == 0)
        {
            return "";
        }

        IEnumerable<BoundExpr> parts = test.Where switch
        {
            BoundAnd all when Written.IsConjunction(all) => all.Operands,
            { } where when test.Steps.Count > 0 => [where],
            _ => [],
        };
        var counts = parts
            .Select(part => $"{ValueText.Label(part)}: {Count(at.Matching(test.Source, part, [], test.Window, row).Count)}")
            .ToList();
        return counts.Count == 0 ? "" : $" ({string.Join("; ", counts)})";
    }

    /// <summary>The rows that the value of an aggregate rests on.</summary>
    private Evidence? EvidenceOf(BoundValue value, DataRow row)
    {
        if (value is not BoundAggregate aggregate)
        {
            return null;
        }

        IReadOnlyList<DataRow> rows = at.Matching(aggregate.Source, aggregate.Where, [], aggregate.Window, row);
        return rows.Count == 0 ? null : Rows(rows, aggregate.Where, aggregate.Of);
    }

    private Evidence Rows(IReadOnlyList<DataRow> rows, BoundExpr? where, BoundValue? of = null)
    {
        List<BoundField> fields = [.. FieldsRead.By(where), .. FieldsRead.By(of)];
        return new Evidence(rows.Count, [.. rows.Reverse().Take(MostRows).Select(row => Shown(row, fields))]);
    }

    /// <summary>A row with the values that the clause speaks of, or its first known ones where it speaks of none.</summary>
    private EvidenceRow Shown(DataRow row, List<BoundField> fields)
    {
        IEnumerable<BoundField> shown = fields.Count > 0
            ? fields
            : row.Type.Fields.Where(field => !RowNames.IsNameOrKey(field)).Select(field => new BoundField(row.Type, field, FieldOwner.Self));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (BoundField field in shown)
        {
            DataValue value = at.Value(field, row);
            if (value.IsKnown && values.Count < MostValues)
            {
                values.TryAdd(ValueText.Label(field), ValueText.Of(value));
            }
        }

        string? instant = row is EventRow happened ? Microseconds.ToText(happened.Instant) : null;
        return new EvidenceRow(RowNames.Source(row.Type), RowNames.Key(row), RowNames.Name(row), instant, values);
    }
}
