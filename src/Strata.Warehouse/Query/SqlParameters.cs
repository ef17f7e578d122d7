using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Query;

/// <summary>Binds the values of printed statements.</summary>
public static class SqlParameters
{
    /// <summary>The values of a statement in order, as DuckDB binds them.</summary>
    public static DuckDbValue[] Values(this SqlStatement statement) => [.. statement.Parameters.Select(parameter => parameter switch
    {
        TextParameter text => text.Value,
        IntegerParameter whole => (DuckDbValue)whole.Value,
        DoubleParameter number => number.Value,
        InstantParameter instant => DuckDbValue.Timestamp(instant.Microseconds),
        TextListParameter list => DuckDbValue.List([.. list.Values]),
        _ => throw new InvalidOperationException($"Unknown parameter {parameter.GetType().Name}."),
    })];
}
