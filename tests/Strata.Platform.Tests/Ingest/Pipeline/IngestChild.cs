using System.Globalization;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>
/// Takes in events until it is killed: several senders, each sending one batch after the other, and saying on standard output which was
/// acknowledged.
/// </summary>
internal static class IngestChild
{
    public const int EventsABatch = 20;

    public static string Id(int sender, int batch, int number) => string.Create(CultureInfo.InvariantCulture, $"s{sender}-{batch}-{number}");

    /// <summary>Runs until the process is killed.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="first">For each sender, the batch that it begins with.</param>
    public static async Task RunAsync(string directory, int[] first)
    {
        var options = new IngestOptions { JournalFileBytes = 200_000, FlushRows = 2_000, FlushEvery = TimeSpan.FromMilliseconds(100), LongestFlush = TimeSpan.FromMilliseconds(100), MemoryBytes = 100_000 };
        await using var ingest = new IngestHarness(directory, TimeProvider.System, options, makesChanges: true);
        await Task.WhenAll(first.Select((batch, sender) => SendAsync(ingest, sender, batch)));
    }

    private static async Task SendAsync(IngestHarness ingest, int sender, int batch)
    {
        while (!ingest.Pipeline.Completion.IsCompleted)
        {
            List<string> messages = [.. Enumerable.Range(0, EventsABatch).Select(number => IngestHarness.Usage(Id(sender, batch, number), account: $"a{number}"))];
            if (batch % 40 == 0)
            {
                messages.Insert(
                    EventsABatch / 2,
                    $$"""{"type": "identify", "messageId": "i{{sender}}-{{batch}}", "userId": "u{{sender}}-{{batch}}", "traits": {"email": "u{{sender}}.{{batch}}@acme.com"} }""");
            }

            SubmitOutcome outcome = await ingest.Send([.. messages]);
            if (outcome == SubmitOutcome.Durable)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sender} {batch}"));
                batch++;
            }
            else
            {
                await Task.Delay(5);
            }
        }

        await ingest.Pipeline.Completion;
    }
}
