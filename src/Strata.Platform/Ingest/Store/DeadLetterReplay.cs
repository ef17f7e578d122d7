using System.Text;
using Strata.Platform.Tracking;
using Strata.Warehouse.DuckDb;

namespace Strata.Platform.Ingest.Store;

/// <summary>What became of a dead letter that was sent again.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Problem">Why it was not taken; null where it was.</param>
public sealed record ReplayedLetter(long Id, string? Problem);

/// <summary>Sends dead letters again, as they came: what refused them may have changed since.</summary>
public static class DeadLetterReplay
{
    private const int MostUnderWay = 256;

    /// <summary>Sends letters again that were not taken so far, the oldest first.</summary>
    /// <param name="pipeline">Where they go.</param>
    /// <param name="ids">Which; null for all.</param>
    /// <param name="cancellation">Ends it; what was sent by then is sent.</param>
    public static async Task<IReadOnlyList<ReplayedLetter>> RunAsync(IngestPipeline pipeline, IReadOnlySet<long>? ids, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        IReadOnlyList<StoredDeadLetter> letters = await pipeline.RunAsync(session => DeadLetters.List(session.Connection, int.MaxValue), cancellation);
        var reader = new SegmentSpecReader();
        var replayed = new List<ReplayedLetter>();
        foreach (StoredDeadLetter[] some in letters.Where(letter => ids?.Contains(letter.Id) != false).Reverse().Chunk(MostUnderWay))
        {
            ReplayedLetter[] sent = await Task.WhenAll(some.Select(letter => SendAsync(pipeline, reader, letter)));
            replayed.AddRange(sent);
            long at = pipeline.Receive();
            await pipeline.RunAsync(
                session =>
                {
                    using DuckDbTransaction transaction = session.Connection.BeginTransaction();
                    foreach (ReplayedLetter taken in sent.Where(letter => letter.Problem is null))
                    {
                        DeadLetters.MarkReplayed(session.Connection, taken.Id, at);
                    }

                    transaction.Commit();
                    return true;
                },
                cancellation);
        }

        return replayed;
    }

    private static async Task<ReplayedLetter> SendAsync(IngestPipeline pipeline, SegmentSpecReader reader, StoredDeadLetter stored)
    {
        DeadLetter letter = stored.Letter;
        MessageKind? kind = Enum.TryParse(letter.Kind, ignoreCase: true, out MessageKind named) ? named : null;
        byte[] body = Body(letter, letter.Message);

        // As of the instant at which it came, so that the sender's clock is corrected as it would have been then.
        var context = new RequestContext(letter.ReceivedAt, letter.Ip, letter.UserAgent, letter.Privacy);
        SegmentRequest read = Read(reader, kind, body, context);
        if (read.Messages is [{ } only] && string.Equals(only.MessageId, SegmentSpecReader.GivenId(letter.ReceivedAt, 0), StringComparison.Ordinal))
        {
            // The id that it would get belongs to the first message of the request that it came with.
            body = Body(letter, $"{letter.Message.AsSpan().TrimEnd()[..^1]},\"messageId\":\"{SegmentSpecReader.GivenId(letter.ReceivedAt, -stored.Id)}\"}}");
            read = Read(reader, kind, body, context);
        }

        if (read.Errors is [{ } error, ..])
        {
            return new ReplayedLetter(stored.Id, $"{error.Message} {error.Fix}");
        }

        SubmitOutcome outcome = await pipeline.SubmitAsync(new InputRequest(kind, context, letter.WriteKey, body), read);
        return new ReplayedLetter(stored.Id, outcome == SubmitOutcome.Durable ? null : "The server takes nothing at the moment; replay it again later.");
    }

    /// <summary>A request of one message that says beside it what the one said that it came with.</summary>
    private static byte[] Body(DeadLetter letter, string message) =>
        Encoding.UTF8.GetBytes(letter.Beside is { Length: > 1 } beside ? $$"""{"batch":[{{message}}],{{beside.AsSpan(1)}}""" : message);

    private static SegmentRequest Read(SegmentSpecReader reader, MessageKind? kind, byte[] body, RequestContext context)
    {
        try
        {
            return reader.Read(kind, body, context);
        }
        catch (Language.UserErrorException fault)
        {
            return new SegmentRequest([], [new MessageError(0, null, "json", fault.Message, "Send it whole.", body)]);
        }
    }
}
