using System.Text.RegularExpressions;

namespace Strata.Platform.Tracking;

/// <summary>
/// Tells robots by their user agent, with the list of the npm package isbot. Answers are remembered, since the same browsers come again
/// and again. Used by one thread at a time.
/// </summary>
internal sealed class BotList
{
    private const int MostRemembered = 20_000;
    private const int LongestRead = 1_000;
    private static readonly Lazy<Regex> Pattern = new(Load);
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>True for a robot. No user agent is none: whoever sends without one is a server that speaks for its visitors.</summary>
    public bool IsBot(string? userAgent)
    {
        if (userAgent is null)
        {
            return false;
        }

        if (!_known.TryGetValue(userAgent, out bool isBot))
        {
            isBot = userAgent.Length > LongestRead || Pattern.Value.IsMatch(userAgent);
            if (_known.Count == MostRemembered)
            {
                _known.Clear();
            }

            _known[userAgent] = isBot;
        }

        return isBot;
    }

    private static Regex Load()
    {
        using Stream stream = typeof(BotList).Assembly.GetManifestResourceStream("Strata.Platform.Tracking.bots.txt")
            ?? throw new InvalidOperationException("The list of bots is not in the assembly.");
        using var reader = new StreamReader(stream);
        IEnumerable<string> patterns = reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#');

        // The patterns look behind, which the engine without backtracking cannot; the length of what they read is bounded instead.
        return new Regex(
            string.Join('|', patterns.Select(pattern => $"(?:{pattern})")),
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
    }
}
