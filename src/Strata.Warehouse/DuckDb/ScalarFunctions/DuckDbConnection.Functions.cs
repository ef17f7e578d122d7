namespace Strata.Warehouse.DuckDb;

/// <content>Scalar functions.</content>
public sealed partial class DuckDbConnection
{
    /// <summary>Makes a function VARCHAR … → VARCHAR callable from SQL on every connection of the database.</summary>
    /// <remarks>
    /// NULL in any argument gives NULL without a call. The engine calls it from several threads at once, so it must be thread-safe;
    /// it must always give the same result for the same arguments. An exception becomes an SQL error with its message.
    /// </remarks>
    /// <param name="name">The name in SQL; a function of that name and number of arguments is replaced.</param>
    /// <param name="argumentCount">How many VARCHAR arguments it takes, at least 1.</param>
    /// <param name="function">The function.</param>
    /// <param name="keeps">True for a first argument that the function is sure to give back as it is; chunks of such rows are not copied.</param>
    public void RegisterTextFunction(string name, int argumentCount, Utf8TextFunction function, Utf8Predicate? keeps = null) =>
        ScalarFunction.Register(Handle, name, argumentCount, DuckDbTypeId.Varchar, new TextScalarFunction(function, keeps));

    /// <summary>Makes a function VARCHAR … → BIGINT callable from SQL.</summary>
    /// <inheritdoc cref="RegisterTextFunction"/>
    public void RegisterBigIntFunction(string name, int argumentCount, Utf8Function<long> function) =>
        ScalarFunction.Register(Handle, name, argumentCount, DuckDbTypeId.BigInt, new FixedScalarFunction<long>(function));

    /// <summary>Makes a function VARCHAR … → TIMESTAMP callable from SQL; it gives UTC microseconds since 1970.</summary>
    /// <inheritdoc cref="RegisterTextFunction"/>
    public void RegisterTimestampFunction(string name, int argumentCount, Utf8Function<long> function) =>
        ScalarFunction.Register(Handle, name, argumentCount, DuckDbTypeId.Timestamp, new FixedScalarFunction<long>(function));

    /// <summary>Makes a function VARCHAR … → BOOLEAN callable from SQL.</summary>
    /// <inheritdoc cref="RegisterTextFunction"/>
    public void RegisterBooleanFunction(string name, int argumentCount, Utf8Function<bool> function) =>
        ScalarFunction.Register(Handle, name, argumentCount, DuckDbTypeId.Boolean, new FixedScalarFunction<bool>(function));
}
