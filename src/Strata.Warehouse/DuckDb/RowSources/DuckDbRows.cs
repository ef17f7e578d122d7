using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// Rows of the program that one statement reads as it would a table, without a copy of them being made: name <see cref="Sql"/> in it. What
/// the rows point at stays as it is until the statement has ended.
/// </summary>
public sealed class DuckDbRows : IDisposable
{
    private static readonly ConcurrentDictionary<long, DuckDbRows> Open = new();
    private static readonly int Capacity = (int)NativeMethods.duckdb_vector_size();
    private static long _lastNumber;
    private readonly long _number = Interlocked.Increment(ref _lastNumber);
    private readonly IReadOnlyList<string> _names;
    private readonly LogicalTypeHandle[] _types;
    private readonly long _count;
    private readonly ChunkFiller _fill;
    private readonly DuckDbColumnWriter[] _columns;
    private readonly VectorHandle?[] _own;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Makes the rows be read; disposed, they are forgotten.</summary>
    /// <param name="names">The names of the columns.</param>
    /// <param name="types">Their types, which it disposes.</param>
    /// <param name="count">How many rows there are.</param>
    /// <param name="fill">Gives them.</param>
    internal DuckDbRows(IReadOnlyList<string> names, LogicalTypeHandle[] types, long count, ChunkFiller fill)
    {
        _names = names;
        _types = types;
        _count = count;
        _fill = fill;
        _columns = [.. types.Select(type => new DuckDbColumnWriter(DuckDbColumnType.From(type), Capacity))];
        _own = new VectorHandle?[types.Length];
        Open[_number] = this;
    }

    /// <summary>What a statement names in place of a table.</summary>
    public string Sql => string.Create(CultureInfo.InvariantCulture, $"{RowFunction.Name}({_number})");

    /// <summary>Those of a number.</summary>
    /// <exception cref="InvalidOperationException">They are not open.</exception>
    internal static DuckDbRows Of(long number) =>
        Open.TryGetValue(number, out DuckDbRows? rows) ? rows : throw new InvalidOperationException($"There are no rows {number}.");

    /// <summary>Throws what went wrong while rows were given, where something did.</summary>
    internal void ThrowFault() => _fault?.Throw();

    /// <inheritdoc/>
    public void Dispose()
    {
        Open.TryRemove(_number, out _);
        foreach (LogicalTypeHandle type in _types)
        {
            type.Dispose();
        }
    }

    /// <summary>Tells the engine what columns and how many rows there are.</summary>
    internal void Describe(nint bind)
    {
        for (int i = 0; i < _types.Length; i++)
        {
            NativeMethods.duckdb_bind_add_result_column(bind, _names[i], _types[i]);
        }

        NativeMethods.duckdb_bind_set_cardinality(bind, (ulong)_count, isExact: true);
    }

    /// <summary>Fills an empty chunk of the engine.</summary>
    internal void Fill(nint chunk)
    {
        try
        {
            for (int i = 0; i < _columns.Length; i++)
            {
                _own[i] = HasText(_columns[i].Type) ? NativeMethods.duckdb_create_vector(_types[i], (ulong)Capacity) : null;
                _columns[i].Attach(_own[i]?.Pointer ?? NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i));
            }

            int rows = _fill(_columns, Capacity);
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)Capacity, nameof(rows));
            for (int i = 0; i < _columns.Length; i++)
            {
                if (_own[i] is { } own)
                {
                    NativeMethods.duckdb_vector_reference_vector(NativeMethods.duckdb_data_chunk_get_vector(chunk, (ulong)i), own.Pointer);
                }
            }

            NativeMethods.duckdb_data_chunk_set_size(chunk, (ulong)rows);
        }
        catch (Exception fault)
        {
            _fault = ExceptionDispatchInfo.Capture(fault);
            throw;
        }
        finally
        {
            ReleaseOwn();
        }
    }

    /// <summary>
    /// True for a column whose values do not lie in the vector itself. Room for them in the engine's own vectors counts towards its memory
    /// limit, and where that is reached the engine throws across the frames of the program, which ends the process.
    /// </summary>
    private static bool HasText(DuckDbColumnType type) => type.Id is DuckDbTypeId.Varchar or DuckDbTypeId.List;

    private void ReleaseOwn()
    {
        for (int i = 0; i < _own.Length; i++)
        {
            _own[i]?.Dispose();
            _own[i] = null;
        }
    }
}
