using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void Text_to_text_with_nulls_and_long_values()
    {
        Connection.RegisterTextFunction("shout", 1, (arguments, result) =>
        {
            string text = Encoding.UTF8.GetString(arguments[0]);
            result.Write(Encoding.UTF8.GetBytes(text.ToUpperInvariant()));
            return !string.Equals(text, "nothing", StringComparison.Ordinal);
        });
        Connection.QueryScalar<string>("SELECT shout('ä')").ShouldBe("Ä");
        Connection.QueryScalar<string>("SELECT shout('')").ShouldBe("");
        Connection.QueryScalar<string>("SELECT shout(repeat('ab', 1000))").ShouldBe(string.Concat(Enumerable.Repeat("AB", 1000)));
        Connection.QueryScalar<string>("SELECT shout('nothing')").ShouldBeNull();
        Connection.QueryScalar<string>("SELECT shout(NULL)").ShouldBeNull();
    }

    [Fact]
    public void Rows_that_stand_as_they_are_are_not_copied_and_the_others_are_worked_out()
    {
        Connection.RegisterTextFunction(
            "bare",
            1,
            (arguments, result) =>
            {
                result.Write(arguments[0].Trim((byte)' '));
                return true;
            },
            text => text.Length > 0 && text[0] != ' ' && text[^1] != ' ');
        Connection.Execute(
            """
            CREATE TABLE t AS SELECT i, CASE WHEN i % 7 = 0 THEN NULL ELSE 'text number ' || i || CASE WHEN i = 9000 THEN ' ' ELSE '' END END AS s
            FROM range(10000) r(i)
            """);
        Connection.QueryScalar<long>("SELECT count(*) FROM (SELECT bare(s) AS b, s FROM t) WHERE b IS DISTINCT FROM trim(s)").ShouldBe(0);
        Connection.QueryScalar<string>("SELECT bare(' a ') || bare('b')").ShouldBe("ab");
        Connection.QueryScalar<string>("SELECT bare(NULL)").ShouldBeNull();
    }

    [Fact]
    public void Every_row_gets_its_own_result_on_several_threads()
    {
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        Connection.RegisterBigIntFunction("units", 1, (Utf8Arguments arguments, out long result) =>
        {
            threads.TryAdd(Environment.CurrentManagedThreadId, 0);
            return Utf8Parser.TryParse(arguments[0], out result, out int read) && read == arguments[0].Length;
        });
        Connection.Execute("CREATE TABLE t AS SELECT i, CASE WHEN i % 10 = 0 THEN 'x' WHEN i % 10 = 1 THEN NULL ELSE i::VARCHAR END AS s FROM range(1000000) r(i)");
        Connection.QueryScalar<long>("SELECT count(*) FROM t WHERE units(s) = i").ShouldBe(800_000);
        Connection.QueryScalar<long>("SELECT count(*) FROM t WHERE units(s) IS NULL").ShouldBe(200_000);
        threads.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Two_connections_call_the_same_function_at_once()
    {
        Connection.RegisterBigIntFunction("size_of", 1, (Utf8Arguments arguments, out long result) =>
        {
            result = arguments[0].Length;
            return true;
        });
        Int128[] sums = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using DuckDbConnection connection = _memory.Database.Connect();
            return connection.QueryScalar<Int128>("SELECT sum(size_of(i::VARCHAR)) FROM range(300000) t(i)");
        })));
        sums.ShouldAllBe(sum => sum == sums[0]);
        sums[0].ShouldBe(Enumerable.Range(0, 300_000).Sum(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture).Length));
    }

    [Fact]
    public void Further_arguments_may_be_constants()
    {
        Connection.RegisterTimestampFunction("parse_instant", 2, (Utf8Arguments arguments, out long result) =>
        {
            bool good = DateTime.TryParseExact(
                Encoding.UTF8.GetString(arguments[0]), Encoding.UTF8.GetString(arguments[1]), System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out DateTime instant);
            result = (instant - DateTime.UnixEpoch).Ticks / 10;
            return good;
        });
        Connection.QueryScalar<string>("SELECT typeof(parse_instant('31.01.2026', 'dd.MM.yyyy'))").ShouldBe("TIMESTAMP");
        Connection.QueryScalar<string>("SELECT parse_instant('31.01.2026', 'dd.MM.yyyy')::VARCHAR").ShouldBe("2026-01-31 00:00:00");
        Connection.QueryScalar<long>("SELECT count(parse_instant((i % 40)::VARCHAR || '/1/2026', ?)) FROM range(4000) t(i)", "d/M/yyyy").ShouldBe(3100);
        Connection.QueryScalar<string>("SELECT parse_instant('31.01.2026', NULL)::VARCHAR").ShouldBeNull();
    }

    [Fact]
    public void Text_to_boolean()
    {
        Connection.RegisterBooleanFunction("yes", 1, (Utf8Arguments arguments, out bool result) =>
        {
            result = arguments[0].SequenceEqual("yes"u8);
            return result || arguments[0].SequenceEqual("no"u8);
        });
        Connection.Query("SELECT yes(s) FROM (VALUES (1, 'yes'), (2, 'no'), (3, 'perhaps'), (4, NULL)) t(i, s) ORDER BY i", [], row => row.IsNull(0) ? (bool?)null : row.GetBoolean(0))
            .ShouldBe([true, false, null, null]);
    }

    [Fact]
    public void An_exception_becomes_an_sql_error_and_the_process_lives()
    {
        Connection.RegisterBigIntFunction("fail", 1, (Utf8Arguments arguments, out long result) =>
            throw new FormatException($"cannot read {Encoding.UTF8.GetString(arguments[0])}"));
        DuckDbException fault = Should.Throw<DuckDbException>(() => Connection.QueryScalar<Int128?>("SELECT sum(fail(i::VARCHAR)) FROM range(100000) t(i)"));
        fault.Message.ShouldContain("cannot read");
        Connection.QueryScalar<long>("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public void A_result_longer_than_the_memory_limit_does_not_end_the_process()
    {
        using var small = new MemoryDatabase();
        small.Connection.Execute("SET memory_limit = '32MB'");
        small.Connection.RegisterTextFunction("times", 1, (arguments, result) =>
        {
            result.GetSpan(50_000)[..50_000].Fill((byte)'x');
            result.Advance(50_000);
            return true;
        });

        small.Connection.QueryScalar<long>("SELECT sum(length(times(i::VARCHAR)))::BIGINT FROM range(5000) r(i)").ShouldBe(250_000_000);
        Should.Throw<DuckDbException>(() => small.Connection.Execute("CREATE TABLE t AS SELECT times(i::VARCHAR) s FROM range(100000) r(i) ORDER BY s"))
            .ErrorType.ShouldBe(DuckDbErrorType.OutOfMemory);
    }

    [Fact]
    public void A_result_that_is_not_utf8_is_an_sql_error()
    {
        Connection.RegisterTextFunction("broken", 1, (arguments, result) =>
        {
            result.Write([(byte)0xff]);
            return true;
        });
        Should.Throw<DuckDbException>(() => Connection.QueryScalar<string>("SELECT broken('x')")).Message.ShouldContain("UTF-8");
    }

    [Fact]
    public void A_function_registered_again_is_replaced()
    {
        Register(1);
        Register(2);
        Connection.QueryScalar<long>("SELECT answer('x')").ShouldBe(2);

        void Register(long answer) => Connection.RegisterBigIntFunction("answer", 1, (Utf8Arguments arguments, out long result) =>
        {
            result = answer;
            return true;
        });
    }
}
