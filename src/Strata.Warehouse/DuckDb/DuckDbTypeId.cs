namespace Strata.Warehouse.DuckDb;

/// <summary>The engine's column types, with the numbers of <c>duckdb.h</c>.</summary>
public enum DuckDbTypeId
{
    /// <summary>No type.</summary>
    Invalid = 0,

    /// <summary>BOOLEAN; one byte a row.</summary>
    Boolean = 1,

    /// <summary>TINYINT; <see cref="sbyte"/>.</summary>
    TinyInt = 2,

    /// <summary>SMALLINT; <see cref="short"/>.</summary>
    SmallInt = 3,

    /// <summary>INTEGER; <see cref="int"/>.</summary>
    Integer = 4,

    /// <summary>BIGINT; <see cref="long"/>.</summary>
    BigInt = 5,

    /// <summary>UTINYINT; <see cref="byte"/>.</summary>
    UTinyInt = 6,

    /// <summary>USMALLINT; <see cref="ushort"/>.</summary>
    USmallInt = 7,

    /// <summary>UINTEGER; <see cref="uint"/>.</summary>
    UInteger = 8,

    /// <summary>UBIGINT; <see cref="ulong"/>.</summary>
    UBigInt = 9,

    /// <summary>FLOAT; <see cref="float"/>.</summary>
    Float = 10,

    /// <summary>DOUBLE; <see cref="double"/>.</summary>
    Double = 11,

    /// <summary>TIMESTAMP; a <see cref="long"/> of microseconds since 1970, UTC by Strata's convention.</summary>
    Timestamp = 12,

    /// <summary>DATE; an <see cref="int"/> of days since 1970.</summary>
    Date = 13,

    /// <summary>TIME; a <see cref="long"/> of microseconds since midnight.</summary>
    Time = 14,

    /// <summary>INTERVAL; not read by this binding.</summary>
    Interval = 15,

    /// <summary>HUGEINT; <see cref="System.Int128"/>.</summary>
    HugeInt = 16,

    /// <summary>VARCHAR; UTF-8.</summary>
    Varchar = 17,

    /// <summary>BLOB; bytes.</summary>
    Blob = 18,

    /// <summary>DECIMAL; an integer of 16 to 128 bits, scaled.</summary>
    Decimal = 19,

    /// <summary>TIMESTAMP_S; a <see cref="long"/> of seconds.</summary>
    TimestampSeconds = 20,

    /// <summary>TIMESTAMP_MS; a <see cref="long"/> of milliseconds.</summary>
    TimestampMilliseconds = 21,

    /// <summary>TIMESTAMP_NS; a <see cref="long"/> of nanoseconds.</summary>
    TimestampNanoseconds = 22,

    /// <summary>ENUM; an index into its dictionary.</summary>
    Enum = 23,

    /// <summary>LIST; a range of rows of its child column.</summary>
    List = 24,

    /// <summary>STRUCT; not read by this binding.</summary>
    Struct = 25,

    /// <summary>MAP; not read by this binding.</summary>
    Map = 26,

    /// <summary>UUID; not read by this binding.</summary>
    Uuid = 27,

    /// <summary>UNION; not read by this binding.</summary>
    Union = 28,

    /// <summary>BIT; not read by this binding.</summary>
    Bit = 29,

    /// <summary>TIME WITH TIME ZONE; not read by this binding.</summary>
    TimeWithZone = 30,

    /// <summary>TIMESTAMP WITH TIME ZONE; a <see cref="long"/> of UTC microseconds since 1970.</summary>
    TimestampWithZone = 31,

    /// <summary>UHUGEINT; <see cref="System.UInt128"/>.</summary>
    UHugeInt = 32,

    /// <summary>ARRAY; not read by this binding.</summary>
    Array = 33,

    /// <summary>ANY: a function's parameter of whatever type.</summary>
    Any = 34,

    /// <summary>BIGNUM; not read by this binding.</summary>
    BigNum = 35,

    /// <summary>The type of an untyped NULL.</summary>
    SqlNull = 36,

    /// <summary>TIME_NS; a <see cref="long"/> of nanoseconds since midnight.</summary>
    TimeNanoseconds = 39,
}
