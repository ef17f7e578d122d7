using System.Diagnostics.CodeAnalysis;
using Npgsql;
using NpgsqlTypes;
using Strata.Language;
using Strata.Warehouse.DuckDb;

namespace Strata.Bench.Peers;

/// <summary>
/// A PostgreSQL server, in a schema that is made here and dropped at the end. It has an index for every question, both ways where a
/// planner may want to come from either side, fresh statistics and visibility, memory enough for its hashes, and a process beside the
/// leader, so two threads as the others.
/// </summary>
[SuppressMessage("Security", "CA2100", Justification = "Every statement is a constant; values are parameters.")]
internal sealed class PostgresPeer : ICountPeer
{
    private static readonly string[] Settings =
    [
        "SET max_parallel_workers_per_gather = 1",
        "SET max_parallel_maintenance_workers = 1",
        "SET work_mem = '512MB'",
        "SET maintenance_work_mem = '1GB'",
        "SET random_page_cost = 1.1",
    ];

    private readonly PostgresSchema _schema;
    private readonly NpgsqlConnection _connection;

    private PostgresPeer(PostgresSchema schema)
    {
        _schema = schema;
        _connection = schema.Connection;
    }

    /// <inheritdoc/>
    public string Key => "postgres";

    /// <inheritdoc/>
    public string Name => "PostgreSQL";

    /// <inheritdoc/>
    public string Version => _connection.PostgreSqlVersion.ToString();

    /// <summary>Connects and makes the schema.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <exception cref="UserErrorException">There is no such server, or the schema is there already.</exception>
    public static PostgresPeer Open(string connectionString) => new(PostgresSchema.Create(connectionString, "strata_bench_counts", Settings));

    /// <inheritdoc/>
    public void Load(DuckDbConnection source, IReadOnlyList<CountTable> tables, CancellationToken cancellation)
    {
        foreach (CountTable table in tables)
        {
            PostgresTable target = PostgresTable.Of(table.Name);
            Execute(target.Create, cancellation);
            Copy(source, table, target.Copy, cancellation);
            foreach (string index in target.Indexes)
            {
                Execute(index, cancellation);
            }

            Execute(target.Vacuum, cancellation);
        }

        Execute("CHECKPOINT", cancellation);
    }

    /// <inheritdoc/>
    public long Count(CountAsk asked, CancellationToken cancellation)
    {
        using var command = new NpgsqlCommand(PostgresTable.Question(asked.Question), _connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = asked.LeastEmployees });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = CountTime.ViewsAfter.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = CountTime.Now.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = CountTime.ClicksAfter.ToDateTimeUtc() });
        using CancellationTokenRegistration registration = cancellation.Register(command.Cancel);
        return (long)command.ExecuteScalar()!;
    }

    /// <inheritdoc/>
    public void Dispose() => _schema.Dispose();

    private void Copy(DuckDbConnection source, CountTable table, string copy, CancellationToken cancellation)
    {
        using DuckDbResult rows = source.Query(table.Select, cancellation: cancellation);
        using NpgsqlBinaryImporter importer = _connection.BeginBinaryImport(copy);
        while (rows.ReadChunk())
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < rows.RowCount; row++)
            {
                importer.StartRow();
                for (int column = 0; column < table.Columns.Count; column++)
                {
                    Write(importer, table.Columns[column].Type, rows.Row(row), column);
                }
            }
        }

        importer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter importer, CountColumnType type, DuckDbRow row, int column)
    {
        switch (type)
        {
            case CountColumnType.Number:
                importer.Write((int)row.GetInt64(column), NpgsqlDbType.Integer);
                break;
            case CountColumnType.Text:
                importer.Write(row.GetRequiredText(column), NpgsqlDbType.Text);
                break;
            case CountColumnType.Instant:
                importer.Write(DateTime.UnixEpoch.AddMicroseconds(row.GetInt64(column)), NpgsqlDbType.TimestampTz);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    private void Execute(string sql, CancellationToken cancellation) => PostgresSchema.Execute(_connection, sql, cancellation);
}
