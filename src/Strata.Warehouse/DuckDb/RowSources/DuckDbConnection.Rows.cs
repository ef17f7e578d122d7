using Strata.Language.Sql;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <content>Rows of the program that statements read.</content>
public sealed partial class DuckDbConnection
{
    /// <summary>
    /// True where a thread that waits for the engine's own threads sleeps meanwhile, for up to a millisecond more than it must. Otherwise it
    /// asks them all the time whether they are done, and takes as much of a processor as they do.
    /// </summary>
    public bool IsPatient { get; set; }

    /// <summary>
    /// Adds rows to a table by one statement that reads them where they are; an appender gathers a copy of them first. All of them or none.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns to fill, in order; the others get their default.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="fill">Gives them; what it points at stays as it is until this ends.</param>
    /// <returns>How many rows were added.</returns>
    /// <exception cref="DuckDbException">There is no such table or column, a constraint is violated, or the disk is full.</exception>
    public long InsertRows(string table, IReadOnlyList<string> columns, long count, ChunkFiller fill)
    {
        string names = string.Join(", ", columns.Select(SqlIdentifier.Quote));
        string target = SqlIdentifier.Quote(table);
        var types = new LogicalTypeHandle[columns.Count];
        using (DuckDbResult shape = Query($"SELECT {names} FROM {target} LIMIT 0"))
        {
            for (int i = 0; i < types.Length; i++)
            {
                types[i] = shape.NativeType(i);
            }
        }

        using var rows = new DuckDbRows(columns, types, count, fill);
        return ExecuteWith(rows, $"INSERT INTO {target} ({names}) FROM {rows.Sql}");
    }

    /// <summary>Makes rows be read by statements, until they are disposed.</summary>
    /// <param name="columns">Their columns.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="fill">Gives them, once: a statement reads them from their beginning only if this begins again.</param>
    public static DuckDbRows OpenRows(IReadOnlyList<(string Name, DuckDbTypeId Type)> columns, long count, ChunkFiller fill) => new(
        [.. columns.Select(column => column.Name)],
        [.. columns.Select(column => NativeMethods.duckdb_create_logical_type(column.Type))],
        count,
        fill);

    /// <summary>Runs one statement that reads rows of the program, to its end; what goes wrong while they are given is thrown as it is.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">A value for each parameter.</param>
    /// <returns>How many rows it inserted, updated or deleted.</returns>
    public long ExecuteWith(DuckDbRows rows, string sql, params ReadOnlySpan<DuckDbValue> values)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            return Execute(sql, values);
        }
        catch (DuckDbException)
        {
            rows.ThrowFault();
            throw;
        }
    }
}
