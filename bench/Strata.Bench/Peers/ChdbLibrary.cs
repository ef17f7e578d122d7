using System.Runtime.InteropServices;
using System.Text;

namespace Strata.Bench.Peers;

/// <summary>
/// The functions of <c>libchdb.so</c> that are needed, by its C header (chdb.h, 26.5). One database a process.
/// </summary>
internal sealed unsafe class ChdbLibrary : IDisposable
{
    private readonly ChdbSignals _signals = new();
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte**, byte**, nuint, nint> _query;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _error;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _buffer;
    private readonly delegate* unmanaged[Cdecl]<nint, nuint> _length;
    private readonly delegate* unmanaged[Cdecl]<nint, void> _destroyResult;
    private readonly delegate* unmanaged[Cdecl]<nint*, void> _close;
    private nint* _connection;

    /// <summary>Loads the library and opens a database in a directory.</summary>
    /// <param name="library">The file <c>libchdb.so</c>.</param>
    /// <param name="directory">Where it keeps its files.</param>
    /// <exception cref="DllNotFoundException">There is no such library.</exception>
    /// <exception cref="BadImageFormatException">The file is not a library.</exception>
    /// <exception cref="EntryPointNotFoundException">The library is another one, or older than 26.5.</exception>
    /// <exception cref="ChdbException">It cannot open the directory.</exception>
    public ChdbLibrary(string library, string directory)
    {
        // Never unloaded: its threads outlive the connection.
        nint handle = NativeLibrary.Load(library);
        nint Find(string name) => NativeLibrary.GetExport(handle, name);
        _query = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, byte**, byte**, nuint, nint>)Find("chdb_query_with_params");
        _error = (delegate* unmanaged[Cdecl]<nint, byte*>)Find("chdb_result_error");
        _buffer = (delegate* unmanaged[Cdecl]<nint, byte*>)Find("chdb_result_buffer");
        _length = (delegate* unmanaged[Cdecl]<nint, nuint>)Find("chdb_result_length");
        _destroyResult = (delegate* unmanaged[Cdecl]<nint, void>)Find("chdb_destroy_query_result");
        _close = (delegate* unmanaged[Cdecl]<nint*, void>)Find("chdb_close_conn");
        var keepSignals = (delegate* unmanaged[Cdecl]<int, void>)Find("chdb_set_signal_handlers_enabled");
        var connect = (delegate* unmanaged[Cdecl]<int, byte**, nint*>)Find("chdb_connect");
        try
        {
            keepSignals(0);
            using var arguments = new Utf8Array(["clickhouse", "--path=" + directory]);
            _connection = connect(arguments.Count, arguments.Pointer);
        }
        finally
        {
            _signals.Restore();
        }

        if (_connection is null)
        {
            throw new ChdbException("chDB did not open its directory.");
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">The statement; parameters are <c>{name:Type}</c>.</param>
    /// <param name="parameters">Their names and values as text.</param>
    /// <returns>What it answered, values parted by tabs.</returns>
    /// <exception cref="ChdbException">It was refused or failed.</exception>
    public string Query(string sql, params IReadOnlyList<(string Name, string Value)> parameters)
    {
        ObjectDisposedException.ThrowIf(_connection is null, this);
        using var texts = new Utf8Array([sql, "TabSeparated"]);
        using var names = new Utf8Array([.. parameters.Select(parameter => parameter.Name)]);
        using var values = new Utf8Array([.. parameters.Select(parameter => parameter.Value)]);
        nint result = _query(*_connection, texts.Pointer[0], texts.Pointer[1], names.Pointer, values.Pointer, (nuint)parameters.Count);
        try
        {
            if (Marshal.PtrToStringUTF8((nint)_error(result)) is { } error)
            {
                throw new ChdbException(error);
            }

            byte* buffer = _buffer(result);
            return buffer is null ? "" : Encoding.UTF8.GetString(buffer, checked((int)_length(result)));
        }
        finally
        {
            _destroyResult(result);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_connection is not null)
        {
            _close(_connection);
            _connection = null;
            _signals.Restore();
        }
    }

    /// <summary>Texts as C takes them: an array of pointers to bytes that end with 0.</summary>
    private sealed class Utf8Array : IDisposable
    {
        public Utf8Array(IReadOnlyList<string> texts)
        {
            Count = texts.Count;
            Pointer = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(1, Count), (nuint)sizeof(byte*));
            for (int i = 0; i < Count; i++)
            {
                Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
            }
        }

        public int Count { get; }

        public byte** Pointer { get; }

        public void Dispose()
        {
            for (int i = 0; i < Count; i++)
            {
                Marshal.FreeCoTaskMem((nint)Pointer[i]);
            }

            NativeMemory.Free(Pointer);
        }
    }
}

/// <summary>What chDB says is wrong.</summary>
internal sealed class ChdbException(string message) : Exception(message);
