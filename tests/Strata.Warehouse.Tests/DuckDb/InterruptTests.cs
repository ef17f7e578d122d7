using System.Collections.Concurrent;
using Strata.Warehouse.DuckDb;

namespace Strata.Warehouse.Tests.DuckDb;

public sealed class InterruptTests : IDisposable
{
    /// <summary>Would run for hours.</summary>
    private const string Endless = "SELECT count(*) FROM range(100000000) a(i), range(100000000) b(j) WHERE (i * j) % 7 = 3";
    private readonly MemoryDatabase _memory = new();

    private DuckDbConnection Connection => _memory.Connection;

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_running_query_stops_when_it_is_cancelled_and_the_connection_works_on()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Should.Throw<OperationCanceledException>(() => Connection.Query(Endless, [], row => row.GetInt64(0), cancellation.Token));
        Connection.QueryScalar<long>("SELECT 42").ShouldBe(42);
    }

    [Fact]
    public void A_cancelled_write_leaves_nothing()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT)");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Should.Throw<OperationCanceledException>(() => Connection.Execute($"INSERT INTO t {Endless}", [], null, cancellation.Token));
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void A_token_cancelled_before_runs_nothing()
    {
        Connection.Execute("CREATE TABLE t(i BIGINT)");
        Should.Throw<OperationCanceledException>(() => Connection.Execute("INSERT INTO t VALUES (1)", [], null, new CancellationToken(canceled: true)));
        Connection.QueryScalar<long>("SELECT count(*) FROM t").ShouldBe(0);
    }

    [Fact]
    public void Rows_stop_when_the_token_is_cancelled_between_chunks()
    {
        using var cancellation = new CancellationTokenSource();
        using DuckDbResult result = Connection.Query("SELECT i FROM range(10000000) t(i)", cancellation: cancellation.Token);
        result.ReadChunk().ShouldBeTrue();
        cancellation.Cancel();
        Should.Throw<OperationCanceledException>(() =>
        {
            while (result.ReadChunk())
            {
                // Reads on until the cancellation is noticed.
            }
        });
    }

    [Fact]
    public async Task An_interrupt_from_another_thread_is_an_error_of_that_type()
    {
        Task<DuckDbErrorType> running = Task.Run(() =>
            Should.Throw<DuckDbException>(() => Connection.Query(Endless, [], row => row.GetInt64(0))).ErrorType);
        while (!running.IsCompleted)
        {
            // One interrupt might come before the query has begun.
            Connection.Interrupt();
            await Task.Delay(10);
        }

        (await running).ShouldBe(DuckDbErrorType.Interrupt);
    }

    [Fact]
    public void Progress_grows_while_a_query_runs()
    {
        Connection.Execute("CREATE TABLE numbers AS SELECT i FROM range(3000000) t(i)");

        // Runs until some progress has been seen, however fast the machine is.
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress(cancellation.Cancel);
        Should.Throw<OperationCanceledException>(() =>
            Connection.Execute("SELECT count(*) FROM numbers a, numbers b WHERE (a.i * b.i) % 7 = 3", [], progress, cancellation.Token));
        progress.Shares.ShouldNotBeEmpty();
        progress.Shares.ShouldAllBe(share => share > 0 && share <= 1);
    }

    private sealed class RecordedProgress(Action reported) : IProgress<double>
    {
        public ConcurrentQueue<double> Shares { get; } = new();

        public void Report(double value)
        {
            Shares.Enqueue(value);
            reported();
        }
    }
}
