namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>
/// The process is killed at random moments under load, and started again. Ten times; as often as STRATA_KILL_RUNS says for the long run.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Senders = 4;
    private readonly TemporaryFolder _folder = new();
    private readonly int[] _acknowledged = new int[Senders];

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled()
    {
        var random = new Random(1);
        for (int run = 0; run < KilledProcess.Runs; run++)
        {
            await KilledProcess.RunAsync("ingest", _folder.PathOf("data"), _acknowledged, () => Task.Delay(random.Next(1, 600)));
        }

        _acknowledged.Sum().ShouldBeGreaterThan(KilledProcess.Runs);
        await using var ingest = new IngestHarness(_folder.PathOf("data"), TimeProvider.System);
        await ingest.Pipeline.Recovered;
        List<string> stored = await ingest.StoredIds();
        stored.ShouldBeUnique();
        var ids = stored.ToHashSet(StringComparer.Ordinal);
        string[] expected =
        [
            .. Enumerable.Range(0, Senders).SelectMany(sender => Enumerable.Range(0, _acknowledged[sender])
                .SelectMany(batch => Enumerable.Range(0, IngestChild.EventsABatch).Select(number => IngestChild.Id(sender, batch, number)))),
        ];
        expected.Where(id => !ids.Contains(id)).ShouldBeEmpty();

        // What was being sent when it was killed may be there too, wholly: nobody was told so.
        (stored.Count - expected.Length).ShouldBeInRange(0, Senders * IngestChild.EventsABatch);
        (stored.Count % IngestChild.EventsABatch).ShouldBe(0);
        long contacts = await ingest.Stored(connection => connection.QueryScalar<long>("SELECT count(*) FROM contact"));
        contacts.ShouldBeInRange(_acknowledged.Sum(batches => (batches + 39) / 40), _acknowledged.Sum(batches => (batches + 40) / 40));
    }

    public void Dispose() => _folder.Dispose();
}
