namespace Strata.Cli.Tests;

/// <summary>A small demo, run once for the tests that look at its data directory. Its first account is called Acme.</summary>
public sealed class DemoMarket : IDisposable
{
    public DemoMarket() => Demo = StrataProcess.Run(Folder, "demo", "--no-serve", "--accounts", "1000", "--events", "20000", "--as-of", "2026-11-22");

    /// <summary>The folder that the demo ran in.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    /// <summary>What the demo printed.</summary>
    internal Outcome Demo { get; }

    /// <summary>Runs a command on the demo's data, as of the instant that its data ends at.</summary>
    internal Outcome Run(params string[] arguments) => StrataProcess.Run(Folder, [.. arguments, "--data", ".strata-demo"]);

    /// <summary>As <see cref="Run"/>, for commands that evaluate.</summary>
    internal Outcome Ask(params string[] arguments) => Run([.. arguments, "--as-of", "2026-11-22"]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <summary>Tests that share the market; they read it and do not change it.</summary>
[CollectionDefinition(Name)]
public sealed class DemoMarketTests : ICollectionFixture<DemoMarket>
{
    public const string Name = "demo market";
}
