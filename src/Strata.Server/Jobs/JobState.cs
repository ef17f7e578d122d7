namespace Strata.Server.Jobs;

/// <summary>How a job stands.</summary>
internal enum JobState
{
    /// <summary>It has not begun: others are before it.</summary>
    Waiting,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It has a result.</summary>
    Done,

    /// <summary>It ended with an error.</summary>
    Failed,

    /// <summary>Somebody cancelled it, or the server stopped.</summary>
    Cancelled,
}
