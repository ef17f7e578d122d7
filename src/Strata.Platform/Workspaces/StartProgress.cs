namespace Strata.Platform.Workspaces;

/// <summary>What is done before a server is ready, in this order.</summary>
public enum StartStep
{
    /// <summary>The data directory is opened.</summary>
    Opening,

    /// <summary>The audience index is made ready, and every condition of the live segments is evaluated for everybody.</summary>
    Segments,

    /// <summary>The keys by which accounts and contacts are recognized are read.</summary>
    Keys,

    /// <summary>What was acknowledged and is not in the warehouse yet is applied.</summary>
    Journal,

    /// <summary>Webhooks go on where they were.</summary>
    Webhooks,
}

/// <summary>How far a server is that starts.</summary>
/// <param name="Step">What is done.</param>
/// <param name="Done">How much of it: conditions, or bytes of the journal.</param>
/// <param name="Total">How much there is; 0 where that is not known, or there is nothing to count.</param>
public sealed record StartProgress(StartStep Step, long Done = 0, long Total = 0)
{
    /// <summary>The step, for a person.</summary>
    public string Text => Step switch
    {
        StartStep.Opening => "opening the data",
        StartStep.Segments => "evaluating live segments",
        StartStep.Keys => "reading keys of accounts and contacts",
        StartStep.Journal => "applying the journal",
        StartStep.Webhooks => "resuming webhooks",
        _ => throw new InvalidOperationException($"Unknown step {Step}."),
    };
}
