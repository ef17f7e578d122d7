using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Strata.Language;

namespace Strata.Bench.Peers;

/// <summary>A schema on a PostgreSQL server, made for a benchmark and dropped at its end.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant of the benchmarks; values are parameters.")]
internal sealed class PostgresSchema : IDisposable
{
    private const string SchemaTaken = "42P06";
    private readonly string _connectionString;
    private readonly string _name;
    private readonly string[] _settings;

    private PostgresSchema(string connectionString, string name, string[] settings)
    {
        _connectionString = connectionString;
        _name = name;
        _settings = settings;
        Connection = new NpgsqlConnection(connectionString);
        Connection.Open();
    }

    /// <summary>The connection in which the schema was made.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Connects and makes the schema.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <param name="name">The schema's name, a constant.</param>
    /// <param name="settings">Statements that set what every connection needs.</param>
    /// <exception cref="UserErrorException">There is no such server, or the schema is there already.</exception>
    public static PostgresSchema Create(string connectionString, string name, params string[] settings)
    {
        PostgresSchema? schema = null;
        try
        {
            // Sessions of its own: they end, with their settings, when they are disposed.
            string own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
            schema = new PostgresSchema(own, name, settings);
            Execute(schema.Connection, $"CREATE SCHEMA {name}", CancellationToken.None);
            schema.Prepare(schema.Connection);
            return schema;
        }
        catch (PostgresException taken) when (taken.SqlState == SchemaTaken)
        {
            schema?.Connection.Dispose();
            throw new UserErrorException(
                "argument", $"The schema {name} exists in that database.", fix: "Drop it, or give another database: the benchmark makes and drops it.");
        }
        catch (Exception fault) when (fault is NpgsqlException or ArgumentException)
        {
            schema?.Connection.Dispose();
            throw new UserErrorException(
                [new UserError("argument", $"PostgreSQL cannot be used: {fault.Message}", Fix: "Give --postgres \"Host=…;Port=…;Username=…;Database=…\".")], fault);
        }
    }

    /// <summary>A further connection into the schema.</summary>
    public NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        Prepare(connection);
        return connection;
    }

    /// <summary>Runs a statement.</summary>
    public static void Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Execute(Connection, $"DROP SCHEMA {_name} CASCADE", CancellationToken.None);
        Connection.Dispose();
    }

    private void Prepare(NpgsqlConnection connection)
    {
        Execute(connection, $"SET search_path = {_name}", CancellationToken.None);
        foreach (string setting in _settings)
        {
            Execute(connection, setting, CancellationToken.None);
        }
    }
}
