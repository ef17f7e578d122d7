using Strata.Index.Columns;
using Strata.Index.Entity;
using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Index.Nodes;

/// <summary>An aggregate over some rows (language.md section 5).</summary>
internal abstract class RowAggregate
{
    /// <summary>Its value over no rows.</summary>
    public DataValue Nothing => Of([]);

    /// <summary>Its value over rows.</summary>
    public abstract DataValue Of(ReadOnlySpan<int> rows);

    /// <summary>The aggregate of a function over a value; null for the value where rows are counted.</summary>
    public static RowAggregate Create(AggregateFunction function, ValueReader? of) => (function, of) switch
    {
        (AggregateFunction.Count, null) => new Rows(),
        (AggregateFunction.Distinct, CodeReader codes) => new DistinctKeys(codes.Column.CodeAt, nothing: 0),
        (AggregateFunction.Distinct, ContactReader contacts) => new DistinctKeys(row => contacts.Contacts[row], nothing: -1),
        (AggregateFunction.Sum or AggregateFunction.Avg or AggregateFunction.Min or AggregateFunction.Max, NumberReader { Column: { } column }) =>
            new OfNumbers(function, column, instants: of.IsInstant),
        _ => new General(function, of!),
    };

    private sealed class Rows : RowAggregate
    {
        public override DataValue Of(ReadOnlySpan<int> rows) => DataValue.OfCount(rows.Length);
    }

    private sealed class OfNumbers(AggregateFunction function, NumberColumn column, bool instants) : RowAggregate
    {
        public override DataValue Of(ReadOnlySpan<int> rows)
        {
            long known = 0, least = long.MaxValue, greatest = long.MinValue;
            Int128 sum = 0;
            foreach (int row in rows)
            {
                long value = column.At(row);
                if (value != NumberColumn.Missing)
                {
                    known++;
                    sum += value;
                    least = Math.Min(least, value);
                    greatest = Math.Max(greatest, value);
                }
            }

            return function switch
            {
                AggregateFunction.Sum => DataValue.OfUnits(sum),
                _ when known == 0 => DataValue.Missing,
                AggregateFunction.Avg => DataValue.OfDouble((double)sum / known / FixedDecimal.UnitsPerOne),
                AggregateFunction.Min => instants ? DataValue.OfInstant(least) : DataValue.OfUnits(least),
                _ => instants ? DataValue.OfInstant(greatest) : DataValue.OfUnits(greatest),
            };
        }
    }

    private sealed class DistinctKeys(Func<long, int> keyOf, int nothing) : RowAggregate
    {
        /// <summary>Up to how many distinct keys are looked through; more are hashed.</summary>
        private const int MostScanned = 32;

        public override DataValue Of(ReadOnlySpan<int> rows)
        {
            Span<int> few = stackalloc int[MostScanned];
            HashSet<int>? many = null;
            int count = 0;
            foreach (int row in rows)
            {
                int key = keyOf(row);
                if (key == nothing)
                {
                    continue;
                }

                if (many is not null)
                {
                    many.Add(key);
                }
                else if (!few[..count].Contains(key))
                {
                    if (count == MostScanned)
                    {
                        many = [.. few, key];
                    }
                    else
                    {
                        few[count++] = key;
                    }
                }
            }

            return DataValue.OfCount(many?.Count ?? count);
        }
    }

    private sealed class General(AggregateFunction function, ValueReader of) : RowAggregate
    {
        public override DataValue Of(ReadOnlySpan<int> rows)
        {
            var total = new AggregateTotal(function);
            foreach (int row in rows)
            {
                total.Add(of.At(row));
            }

            return total.Result();
        }
    }
}
