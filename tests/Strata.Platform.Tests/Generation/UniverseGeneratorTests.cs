using System.IO.Compression;
using System.Security.Cryptography;
using Strata.Language;
using Strata.Platform.Generation;

namespace Strata.Platform.Tests.Generation;

public sealed class UniverseGeneratorTests
{
    [Fact]
    public async Task The_same_options_give_the_same_bytes()
    {
        using var first = await GeneratedUniverse.CreateAsync(options => options);
        using var second = await GeneratedUniverse.CreateAsync(options => options);
        using var other = await GeneratedUniverse.CreateAsync(options => options with { Seed = 8 });
        Hashes(second).ShouldBe(Hashes(first));
        Hashes(other).Values.Intersect(Hashes(first).Values).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_bytes_of_a_seed_never_change_unnoticed()
    {
        using var universe = await GeneratedUniverse.CreateAsync(options => options with { Accounts = 500, Events = 5000, Seed = 42 });
        Hashes(universe)["accounts.csv"].ShouldStartWith("13657359FD30C26D");
        Hashes(universe)["events.csv"].ShouldStartWith("66AF7F58307EAB0A");
        Hashes(universe)["truth.json"].ShouldStartWith("4E6186DDF1D97B37");
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 4)]
    [InlineData(100, 7, 0)]
    [InlineData(1025, 100_003, 2.5)]
    public async Task Counts_are_exact(long accounts, long events, double contactsPerAccount)
    {
        using var universe = await GeneratedUniverse.CreateAsync(options => options with
        {
            Accounts = accounts,
            Events = events,
            ContactsPerAccount = contactsPerAccount,
        });
        universe.Read("accounts").Count.ShouldBe((int)accounts);
        RowsOf(universe, "accounts.csv").ShouldBe(accounts);
        RowsOf(universe, "events.csv").ShouldBe(events);
        RowsOf(universe, "contacts.csv").ShouldBe((long)(accounts * contactsPerAccount));
        if (events > 0)
        {
            universe.Read("events").Count.ShouldBe((int)events);
        }
    }

    [Fact]
    public async Task Compressed_files_hold_the_same_bytes()
    {
        using var plain = await GeneratedUniverse.CreateAsync(options => options);
        using var compressed = await GeneratedUniverse.CreateAsync(options => options with { Format = UniverseFormat.CsvGzip });
        foreach (var file in plain.Result.Files.Where(file => file.Path.EndsWith(".csv", StringComparison.Ordinal)))
        {
            await using var packed = File.OpenRead(Path.Combine(compressed.Folder, Path.GetFileName(file.Path) + ".gz"));
            await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            (await SHA256.HashDataAsync(unpacked)).ShouldBe(SHA256.HashData(await File.ReadAllBytesAsync(file.Path)), file.Path);
        }
    }

    [Fact]
    public async Task Only_the_files_asked_for_are_written()
    {
        using var universe = await GeneratedUniverse.CreateAsync(options => options with { Events = 0, Files = UniverseFiles.Accounts | UniverseFiles.Technologies });
        Directory.GetFiles(universe.Folder).Select(Path.GetFileName).Order().ShouldBe(["accounts.csv", "technologies.csv"]);
    }

    [Fact]
    public async Task A_cancelled_run_leaves_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("strata-universe-").FullName;
        using var cancellation = new CancellationTokenSource();
        var options = new UniverseOptions { Directory = folder, Accounts = 20_000, Events = 2_000_000 };
        var progress = new Stopper("events", cancellation);
        await Should.ThrowAsync<OperationCanceledException>(() => UniverseGenerator.GenerateAsync(options, progress, cancellation.Token));
        Directory.GetFileSystemEntries(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Progress_ends_at_the_total_of_every_phase()
    {
        var folder = Directory.CreateTempSubdirectory("strata-universe-").FullName;
        var last = new LastReports();
        await UniverseGenerator.GenerateAsync(new UniverseOptions { Directory = folder, Accounts = 3000, Events = 100_000 }, last, CancellationToken.None);
        last.ByPhase.Keys.ShouldBe(["plan", "accounts", "contacts", "technologies", "opportunities", "opportunity_stages", "subscriptions", "spend", "events"], ignoreOrder: true);
        last.ByPhase.Values.ShouldAllBe(report => report.Done == report.Total);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Options_out_of_bounds_are_refused_all_at_once()
    {
        var options = new UniverseOptions { Directory = Path.GetTempPath(), Accounts = 0, Events = -1, Days = 0 };
        var error = await Should.ThrowAsync<UserErrorException>(() => UniverseGenerator.GenerateAsync(options, null, CancellationToken.None));
        error.Errors.Select(each => each.Code).ShouldBe(["argument", "argument", "argument"]);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_clear_error()
    {
        var file = Path.GetTempFileName();
        var options = new UniverseOptions { Directory = Path.Combine(file, "inside"), Accounts = 10, Events = 0 };
        var error = await Should.ThrowAsync<UserErrorException>(() => UniverseGenerator.GenerateAsync(options, null, CancellationToken.None));
        error.Errors[0].Code.ShouldBe("file");
        File.Delete(file);
    }

    private static long RowsOf(GeneratedUniverse universe, string name) =>
        universe.Result.Files.Where(file => string.Equals(Path.GetFileName(file.Path), name, StringComparison.Ordinal)).Sum(file => file.Rows);

    private static Dictionary<string, string> Hashes(GeneratedUniverse universe) => universe.Result.Files.ToDictionary(
        file => Path.GetFileName(file.Path), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.Path))), StringComparer.Ordinal);

    // Cancels at the first report of a phase, in the middle of its work.
    private sealed class Stopper(string phase, CancellationTokenSource cancellation) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            if (string.Equals(value.Phase, phase, StringComparison.Ordinal))
            {
                cancellation.Cancel();
            }
        }
    }

    private sealed class LastReports : IProgress<GenerationProgress>
    {
        public Dictionary<string, GenerationProgress> ByPhase { get; } = new(StringComparer.Ordinal);

        public void Report(GenerationProgress value)
        {
            lock (ByPhase)
            {
                if (!ByPhase.TryGetValue(value.Phase, out var known) || value.Done >= known.Done)
                {
                    ByPhase[value.Phase] = value;
                }
            }
        }
    }
}
