using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Bound;
using Strata.Language.Values;

namespace Strata.Index.Entity;

/// <summary>What an aggregate has seen so far (language.md section 5). Missing values are passed over.</summary>
internal sealed class AggregateTotal(AggregateFunction function)
{
    private readonly HashSet<DataValue>? _distinct = function == AggregateFunction.Distinct ? [] : null;
    private long _rows;
    private Int128 _sum;
    private Int128 _least;
    private Int128 _greatest;

    public void AddRow() => _rows++;

    public void Add(DataValue value)
    {
        if (!value.IsKnown)
        {
            return;
        }

        if (_distinct is not null)
        {
            _distinct.Add(value);
            return;
        }

        _least = _rows == 0 ? value.Number : Int128.Min(_least, value.Number);
        _greatest = _rows == 0 ? value.Number : Int128.Max(_greatest, value.Number);
        _sum += value.Number;
        _rows++;
    }

    public DataValue Result(ValueKind kind) => function switch
    {
        AggregateFunction.Count => DataValue.OfCount(_rows),
        AggregateFunction.Distinct => DataValue.OfCount(_distinct!.Count),
        AggregateFunction.Sum => DataValue.OfUnits(_sum),
        _ when _rows == 0 => DataValue.Missing,
        AggregateFunction.Avg => DataValue.OfDouble((double)_sum / _rows / FixedDecimal.UnitsPerOne),
        AggregateFunction.Min => Whole(_least, kind),
        AggregateFunction.Max => Whole(_greatest, kind),
        _ => throw new InvalidOperationException($"Unknown aggregate {function}."),
    };

    private static DataValue Whole(Int128 number, ValueKind kind) =>
        kind == ValueKind.Instant ? DataValue.OfInstant((long)number) : DataValue.OfUnits(number);
}
