namespace Strata.Warehouse.DuckDb;

/// <summary>Reads the first column of a row as a type known at compile time.</summary>
internal static class ScalarConversion
{
    public static T To<T>(DuckDbRow row)
    {
        Type type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        object value =
            type == typeof(long) ? row.GetInt64(0)
            : type == typeof(int) ? checked((int)row.GetInt64(0))
            : type == typeof(string) ? row.GetText(0)!
            : type == typeof(bool) ? row.GetBoolean(0)
            : type == typeof(double) ? row.GetDouble(0)
            : type == typeof(Int128) ? row.GetInt128(0)
            : type == typeof(decimal) ? row.GetDecimal(0)
            : throw new InvalidCastException($"A scalar is not read as {typeof(T)}.");
        return (T)value;
    }
}
