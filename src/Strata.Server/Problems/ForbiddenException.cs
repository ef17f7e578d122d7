namespace Strata.Server.Problems;

/// <summary>Whoever asks may not do this, though they may ask.</summary>
/// <param name="message">What they may not do, for a person.</param>
/// <param name="fix">What to do instead; null for nothing.</param>
internal sealed class ForbiddenException(string message, string? fix = null) : Exception(message)
{
    /// <summary>What to do instead.</summary>
    public string? Fix => fix;
}
