using Strata.Platform.Generation;

namespace Strata.Platform.Tests.Generation;

/// <summary>Runs apart from other tests, whose memory would be counted too.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;

[Collection(nameof(MeasuresMemory))]
public sealed class GenerationMemoryTests
{
    private const long Most = 160L << 20;

    [Fact]
    public async Task Memory_stays_far_below_what_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("strata-universe-").FullName;
        var memory = new Sampler(GC.GetTotalMemory(forceFullCollection: true));
        var options = new UniverseOptions { Directory = folder, Accounts = 150_000, Events = 1_200_000 };
        var result = await UniverseGenerator.GenerateAsync(options, memory, CancellationToken.None);
        result.Files.Sum(file => file.Bytes).ShouldBeGreaterThan(2 * Most);
        memory.Highest.ShouldBeLessThan(Most);
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Sampler(long before) : IProgress<GenerationProgress>
    {
        private long _highest;

        public long Highest => _highest;

        public void Report(GenerationProgress value)
        {
            var now = GC.GetTotalMemory(forceFullCollection: false) - before;
            InterlockedMax(ref _highest, now);
        }

        private static void InterlockedMax(ref long highest, long value)
        {
            long seen;
            while (value > (seen = Interlocked.Read(ref highest)) && Interlocked.CompareExchange(ref highest, value, seen) != seen)
            {
                // Another thread was faster: look again.
            }
        }
    }
}
