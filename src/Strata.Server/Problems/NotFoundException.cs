namespace Strata.Server.Problems;

/// <summary>What the address of a request names is not there.</summary>
/// <param name="message">What is not there, for a person.</param>
/// <param name="fix">What to do instead; null for nothing.</param>
internal sealed class NotFoundException(string message, string? fix = null) : Exception(message)
{
    /// <summary>What to do instead.</summary>
    public string? Fix => fix;
}
