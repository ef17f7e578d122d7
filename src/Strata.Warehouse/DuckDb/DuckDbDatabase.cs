using System.Collections.ObjectModel;
using System.Runtime.InteropServices;
using Strata.Warehouse.DuckDb.Native;

namespace Strata.Warehouse.DuckDb;

/// <summary>
/// An open DuckDB database: a file, or memory. Thread-safe; each thread works through its own <see cref="DuckDbConnection"/>.
/// </summary>
/// <remarks>
/// The file stays open, and locked against other processes, until the database and every connection, statement and result of it
/// is disposed; the order does not matter.
/// </remarks>
public sealed class DuckDbDatabase : IDisposable
{
    private readonly DatabaseHandle _handle;

    private DuckDbDatabase(DatabaseHandle handle)
    {
        _handle = handle;
        using DuckDbConnection connection = Connect();
        RowFunction.Register(connection.Handle);
    }

    /// <summary>The engine's version, such as <c>v1.5.6</c>.</summary>
    public static unsafe string EngineVersion => Marshal.PtrToStringUTF8((nint)NativeMethods.duckdb_library_version())!;

    /// <summary>Opens a database file, creating it where there is none.</summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="options">The engine's settings by name (<c>threads</c>, <c>memory_limit</c>, <c>temp_directory</c>, <c>access_mode</c> …).</param>
    /// <exception cref="Language.UserErrorException">
    /// Code <c>data-directory</c>: the file is in use by another process, is not a database, is newer than this engine, or cannot be
    /// opened. The message says which and what to do.
    /// </exception>
    /// <exception cref="DuckDbException">A setting is unknown or its value is not accepted.</exception>
    /// <exception cref="InvalidOperationException">This process has the file open already.</exception>
    public static DuckDbDatabase Open(string path, IReadOnlyDictionary<string, string>? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string file = Path.GetFullPath(path);
        if (!DatabaseHandle.TryClaim(file))
        {
            throw new InvalidOperationException($"This process has {file} open already.");
        }

        try
        {
            DatabaseHandle handle = OpenNative(file, options);
            handle.OwnClaim(file);
            return new DuckDbDatabase(handle);
        }
        catch
        {
            DatabaseHandle.Unclaim(file);
            throw;
        }
    }

    /// <summary>Opens an empty database in memory, shared by the connections of this instance only.</summary>
    /// <param name="options">The engine's settings by name.</param>
    /// <exception cref="DuckDbException">A setting is unknown or its value is not accepted.</exception>
    public static DuckDbDatabase OpenInMemory(IReadOnlyDictionary<string, string>? options = null) => new(OpenNative(null, options));

    /// <summary>Opens a connection.</summary>
    public DuckDbConnection Connect()
    {
        if (NativeMethods.duckdb_connect(_handle, out ConnectionHandle connection) != DuckDbState.Success)
        {
            connection.Dispose();
            throw new DuckDbException("The engine refused a connection.");
        }

        connection.KeepOpen(_handle);
        return new DuckDbConnection(connection);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static unsafe DatabaseHandle OpenNative(string? file, IReadOnlyDictionary<string, string>? options)
    {
        using ConfigHandle config = CreateConfig(options);
        if (NativeMethods.duckdb_open_ext(file, out DatabaseHandle handle, config, out byte* error) == DuckDbState.Success)
        {
            return handle;
        }

        handle.Dispose();
        var fault = DuckDbException.From(error, "The engine did not say why it cannot open the database.");
        NativeMethods.duckdb_free(error);
        throw DuckDbOpenErrors.Explain(file, fault);
    }

    private static ConfigHandle CreateConfig(IReadOnlyDictionary<string, string>? options)
    {
        NativeMethods.duckdb_create_config(out ConfigHandle config);

        // What the engine does never depends on downloads: everything used is compiled into the library.
        NativeMethods.duckdb_set_config(config, "autoinstall_known_extensions", "false");
        foreach ((string name, string value) in options ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (NativeMethods.duckdb_set_config(config, name, value) != DuckDbState.Success)
            {
                config.Dispose();
                throw new DuckDbException($"Invalid Input Error: the engine does not accept the setting {name} = '{value}'.");
            }
        }

        return config;
    }
}
