using Strata.Platform.Tests.Ingest.Pipeline;

namespace Strata.Platform.Tests;

/// <summary>What the tests start as a process of its own.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["ingest", string directory, string first])
        {
            await IngestChild.RunAsync(directory, [.. first.Split(',').Select(int.Parse)]);
            return 0;
        }

        if (arguments is ["track", string tracked, string next])
        {
            await TrackingChild.RunAsync(tracked, [.. next.Split(',').Select(int.Parse)]);
            return 0;
        }

        return 1;
    }
}
