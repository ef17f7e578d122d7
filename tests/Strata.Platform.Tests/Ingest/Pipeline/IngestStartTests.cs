using Strata.Platform.Ingest;
using Strata.Platform.Workspaces;
using Strata.Warehouse.Schema;

namespace Strata.Platform.Tests.Ingest.Pipeline;

public sealed class IngestStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_start_that_fails_leaves_nothing_open(bool atTheEnd)
    {
        string data = _folder.PathOf("data");
        await using (var ingest = new IngestHarness(data, TimeProvider.System))
        {
            await ingest.SendUsages("e1");
        }

        using (var host = WorkspaceHost.Open(new DataDirectory(data), TimeProvider.System))
        {
            Should.Throw<OperationCanceledException>(() => IngestPipeline.Start(host, new IngestParts
            {
                Log = new RecordedLog(),
                Live = (_, now) => atTheEnd ? new RecordedMemberships(now) : throw new OperationCanceledException(),
                Resolver = _ => throw new OperationCanceledException(),
                Written = _ => { },
            }));
        }

        OpenFiles(data).ShouldNotContain(file => file.EndsWith(".duckdb", StringComparison.Ordinal) || file.EndsWith(".log", StringComparison.Ordinal) || file.EndsWith(".ids", StringComparison.Ordinal));
        await using var again = new IngestHarness(data, TimeProvider.System);
        (await again.StoredIds()).ShouldBe(["e1"]);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What this process has open below a folder, where the system tells it.</summary>
    private static List<string> OpenFiles(string folder) =>
    [
        .. (OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd") : [])
            .Select(entry => new FileInfo(entry).LinkTarget)
            .OfType<string>()
            .Where(file => file.StartsWith(folder, StringComparison.Ordinal)),
    ];
}
