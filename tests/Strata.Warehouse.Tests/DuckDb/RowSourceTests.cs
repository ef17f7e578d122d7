using System.Text;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class RowSourceTests : IDisposable
{
    private const string Table =
        "CREATE TABLE t(i BIGINT NOT NULL, b BOOLEAN, d DOUBLE, s VARCHAR, ts TIMESTAMP, tags VARCHAR[], \"with default\" INTEGER DEFAULT 7)";

    private static readonly string[] Columns = ["i", "b", "d", "s", "ts", "tags"];
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2048, false)]
    [InlineData(300_001, true)]
    [InlineData(300_001, false)]
    public void Rows_come_back_in_order_as_given(int count, bool patient)
    {
        Connection.Execute(Table);
        Connection.IsPatient = patient;

        Connection.InsertRows("t", Columns, count, Giving(count)).ShouldBe(count);

        int read = 0;
        List<bool> same = Connection.Query("SELECT * FROM t", [], row =>
        {
            int i = read++;
            return row.GetInt64(0) == i
                && (i % 3 == 0 ? row.IsNull(1) : row.GetBoolean(1) == (i % 2 == 0))
                && row.IsNull(2)
                && string.Equals(row.GetText(3), TextOf(i), StringComparison.Ordinal)
                && row.GetInt64(4) == i * 1_000_000L
                && (i % 5 == 0 ? row.IsNull(5) : row.GetTextList(5)!.SequenceEqual(["one", $"a longer one of {i}"], StringComparer.Ordinal))
                && row.GetInt64(6) == 7;
        });
        same.Count.ShouldBe(count);
        same.ShouldAllBe(good => good);
    }

    [Fact]
    public void What_goes_wrong_while_rows_are_given_is_thrown_and_nothing_is_added()
    {
        Connection.Execute(Table);
        int calls = 0;

        var fault = Should.Throw<InvalidDataException>(() => Connection.InsertRows("t", Columns, 4096, (columns, capacity) =>
            calls++ == 0 ? Giving(capacity)(columns, capacity) : throw new InvalidDataException("no more")));

        fault.Message.ShouldBe("no more");
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void Texts_longer_than_the_memory_limit_do_not_end_the_process()
    {
        Connection.Execute("CREATE TABLE long_texts(s VARCHAR, l VARCHAR[])");
        Connection.Execute("SET memory_limit = '32MB'");
        Connection.Execute("SET temp_directory = ''");
        string text = new('x', 50_000);
        int calls = 0;

        Should.Throw<DuckDbException>(() => Connection.InsertRows("long_texts", ["s", "l"], 200_000, (columns, capacity) =>
        {
            for (int row = 0; row < capacity; row++)
            {
                columns[0].SetText(row, text);
                columns[1].SetTextList(row, [text]);
            }

            return calls++ < 100 ? capacity : 0;
        })).ErrorType.ShouldBe(DuckDbErrorType.OutOfMemory);
        Connection.QueryScalar<long>("SELECT count(*) FROM long_texts").ShouldBe(0);
    }

    [Fact]
    public void A_row_that_a_constraint_refuses_undoes_all_of_them()
    {
        Connection.Execute(Table);

        Should.Throw<DuckDbException>(() => Connection.InsertRows("t", Columns, 10, (columns, _) =>
        {
            columns[0].SetNull(9);
            return 10;
        })).ErrorType.ShouldBe(DuckDbErrorType.Constraint);
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void Rows_of_a_transaction_that_is_not_committed_are_gone()
    {
        Connection.Execute(Table);
        using (Connection.BeginTransaction())
        {
            Connection.InsertRows("t", Columns, 150_000, Giving(150_000));
        }

        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void A_missing_table_or_column_is_refused()
    {
        Connection.Execute(Table);
        Should.Throw<DuckDbException>(() => Connection.InsertRows("u", Columns, 1, Giving(1)));
        Should.Throw<DuckDbException>(() => Connection.InsertRows("t", ["nothing"], 1, Giving(1)));
    }

    [Fact]
    public void A_statement_joins_them_with_a_table()
    {
        Connection.Execute(Table);
        Connection.InsertRows("t", Columns, 10_000, Giving(10_000));
        bool given = false;
        using DuckDbRows rows = DuckDbConnection.OpenRows([("i", DuckDbTypeId.BigInt), ("s", DuckDbTypeId.Varchar)], 2, (columns, _) =>
        {
            if (given)
            {
                return 0;
            }

            columns[0].Values<long>()[0] = 17;
            columns[0].Values<long>()[1] = 9_999;
            columns[1].SetText(0, "seventeen");
            columns[1].SetNull(1);
            given = true;
            return 2;
        });

        Connection.ExecuteWith(rows, $"UPDATE t SET s = r.s FROM {rows.Sql} r WHERE t.i = r.i AND t.i > $1", 3).ShouldBe(2);

        Connection.Query("SELECT i, s FROM t WHERE s IS NULL OR s = 'seventeen' ORDER BY i", [], row => (row.GetInt64(0), row.GetText(1)))
            .ShouldBe([(17, "seventeen"), (9_999, null)]);
    }

    [Fact]
    public void Rows_are_not_there_once_they_are_disposed()
    {
        DuckDbRows rows = DuckDbConnection.OpenRows([("i", DuckDbTypeId.BigInt)], 0, (_, _) => 0);
        rows.Dispose();

        Should.Throw<DuckDbException>(() => Connection.ExecuteWith(rows, $"CREATE TABLE u AS FROM {rows.Sql}"));
    }

    [Fact]
    public void A_patient_connection_answers_as_any_other()
    {
        Connection.IsPatient = true;
        Connection.QueryScalar<long>("SELECT count(DISTINCT range % 1000)::BIGINT FROM range(1000000)").ShouldBe(1000);
        Should.Throw<DuckDbException>(() => Connection.Execute("SELECT CAST(range AS VARCHAR)::DATE FROM range(10)"));
        Connection.Query("SELECT range FROM range(5000)", [], row => row.GetInt64(0)).ShouldBe(Enumerable.Range(0, 5000).Select(i => (long)i));
    }

    [Fact]
    public void Texts_of_every_length_are_read_where_they_are()
    {
        const int Longest = 40;
        const int Stride = 3;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(Enumerable.Range(0, Longest + 1).Sum(), pinned: true);
        long[] places = new long[(Longest + 2) * Stride];
        string[] texts = [.. Enumerable.Range(0, Longest + 1).Select(length => new string((char)('A' + length), length))];
        int end = 0;

        // The longest first: the last ones have no room behind them.
        for (int row = 0; row <= Longest; row++)
        {
            int length = Longest - row;
            Encoding.ASCII.GetBytes(texts[length], bytes.AsSpan(end));
            places[row * Stride] = ((long)end << 32) | (uint)length;
            end += length;
        }

        places[(Longest + 1) * Stride] = 0xFFFF_FFFF;
        Connection.Execute("CREATE TABLE t(s VARCHAR)");
        int rows = Longest + 2;
        Connection.InsertRows("t", ["s"], rows, (columns, _) =>
        {
            columns[0].SetPinnedTexts(rows, bytes, places, Stride);
            (int given, rows) = (rows, 0);
            return given;
        });

        Connection.Query("SELECT s, length(s) FROM t", [], row => row.GetText(0)).ShouldBe([.. texts.Reverse(), null]);
        Connection.QueryScalar<long>("SELECT count(*) FROM t WHERE s = repeat(chr(65 + length(s)::INTEGER), length(s)::INTEGER)").ShouldBe(Longest + 1);
    }

    [Fact]
    public void Texts_beyond_their_bytes_are_refused()
    {
        Connection.Execute("CREATE TABLE t(s VARCHAR)");
        byte[] bytes = GC.AllocateUninitializedArray<byte>(16, pinned: true);
        Should.Throw<ArgumentOutOfRangeException>(() => Connection.InsertRows("t", ["s"], 1, (columns, _) =>
        {
            columns[0].SetPinnedTexts(1, bytes, [(10L << 32) | 7], 1);
            return 1;
        }));
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    private static string TextOf(int i) => i % 2 == 0 ? $"t{i}" : $"a text that does not fit, {i}";

    private static ChunkFiller Giving(int count)
    {
        int given = 0;
        return (columns, capacity) =>
        {
            int rows = Math.Min(capacity, count - given);
            columns[2].SetAllNull(rows);
            for (int row = 0; row < rows; row++, given++)
            {
                columns[0].Values<long>()[row] = given;
                columns[1].Values<bool>()[row] = given % 2 == 0;
                if (given % 3 == 0)
                {
                    columns[1].SetNull(row);
                }

                columns[3].SetText(row, TextOf(given));
                columns[4].Values<long>()[row] = given * 1_000_000L;
                columns[5].SetTextList(row, given % 5 == 0 ? null : ["one", $"a longer one of {given}"]);
            }

            return rows;
        };
    }
}
