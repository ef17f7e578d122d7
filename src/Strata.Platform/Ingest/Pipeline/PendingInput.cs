using Strata.Platform.Ingest.Journal;
using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>A request on its way: to the journal, and from there to be applied.</summary>
/// <param name="request">The request.</param>
/// <param name="read">What was read of it.</param>
internal sealed class PendingInput(InputRequest request, SegmentRequest read) : JournalEntry(RecordKind.Input)
{
    private readonly TaskCompletionSource<SubmitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The request.</summary>
    public InputRequest Request { get; } = request;

    /// <summary>What was read of it.</summary>
    public SegmentRequest Read { get; } = read;

    /// <summary>What becomes of it.</summary>
    public Task<SubmitOutcome> Outcome => _outcome.Task;

    /// <inheritdoc/>
    public override int Length { get; } = request.Length;

    /// <inheritdoc/>
    public override void Write(Span<byte> target) => Request.Write(target);

    /// <inheritdoc/>
    public override void Durable() => _outcome.SetResult(SubmitOutcome.Durable);

    /// <inheritdoc/>
    public override void Failed(Exception fault) => _outcome.SetResult(SubmitOutcome.Unavailable);
}
