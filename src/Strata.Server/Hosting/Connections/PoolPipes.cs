using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Strata.Server.Hosting.Connections;

/// <summary>What a connection received. Whoever waits for more while the connection is in the pool goes on there.</summary>
internal sealed class PoolReader(PipeReader inner, InlineConnection connection) : PipeReader
{
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> read = inner.ReadAsync(cancellationToken);
        return read.IsCompleted || !connection.IsInPool ? read : PoolTurn.AfterAsync(read);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}

/// <summary>What a connection sends. Whoever waits until there is room while the connection is in the pool goes on there.</summary>
internal sealed class PoolWriter(PipeWriter inner, InlineConnection connection) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => InPool(inner.FlushAsync(cancellationToken));

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        InPool(inner.WriteAsync(source, cancellationToken));

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private ValueTask<FlushResult> InPool(ValueTask<FlushResult> flush) => flush.IsCompleted || !connection.IsInPool ? flush : PoolTurn.AfterAsync(flush);
}

/// <summary>Goes on in the pool.</summary>
internal static class PoolTurn
{
    /// <summary>Gives what is waited for, or throws what it ended with, on a thread of the pool that nobody else's work waits below.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<T> AfterAsync<T>(ValueTask<T> awaited)
    {
        try
        {
            return await awaited;
        }
        finally
        {
            await Task.Yield();
        }
    }
}
