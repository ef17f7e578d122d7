namespace Strata.Server.Security;

/// <summary>Addresses within this server that somebody is led to after signing in.</summary>
internal static class LocalPath
{
    private const string Home = "/";

    /// <summary>
    /// The path; <c>/</c> instead of whatever a browser could take for another server's address: <c>//host</c>, <c>/\host</c>, or
    /// anything with characters that browsers drop.
    /// </summary>
    public static string Of(string? path) =>
        path is ['/', ..] && path.Length < 2048 && !path.StartsWith("//", StringComparison.Ordinal) && path.All(character => character is > ' ' and <= '~' and not '\\') && !path.Contains("/..", StringComparison.Ordinal)
            ? path
            : Home;
}
