namespace Strata.Platform.Tracking;

/// <summary>What a message may be at most. The size of a message is that of the Segment spec.</summary>
public static class SegmentLimits
{
    /// <summary>The most bytes of a message.</summary>
    public const int MessageBytes = 32 * 1024;

    /// <summary>The most messages of a request: ten times what fits into a batch of the Segment spec (500 KB) where each is about as long as they are.</summary>
    public const int RequestMessages = 5_000;

    /// <summary>How many objects and lists of a message may stand in one another, the message itself among them.</summary>
    public const int Depth = 64;

    /// <summary>The most characters of an id or the name of an event.</summary>
    public const int IdCharacters = 500;

    /// <summary>How far ahead of its arrival a message may say that it happened, in days: as far as imports take events.</summary>
    public const int DaysAhead = 366;
}
