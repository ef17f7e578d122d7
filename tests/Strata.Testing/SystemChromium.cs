namespace Strata.Testing;

/// <summary>The Chromium of the machine, and how tests start it.</summary>
public static class SystemChromium
{
    /// <summary>Nothing of it reaches for other hosts, and it runs as any user.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    /// <summary>The program: what STRATA_CHROMIUM names, or where packages put it.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Path => Environment.GetEnvironmentVariable("STRATA_CHROMIUM")
        ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium; install it (Debian: apt-get install chromium) or name it in STRATA_CHROMIUM.");
}
