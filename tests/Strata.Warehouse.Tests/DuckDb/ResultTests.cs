using Strata.Language.Sql;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class ResultTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Rows_stream_chunk_by_chunk_to_the_last()
    {
        long rows = 0;
        long sum = 0;
        int chunks = 0;
        using DuckDbResult result = Connection.Query("SELECT i FROM range(100000) t(i)");
        while (result.ReadChunk())
        {
            chunks++;
            rows += result.RowCount;
            foreach (long value in result.Column(0).Values<long>())
            {
                sum += value;
            }
        }

        rows.ShouldBe(100_000);
        sum.ShouldBe(100_000L * 99_999 / 2);
        chunks.ShouldBeGreaterThan(1);
        result.ReadChunk().ShouldBeFalse();
    }

    [Fact]
    public void Every_type_that_the_warehouse_uses_is_read()
    {
        const string Sql = """
            SELECT true, 1::TINYINT, (-2)::SMALLINT, 3::INTEGER, (-4)::BIGINT, 5::UBIGINT, 6.5::FLOAT, 7.5::DOUBLE, 123.45::DECIMAL(18, 4),
                   (-170141183460469231731687303715884105728)::HUGEINT, 'ä', DATE '2026-11-22', TIMESTAMP '2026-11-22 00:00:00.000001',
                   'b'::ENUM('a', 'b'), ['x', NULL, 'a longer text than twelve'], '1234567890123456789012.5'::DECIMAL(38, 1), 255::UTINYINT,
                   TIMESTAMPTZ '2026-11-22 00:00:00+00'
            """;
        using DuckDbResult result = Connection.Query(Sql);
        result.ReadChunk().ShouldBeTrue();
        DuckDbRow row = result.Row(0);
        row.GetBoolean(0).ShouldBeTrue();
        row.GetInt64(1).ShouldBe(1);
        row.GetInt64(2).ShouldBe(-2);
        row.GetInt64(3).ShouldBe(3);
        row.GetInt64(4).ShouldBe(-4);
        row.GetInt64(5).ShouldBe(5);
        row.GetDouble(6).ShouldBe(6.5);
        row.GetDouble(7).ShouldBe(7.5);
        row.GetDecimal(8).ShouldBe(123.45m);
        row.GetDouble(8).ShouldBe(123.45);
        row.GetInt128(9).ShouldBe(Int128.MinValue);
        row.GetText(10).ShouldBe("ä");
        row.GetDate(11).ShouldBe(new DateOnly(2026, 11, 22));
        row.GetInt64(12).ShouldBe((new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000) + 1);
        row.GetText(13).ShouldBe("b");
        row.GetTextList(14).ShouldBe(["x", null, "a longer text than twelve"]);
        row.GetDecimal(15).ShouldBe(1234567890123456789012.5m);
        row.GetInt64(16).ShouldBe(255);
        row.GetInt64(17).ShouldBe(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000);
        result.ColumnType(8).Scale.ShouldBe(4);
        result.ColumnType(13).EnumNames.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Nulls_are_seen_in_every_chunk()
    {
        long nulls = 0;
        using DuckDbResult result = Connection.Query("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i END, CASE WHEN i % 2 = 0 THEN i::VARCHAR END FROM range(10000) t(i)");
        while (result.ReadChunk())
        {
            DuckDbColumn numbers = result.Column(0);
            DuckDbColumn texts = result.Column(1);
            for (int row = 0; row < result.RowCount; row++)
            {
                nulls += numbers.IsNull(row) ? 1 : 0;
                (texts.Text(row) is null).ShouldBe(texts.IsNull(row));
            }
        }

        nulls.ShouldBe(3334);
    }

    [Fact]
    public void A_sum_of_units_is_exact_beyond_64_bits() =>
        Connection.QueryScalar<Int128>("SELECT sum(v) FROM (SELECT 9223372036854775807::BIGINT AS v FROM range(1000))")
            .ShouldBe((Int128)long.MaxValue * 1000);

    [Fact]
    public void Lists_lie_one_after_another_in_their_items()
    {
        using DuckDbResult result = Connection.Query("SELECT * FROM (VALUES (['a', 'b']), (NULL), ([]), (['c']))");
        result.ReadChunk().ShouldBeTrue();
        DuckDbColumn lists = result.Column(0);
        lists.TextList(0).ShouldBe(["a", "b"]);
        lists.TextList(1).ShouldBeNull();
        lists.TextList(2).ShouldBeEmpty();
        (int start, int length) = lists.ListRange(3);
        length.ShouldBe(1);
        lists.Items().Text(start).ShouldBe("c");
    }

    [Fact]
    public void A_column_read_as_the_wrong_type_is_refused()
    {
        using DuckDbResult result = Connection.Query("SELECT 1::INTEGER, 'x', NULL::BIGINT");
        result.ReadChunk().ShouldBeTrue();
        Should.Throw<InvalidCastException>(() => result.Column(0).Values<long>().Length);
        Should.Throw<InvalidCastException>(() => result.Column(1).Values<Int128>().Length);
        Should.Throw<InvalidCastException>(() => result.Row(0).GetInt64(1));
        Should.Throw<InvalidCastException>(() => result.Row(0).GetText(0));
        Should.Throw<InvalidCastException>(() => result.Row(0).GetInt64(2));
    }

    [Fact]
    public void An_error_halfway_through_the_rows_is_raised_and_not_an_early_end()
    {
        long rows = 0;
        DuckDbException fault = Should.Throw<DuckDbException>(() =>
        {
            using DuckDbResult result = Connection.Query("SELECT CASE WHEN i = 3000000 THEN error('at ' || i) ELSE i::VARCHAR END FROM range(4000000) t(i)");
            while (result.ReadChunk())
            {
                rows += result.RowCount;
            }
        });
        fault.Message.ShouldContain("at 3000000");
        rows.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_statement_while_a_result_is_open_is_refused()
    {
        using (DuckDbResult result = Connection.Query("SELECT i FROM range(1000000) t(i)"))
        {
            result.ReadChunk().ShouldBeTrue();
            Should.Throw<InvalidOperationException>(() => Connection.Execute("SELECT 1")).Message.ShouldContain("still open");
        }

        Connection.QueryScalar<long>("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public void Everything_may_be_disposed_in_any_order()
    {
        DuckDbDatabase database = DuckDbDatabase.OpenInMemory();
        DuckDbConnection connection = database.Connect();
        DuckDbStatement statement = connection.Prepare("SELECT i FROM range(1000000) t(i)");
        DuckDbResult result = statement.Query([]);
        database.Dispose();
        statement.Dispose();
        result.ReadChunk().ShouldBeTrue();
        connection.Dispose();
        result.Dispose();
        Should.Throw<ObjectDisposedException>(() => result.ReadChunk());
        Should.Throw<ObjectDisposedException>(() => connection.Execute("SELECT 1"));
    }

    [Fact]
    public void Rows_changed_are_counted()
    {
        Connection.Execute("CREATE TABLE t(i INTEGER)").ShouldBe(0);
        Connection.Execute("INSERT INTO t SELECT i FROM range(5000) r(i)").ShouldBe(5000);
        Connection.Execute("UPDATE t SET i = i + 1 WHERE i < ?", 10).ShouldBe(10);
        Connection.Execute("DELETE FROM t").ShouldBe(5000);
    }

    [Theory]
    [InlineData("SELEC 1", DuckDbErrorType.Parser)]
    [InlineData("SELECT missing", DuckDbErrorType.Binder)]
    [InlineData("SELECT * FROM missing", DuckDbErrorType.Catalog)]
    [InlineData("SELECT 'x'::BIGINT", DuckDbErrorType.Conversion)]
    [InlineData("SELECT 9223372036854775807 + i FROM range(3) t(i)", DuckDbErrorType.OutOfRange)]
    [InlineData("SELECT * FROM read_csv('/no/such/file.csv')", DuckDbErrorType.InputOutput)]
    public void Errors_carry_their_type(string sql, DuckDbErrorType type) =>
        Should.Throw<DuckDbException>(() => Connection.Query(sql, [], row => row.IsNull(0))).ErrorType.ShouldBe(type);

    [Fact]
    public void A_transaction_that_is_not_committed_leaves_nothing()
    {
        Connection.Execute("CREATE TABLE t(i INTEGER PRIMARY KEY)");
        using (Connection.BeginTransaction())
        {
            Connection.Execute("INSERT INTO t VALUES (1)");
        }

        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
        using (DuckDbTransaction transaction = Connection.BeginTransaction())
        {
            Connection.Execute("INSERT INTO t VALUES (1)");
            transaction.Commit();
        }

        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(1);
        Should.Throw<DuckDbException>(() =>
        {
            using DuckDbTransaction transaction = Connection.BeginTransaction();
            Connection.Execute("INSERT INTO t VALUES (2)");
            Connection.Execute("INSERT INTO t VALUES (1)");
            transaction.Commit();
        }).ErrorType.ShouldBe(DuckDbErrorType.Constraint);
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(1);
    }

    [Fact]
    public void Names_are_quoted_whole()
    {
        string name = "a \"b\".c; --";
        Connection.Execute($"CREATE TABLE {SqlIdentifier.Quote(name)}({SqlIdentifier.QuoteAll([name, "industry.folded"])[..^0].Replace(", ", " INTEGER, ", StringComparison.Ordinal)} INTEGER)");
        Connection.QueryScalar<string>("SELECT table_name FROM duckdb_tables()").ShouldBe(name);
        Should.Throw<ArgumentException>(() => SqlIdentifier.Quote("a\0b"));
    }
}
