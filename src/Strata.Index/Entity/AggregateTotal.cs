using Strata.Index.Entity.Data;
using Strata.Language.Ast;
using Strata.Language.Values;

namespace Strata.Index.Entity;

/// <summary>What an aggregate has seen so far (language.md section 5). Missing values are passed over.</summary>
internal sealed class AggregateTotal(AggregateFunction function)
{
    private readonly HashSet<DataValue>? _distinct = function == AggregateFunction.Distinct ? [] : null;
    private long _rows;
    private Int128 _sum;
    private DataValue _extreme;

    public void AddRow() => _rows++;

    public void Add(DataValue value)
    {
        if (!value.IsKnown)
        {
            return;
        }

        _rows++;
        switch (function)
        {
            case AggregateFunction.Distinct:
                _distinct!.Add(value);
                break;
            case AggregateFunction.Sum or AggregateFunction.Avg:
                _sum += Numbers.Units(value);
                break;
            case AggregateFunction.Min:
                _extreme = _rows == 1 || Numbers.Order(value, _extreme) < 0 ? value : _extreme;
                break;
            case AggregateFunction.Max:
                _extreme = _rows == 1 || Numbers.Order(value, _extreme) > 0 ? value : _extreme;
                break;
            default:
                throw new InvalidOperationException($"Unknown aggregate {function}.");
        }
    }

    public DataValue Result() => function switch
    {
        AggregateFunction.Count => DataValue.OfCount(_rows),
        AggregateFunction.Distinct => DataValue.OfCount(_distinct!.Count),
        AggregateFunction.Sum => DataValue.OfUnits(_sum),
        AggregateFunction.Min or AggregateFunction.Max => _extreme,
        AggregateFunction.Avg when _rows == 0 => DataValue.Missing,
        AggregateFunction.Avg => DataValue.OfDouble((double)_sum / _rows / FixedDecimal.UnitsPerOne),
        _ => throw new InvalidOperationException($"Unknown aggregate {function}."),
    };
}
