using Strata.Index.Bitmaps;
using Strata.Index.Memory;
using Strata.Index.Nodes;
using Strata.Index.Plans;
using Strata.Index.Rows;
using Strata.Index.Source;
using Strata.Language.Bound;
using Strata.Language.Catalog;
using Strata.Language.Time;

namespace Strata.Index;

/// <summary>
/// Accounts, contacts and what belongs to them, held in memory in the order of the accounts, so that a definition is evaluated for
/// everyone in one pass. It answers exactly or not at all: what it does not serve (a T before a field's newest change, more than its
/// memory allows) is left to the warehouse. What a definition reads is loaded when it is first read. Thread-safe; evaluations take
/// turns, each with the threads it is given.
/// </summary>
public sealed class AudienceIndex : IDisposable
{
    private readonly IndexState _state;
    private readonly Lock _turn = new();

    /// <summary>Creates an index over a source; nothing is read yet.</summary>
    public AudienceIndex(IIndexSource source, DataCatalog catalog, IndexOptions? options = null)
    {
        _state = new IndexState(source, catalog, options ?? new IndexOptions());
    }

    /// <summary>How many bytes it holds.</summary>
    public long MemoryBytes => _state.Budget.Used;

    /// <summary>The most bytes it held at once.</summary>
    public long PeakMemoryBytes => _state.Budget.Peak;

    /// <summary>Why the last question that was not served was not; null where every one was.</summary>
    public string? NotServedReason { get; private set; }

    /// <summary>How many members the segment has at T; null where the index does not serve it.</summary>
    public long? Count(SegmentPlan plan, AsOf asOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Evaluate<long?>(plan, asOf, (compiler, rows, node) => compiler.Runner.Count(rows, node), cancellation);
    }

    /// <summary>How many bytes of memory counting the segment touches, roughly; null where the index does not serve it.</summary>
    public double? BytesTouched(SegmentPlan plan, AsOf asOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Evaluate<double?>(plan, asOf, (_, rows, node) => rows.Count * node.Bytes, cancellation);
    }

    /// <summary>The refs of the members at T; null where the index does not serve it.</summary>
    public Bitmap? Members(SegmentPlan plan, AsOf asOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Evaluate(plan, asOf, MembersOf, cancellation);
    }

    /// <summary>Drops the outcomes of leaves that were kept, so that the next evaluation works them out again.</summary>
    public void ForgetLeaves() => Forget(leafRows: false);

    /// <summary>Drops the outcomes of leaves and the rows that match them as well.</summary>
    public void ForgetLeafRows() => Forget(leafRows: true);

    /// <summary>How many structures were read from checkpoints rather than built.</summary>
    public int Restored => _state.Restored;

    /// <summary>
    /// Keeps what was built since the last time for the next process, where <see cref="IndexOptions.CheckpointDirectory"/> says so. What
    /// cannot be written (a full disk, a directory that nobody may write) is left out: it is built again when it is needed.
    /// </summary>
    /// <param name="cancellation">Stops the writing; what was there before is there still.</param>
    /// <returns>The bytes written.</returns>
    public long Checkpoint(CancellationToken cancellation = default)
    {
        lock (_turn)
        {
            return _state.Checkpoint(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _state.Dispose();
        }
    }

    private void Forget(bool leafRows)
    {
        lock (_turn)
        {
            _state.Forget(leafRows);
        }
    }

    private T? Evaluate<T>(SegmentPlan plan, AsOf asOf, Func<PlanCompiler, RowSet, Node, T> finish, CancellationToken cancellation)
    {
        lock (_turn)
        {
            try
            {
                _state.Begin();
                using var compiler = new PlanCompiler(_state, asOf, cancellation);
                RowSet rows = compiler.RowsOf(plan.Of);
                return finish(compiler, rows, compiler.Predicate(plan.Membership, rows));
            }
            catch (NotServedException exception)
            {
                NotServedReason = exception.Message;
                return default;
            }
            catch (MemoryBudgetException exception)
            {
                NotServedReason = exception.Message;

                // What was half made is freed before anything else is asked.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return default;
            }
        }
    }

    private static Bitmap MembersOf(PlanCompiler compiler, RowSet rows, Node node)
    {
        long length = rows.PositionOfRef?.Length ?? rows.Count;
        var members = new Bitmap(length);
        if (rows.Refs is null)
        {
            compiler.Runner.Run(rows, node, (firstWord, mask) => mask.CopyTo(members.Words[(int)firstWord..]));
            return members;
        }

        var positions = new Bitmap(rows.Count);
        compiler.Runner.Run(rows, node, (firstWord, mask) => mask.CopyTo(positions.Words[(int)firstWord..]));
        foreach (long position in positions.Positions())
        {
            members.Add(rows.Refs[position]);
        }

        return members;
    }
}
