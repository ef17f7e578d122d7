using Strata.Index.Memory;
using Strata.Platform.Ingest.Seen;
using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest.Pipeline;

/// <summary>
/// Has fetched, ahead of time, what memory holds of the messages that come next: the nearer one is, the further it is gone into. Used by
/// the thread that applies.
/// </summary>
/// <param name="seen">Which ids were seen.</param>
/// <param name="resolver">What is known of visitors and accounts.</param>
internal sealed class ExpectedMessages(SeenIds seen, IMessageResolver resolver)
{
    /// <summary>Between two steps of expecting a message so many others are taken, which is about as long as memory takes to answer.</summary>
    private const int MessagesAStep = 2;

    /// <summary>About how many bytes a message has by itself.</summary>
    private const int MessageBytes = 256;

    /// <summary>The messages of a request, one after the other; while one is taken, those after it are expected.</summary>
    public IEnumerable<TrackedMessage> InTurn(IReadOnlyList<TrackedMessage> messages)
    {
        for (int at = 0; at < messages.Count; at++)
        {
            Expect(messages, at);
            yield return messages[at];
        }
    }

    private void Expect(IReadOnlyList<TrackedMessage> messages, int at)
    {
        int first = at + ((IMessageResolver.ExpectedSteps + 1) * MessagesAStep);
        for (int i = at == 0 ? 0 : first; i <= first && i < messages.Count; i++)
        {
            CacheLine.Prefetch(messages[i], MessageBytes);
        }

        for (int step = 0; step < IMessageResolver.ExpectedSteps; step++)
        {
            int ahead = at + ((IMessageResolver.ExpectedSteps - step) * MessagesAStep);
            for (int i = at == 0 ? 0 : ahead; i <= ahead && i < messages.Count; i++)
            {
                if (step == 0)
                {
                    messages[i].Prefetch();
                    seen.Prefetch(messages[i].IdKey);
                }

                resolver.Expect(messages[i], step);
            }
        }
    }
}
