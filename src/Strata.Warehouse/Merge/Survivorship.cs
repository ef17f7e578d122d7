namespace Strata.Warehouse.Merge;

/// <summary>
/// Which value of a field survives when two rows are one (catalog.md): the stronger source's, else the one observed last, else that of
/// the row which is kept; a missing value never wins over a known one. The same rule gives the field's whole history.
/// </summary>
internal sealed class Survivorship(Func<string, int> precedenceOf)
{
    /// <summary>The kept row with what survives of both.</summary>
    /// <param name="keep">The row that stays.</param>
    /// <param name="other">The row that is merged into it.</param>
    /// <param name="taken">Told the fields whose present value is the other's.</param>
    public RowImage Merge(RowImage keep, RowImage other, ICollection<string> taken)
    {
        var fields = new Dictionary<string, FieldImage>(keep.Fields, StringComparer.Ordinal);
        foreach (string field in other.Fields.Keys)
        {
            if (Field(keep, field, keep.SaidAndConfirmed(field), other.SaidAndConfirmed(field)) is not { } merged)
            {
                continue;
            }

            if (!string.Equals(merged.Value, keep.Fields.GetValueOrDefault(field)?.Value, StringComparison.Ordinal))
            {
                taken.Add(field);
            }

            fields[field] = merged;
        }

        return keep with { Fields = fields };
    }

    /// <summary>A row with further observations of its fields.</summary>
    /// <param name="row">The row.</param>
    /// <param name="further">The observations by field.</param>
    public RowImage Add(RowImage row, IEnumerable<KeyValuePair<string, IReadOnlyList<Observation>>> further)
    {
        var fields = new Dictionary<string, FieldImage>(row.Fields, StringComparer.Ordinal);
        foreach ((string field, IReadOnlyList<Observation> said) in further)
        {
            if (Field(row, field, row.SaidAndConfirmed(field), said) is { } changed)
            {
                fields[field] = changed;
            }
        }

        return row with { Fields = fields };
    }

    /// <summary>The field as both tell it, or null where the second tells nothing new.</summary>
    private FieldImage? Field(RowImage row, string field, IReadOnlyList<Observation> own, IReadOnlyList<Observation> further)
    {
        List<Observation> together = Tell(own, further);
        if (together.Count == 0 || together.SequenceEqual(Tell(own, [])))
        {
            return null;
        }

        Observation last = together[^1];
        bool isPlain = together.Count == 1 && last.Value is not null && last.At == row.ObservedAt && string.Equals(last.Source, row.Source, StringComparison.Ordinal);
        return new FieldImage(last.Value, last.Folded, isPlain ? [] : together);
    }

    /// <summary>What held from each instant on, according to both; an entry only where the value or who answers for it changes.</summary>
    private List<Observation> Tell(IReadOnlyList<Observation> first, IReadOnlyList<Observation> second)
    {
        var told = new List<Observation>();
        int nextFirst = 0;
        int nextSecond = 0;
        foreach (long at in first.Concat(second).Select(said => said.At).Distinct().Order())
        {
            nextFirst = Advance(first, nextFirst, at);
            nextSecond = Advance(second, nextSecond, at);
            Observation winner = Stronger(nextFirst == 0 ? null : first[nextFirst - 1], nextSecond == 0 ? null : second[nextSecond - 1]);
            if (told.Count == 0 || !string.Equals(told[^1].Value, winner.Value, StringComparison.Ordinal)
                || !string.Equals(told[^1].Source, winner.Source, StringComparison.Ordinal))
            {
                told.Add(winner with { At = at });
            }
        }

        return told;
    }

    private static int Advance(IReadOnlyList<Observation> said, int next, long at)
    {
        while (next < said.Count && said[next].At <= at)
        {
            next++;
        }

        return next;
    }

    private Observation Stronger(Observation? first, Observation? second)
    {
        if (first is null || second is null)
        {
            return first ?? second ?? throw new InvalidOperationException("Nobody said anything.");
        }

        if (first.Value is null != second.Value is null)
        {
            return first.Value is null ? second : first;
        }

        int byPrecedence = precedenceOf(first.Source).CompareTo(precedenceOf(second.Source));
        return byPrecedence < 0 || (byPrecedence == 0 && first.At >= second.At) ? first : second;
    }
}
