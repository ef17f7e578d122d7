using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class AppenderTests : IDisposable
{
    private const string Table =
        "CREATE TABLE t(i BIGINT, b BOOLEAN, n INTEGER, d DOUBLE, h HUGEINT, s VARCHAR, ts TIMESTAMP, day DATE, tags VARCHAR[], \"with default\" INTEGER DEFAULT 7)";

    private static readonly string[] Columns = ["i", "b", "n", "d", "h", "s", "ts", "day", "tags"];
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Rows_of_every_type_come_back_as_appended()
    {
        const int Rows = 10_000;
        Connection.Execute(Table);
        using (DuckDbAppender appender = Connection.CreateAppender("t", Columns))
        {
            for (int i = 0; i < Rows; i++)
            {
                appender.Append((long)i);
                appender.Append(i % 2 == 0);
                appender.Append(-i);
                appender.Append(i / 3.0);
                appender.Append((Int128)long.MaxValue * i);
                appender.Append(TextOf(i));
                appender.Append(i * 1_000_000L);
                appender.Append(i);
                appender.Append(ListOf(i));
                appender.EndRow();
            }

            appender.Complete();
            appender.RowCount.ShouldBe(Rows);
        }

        int read = 0;
        List<bool> same = Connection.Query("SELECT * FROM t ORDER BY i", [], row =>
        {
            int i = read++;
            row.GetTextList(8).ShouldBe(ListOf(i));
            return row.GetInt64(0) == i && row.GetBoolean(1) == (i % 2 == 0) && row.GetInt64(2) == -i && row.GetDouble(3) == i / 3.0
                && row.GetInt128(4) == (Int128)long.MaxValue * i && string.Equals(row.GetText(5), TextOf(i), StringComparison.Ordinal)
                && row.GetInt64(6) == i * 1_000_000L && row.GetInt64(7) == i && row.GetInt64(9) == 7;
        });
        same.Count.ShouldBe(Rows);
        same.ShouldAllBe(good => good);
    }

    [Fact]
    public void Nulls_of_every_type_come_back_as_nulls()
    {
        const int Rows = 5000;
        Connection.Execute(Table);
        using (DuckDbAppender appender = Connection.CreateAppender("t", Columns))
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns.Length; column++)
                {
                    appender.AppendNull();
                }

                appender.EndRow();
            }

            appender.Complete();
        }

        Connection.QueryScalar<long>("SELECT count(*) FROM t WHERE coalesce(i, n, day - DATE '1970-01-01', h, d) IS NULL AND b IS NULL AND s IS NULL AND ts IS NULL AND tags IS NULL").ShouldBe(Rows);
    }

    [Fact]
    public void A_chunk_is_filled_by_span()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT, s VARCHAR)");
        using (DuckDbAppender appender = Connection.CreateAppender("t"))
        {
            for (int chunk = 0; chunk < 3; chunk++)
            {
                Span<long> numbers = appender.Column(0).Values<long>();
                for (int row = 0; row < appender.ChunkCapacity; row++)
                {
                    numbers[row] = ((long)chunk * appender.ChunkCapacity) + row;
                    appender.Column(1).SetUtf8(row, row % 2 == 0 ? "even"u8 : "a text that is odd and long"u8);
                }

                appender.Column(1).SetNull(chunk);
                appender.AppendChunk(chunk == 2 ? 10 : appender.ChunkCapacity);
            }

            appender.Complete();
        }

        int rows = 4106;
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(rows);
        Connection.QueryScalar<Int128>("SELECT sum(i) FROM t").ShouldBe((Int128)rows * (rows - 1) / 2);
        Connection.QueryScalar<long>("SELECT count(*) FROM t WHERE s IS NULL").ShouldBe(3);
    }

    [Fact]
    public void What_was_not_completed_is_not_kept()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT)");
        using (DuckDbAppender appender = Connection.CreateAppender("t"))
        {
            for (long i = 0; i < 5000; i++)
            {
                appender.Append(i);
                appender.EndRow();
            }
        }

        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void A_violated_constraint_is_an_error()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT PRIMARY KEY)");
        Should.Throw<DuckDbException>(() =>
        {
            using DuckDbAppender appender = Connection.CreateAppender("t");
            appender.Append(1L);
            appender.EndRow();
            appender.Append(1L);
            appender.EndRow();
            appender.Complete();
        }).ErrorType.ShouldBe(DuckDbErrorType.Constraint);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT, s VARCHAR)");
        Should.Throw<DuckDbException>(() => Connection.CreateAppender("missing"));
        Should.Throw<DuckDbException>(() => Connection.CreateAppender("t", ["missing"]));
        using DuckDbAppender appender = Connection.CreateAppender("t");
        appender.Append(1L);
        Should.Throw<InvalidOperationException>(appender.EndRow);
        Should.Throw<InvalidCastException>(() => appender.Append(1L));
        Should.Throw<ArgumentException>(() => appender.Column(1).SetUtf8(0, [0xff]));
        Should.Throw<ArgumentOutOfRangeException>(() => appender.Column(1).SetText(appender.ChunkCapacity, "x"));
    }

    private static string TextOf(int i) => i % 3 == 0 ? $"é{i}" : $"東京 and more than twelve bytes {i}";

    private static string?[] ListOf(int i) => [.. Enumerable.Range(0, i % 5).Select(n => n == 3 ? null : $"tag {n} of row {i}")];
}
