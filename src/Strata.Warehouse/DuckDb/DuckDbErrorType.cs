namespace Strata.Warehouse.DuckDb;

/// <summary>What kind of error the engine reports; taken from the words before <c>Error:</c> in its message.</summary>
public enum DuckDbErrorType
{
    /// <summary>A kind that has no name here.</summary>
    Other,

    /// <summary>The SQL text does not parse.</summary>
    Parser,

    /// <summary>A name or type in the SQL does not fit.</summary>
    Binder,

    /// <summary>A table, function or other object is missing, or exists already.</summary>
    Catalog,

    /// <summary>A value cannot be converted to the type asked for.</summary>
    Conversion,

    /// <summary>A value is outside its type's range.</summary>
    OutOfRange,

    /// <summary>A primary key, unique, not-null or check constraint is violated.</summary>
    Constraint,

    /// <summary>An argument or setting is wrong; also what an error raised in a scalar function becomes.</summary>
    InvalidInput,

    /// <summary>Reading or writing a file failed, a full disk included.</summary>
    InputOutput,

    /// <summary>The memory limit does not suffice.</summary>
    OutOfMemory,

    /// <summary>A transaction conflicts with another one, or was aborted before.</summary>
    Transaction,

    /// <summary>The query was interrupted.</summary>
    Interrupt,

    /// <summary>A file's content is damaged or of another version.</summary>
    Serialization,

    /// <summary>A fault inside the engine.</summary>
    Internal,

    /// <summary>The database is unusable until it is opened again.</summary>
    Fatal,
}
