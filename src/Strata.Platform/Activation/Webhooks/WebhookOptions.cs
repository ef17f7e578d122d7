namespace Strata.Platform.Activation.Webhooks;

/// <summary>How webhooks are sent.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Whether addresses that are not public are sent to as well.</summary>
    public bool AllowsInside { get; init; }

    /// <summary>How long a change is tried before it is given up.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long the first pause between two attempts is, roughly; the next ones are longer and longer.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a pause is at most.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many changes are on their way to one webhook at once, of different entities.</summary>
    public int Concurrency { get; init; } = 32;
}
