namespace Strata.Server.Problems;

/// <summary>A request is refused with a status of its own.</summary>
/// <param name="status">The status.</param>
/// <param name="code">The code of the problem.</param>
/// <param name="message">Why, for a person.</param>
/// <param name="fix">What to do instead; null for nothing.</param>
internal sealed class RefusedException(int status, string code, string message, string? fix = null) : Exception(message)
{
    /// <summary>The status.</summary>
    public int Status => status;

    /// <summary>The code of the problem.</summary>
    public string Code => code;

    /// <summary>What to do instead.</summary>
    public string? Fix => fix;
}
