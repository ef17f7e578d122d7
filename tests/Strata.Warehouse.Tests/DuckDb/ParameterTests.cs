using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class ParameterTests : IDisposable
{
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("twelve bytes")]
    [InlineData("thirteen bytes")]
    [InlineData("Zürich, 東京, 😀, \u0301")]
    [InlineData("'; DROP TABLE account; --")]
    [InlineData("a\0b")]
    public void Text_arrives_as_it_was_bound(string text) =>
        Connection.QueryScalar<string>("SELECT ?::VARCHAR", text).ShouldBe(text);

    [Fact]
    public void An_unpaired_surrogate_becomes_the_replacement_character() =>
        Connection.QueryScalar<string>("SELECT ?::VARCHAR", "a\ud800").ShouldBe("a\ufffd");

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Integers_keep_all_their_bits(long value)
    {
        Connection.QueryScalar<long>("SELECT ?", value).ShouldBe(value);
        Connection.QueryScalar<Int128>("SELECT ? * 4::HUGEINT", value).ShouldBe((Int128)value * 4);
        Connection.QueryScalar<Int128>("SELECT ?", (Int128)value * 4).ShouldBe((Int128)value * 4);
    }

    [Fact]
    public void Each_type_is_bound_as_itself()
    {
        Connection.QueryScalar<string>("SELECT typeof(?)", true).ShouldBe("BOOLEAN");
        Connection.QueryScalar<string>("SELECT typeof(?)", 1).ShouldBe("INTEGER");
        Connection.QueryScalar<string>("SELECT typeof(?)", 1L).ShouldBe("BIGINT");
        Connection.QueryScalar<string>("SELECT typeof(?)", (Int128)1).ShouldBe("HUGEINT");
        Connection.QueryScalar<string>("SELECT typeof(?)", 1.5).ShouldBe("DOUBLE");
        Connection.QueryScalar<string>("SELECT typeof(?)", "x").ShouldBe("VARCHAR");
        Connection.QueryScalar<string>("SELECT typeof(?)", DuckDbValue.Timestamp(0)).ShouldBe("TIMESTAMP");
        Connection.QueryScalar<string>("SELECT typeof(?)", DuckDbValue.Date(new DateOnly(2026, 1, 31))).ShouldBe("DATE");
        Connection.QueryScalar<string>("SELECT typeof(?)", DuckDbValue.List(["a"])).ShouldBe("VARCHAR[]");
        Connection.QueryScalar<string>("SELECT typeof(?)", DuckDbValue.List([1L])).ShouldBe("BIGINT[]");
    }

    [Fact]
    public void Dates_and_instants_mean_what_the_engine_means()
    {
        Connection.QueryScalar<string>("SELECT ?::VARCHAR", DuckDbValue.Timestamp(1_500_000)).ShouldBe("1970-01-01 00:00:01.5");
        Connection.QueryScalar<string>("SELECT ?::VARCHAR", DuckDbValue.Date(new DateOnly(2026, 2, 28))).ShouldBe("2026-02-28");
    }

    [Fact]
    public void Doubles_keep_every_bit()
    {
        foreach (double value in new[] { 0.1, -0.0, double.Epsilon, double.MaxValue, double.NegativeInfinity })
        {
            BitConverter.DoubleToInt64Bits(Connection.QueryScalar<double>("SELECT ?", value)).ShouldBe(BitConverter.DoubleToInt64Bits(value));
        }
    }

    [Fact]
    public void A_null_is_bound_and_read_as_null()
    {
        Connection.QueryScalar<string>("SELECT ?::VARCHAR", (string?)null).ShouldBeNull();
        Connection.QueryScalar<long?>("SELECT ?::BIGINT", DuckDbValue.Null).ShouldBeNull();
        Connection.QueryScalar<bool>("SELECT ? IS NULL", default(DuckDbValue)).ShouldBeTrue();
    }

    [Fact]
    public void A_list_is_bound_whole_with_its_nulls()
    {
        string?[] items = ["SaaS", null, "ünïcode that is longer than twelve bytes"];
        List<List<string?>?> read = Connection.Query("SELECT ?", [DuckDbValue.List(items)], row => row.GetTextList(0));
        read.ShouldHaveSingleItem().ShouldBe(items);
        Connection.QueryScalar<long>("SELECT len(?)", DuckDbValue.List(Array.Empty<string>())).ShouldBe(0);
        Connection.QueryScalar<long>("SELECT count(*) FROM range(1000) t(i) WHERE i IN (SELECT unnest(?))", DuckDbValue.List([1L, 7, 5000])).ShouldBe(2);
    }

    [Fact]
    public void The_number_of_values_must_be_the_number_of_parameters() =>
        Should.Throw<ArgumentException>(() => Connection.Execute("SELECT ?, ?", 1)).Message.ShouldContain("2 parameters, but 1");

    [Fact]
    public void A_statement_runs_again_with_other_values()
    {
        using DuckDbStatement statement = Connection.Prepare("SELECT $1 + $2");
        foreach (long i in new long[] { 1, 2, 3 })
        {
            using DuckDbResult result = statement.Query([i, 10L]);
            result.ReadChunk().ShouldBeTrue();
            result.Row(0).GetInt64(0).ShouldBe(10 + i);
        }
    }

    [Fact]
    public void One_call_runs_one_statement() =>
        Should.Throw<DuckDbException>(() => Connection.Execute("SELECT 1; SELECT 2"));

    [Fact]
    public void A_nul_in_the_sql_text_is_refused_rather_than_cutting_it_short() =>
        Should.Throw<ArgumentException>(() => Connection.Execute("SELECT 1 \0 WHERE false"));
}
