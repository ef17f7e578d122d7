namespace Strata.Platform.Live;

/// <summary>A change of membership with its place in the log.</summary>
/// <param name="Offset">Its number in the membership log, ascending without gaps.</param>
/// <param name="Change">The change.</param>
public sealed record LoggedChange(long Offset, MembershipChange Change);

/// <summary>The membership log as it grows, for those who tell others: webhooks and streams. Thread-safe.</summary>
public interface IMembershipFeed
{
    /// <summary>The offset that the next change will have.</summary>
    long End { get; }

    /// <summary>The changes from an offset on, in order: those that are there at once, then each as soon as it is durable; without an end.</summary>
    /// <param name="from">The first offset; one past the end waits for it.</param>
    /// <param name="cancellation">Ends it.</param>
    IAsyncEnumerable<LoggedChange> ReadAsync(long from, CancellationToken cancellation);
}
