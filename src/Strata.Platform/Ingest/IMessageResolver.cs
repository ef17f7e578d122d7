using Strata.Platform.Live;
using Strata.Platform.Tracking;

namespace Strata.Platform.Ingest;

/// <summary>
/// Says what messages mean: whose they are, which events they make, what they change. Used by the thread that applies; a message comes
/// once, in the order of the journal. After a fault, messages whose change is stored may come again: each change made twice is as made once.
/// </summary>
public interface IMessageResolver
{
    /// <summary>
    /// Says that a message comes soon, step by step: what is known of it may be fetched into the processor's cache, at each step what the
    /// one before it leads to. Nothing else may follow from it.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="step">From 0 to <see cref="ExpectedSteps"/> less one.</param>
    void Expect(TrackedMessage message, int step)
    {
    }

    /// <summary>In how many steps a message is expected.</summary>
    const int ExpectedSteps = 3;

    /// <summary>Takes a message: gives its events and changes to the sink, changes at the latest in <see cref="Finish"/>.</summary>
    void Take(TrackedMessage message, IIngestSink sink);

    /// <summary>Gives everything that was held back to the sink: others are going to write, or nothing more came.</summary>
    void Finish(IIngestSink sink);

    /// <summary>Somebody wrote to the warehouse, or its catalog changed; where it names nobody, settings may have changed.</summary>
    void Changed(EntityChanges changes);
}
