using System.Globalization;
using Strata.Platform.Ingest;

namespace Strata.Platform.Tests.Ingest.Pipeline;

/// <summary>
/// Takes in what people of new companies do until it is killed. Ten batches of a sender are one person's story: a visitor looks at
/// pages for some seconds each, is identified, belongs to a company, and a second visitor turns out to be the same person. Webhooks are told
/// of it meanwhile.
/// </summary>
internal static class TrackingChild
{
    public const int BatchesAStory = 10;
    public const int EventsABatch = 6;
    public const int IdentifiedIn = 4;
    public const int GroupedIn = 6;
    public const int AliasedIn = 8;

    /// <summary>So many bytes may wait for being applied: finding out who people are takes longer than saying so.</summary>
    private const int MostLag = 30_000;

    /// <summary>The name of a story's person, company or visitor.</summary>
    public static string Name(string what, int sender, int batch) => string.Create(CultureInfo.InvariantCulture, $"{what}{sender}-{batch / BatchesAStory}");

    public static string Id(int sender, int batch, int number) => string.Create(CultureInfo.InvariantCulture, $"s{sender}-{batch}-{number}");

    /// <summary>Runs until the process is killed.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="first">For each sender, the batch that it begins with.</param>
    public static async Task RunAsync(string directory, int[] first)
    {
        var options = new IngestOptions { JournalFileBytes = 200_000, FlushRows = 500, FlushEvery = TimeSpan.FromMilliseconds(100), LongestFlush = TimeSpan.FromMilliseconds(100), MemoryBytes = 100_000 };
        await using var ingest = new TrackedIngest(directory, options);
        await Task.WhenAll([ingest.Tell(), .. first.Select((batch, sender) => SendAsync(ingest, sender, batch))]);
    }

    private static async Task SendAsync(TrackedIngest ingest, int sender, int batch)
    {
        while (!ingest.Pipeline.Completion.IsCompleted)
        {
            if (ingest.Pipeline.Lag > MostLag)
            {
                await Task.Delay(5);
            }
            else if (await ingest.Send(Messages(sender, batch)) == SubmitOutcome.Durable)
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

    private static IEnumerable<string> Messages(int sender, int batch)
    {
        string visitor = Name("v", sender, batch), other = Name("w", sender, batch), person = Name("u", sender, batch), company = Name("co", sender, batch);
        for (int number = 0; number < EventsABatch; number++)
        {
            string who = number % 2 == 0 ? visitor : other, page = number % 3 == 0 ? "Pricing" : "Docs";
            DateTimeOffset at = TimeProvider.System.GetUtcNow().AddSeconds((3 * (batch % BatchesAStory)) + (0.3 * number) - 30);
            yield return $$"""{"type": "page", "messageId": "{{Id(sender, batch, number)}}", "anonymousId": "{{who}}", "name": "{{page}}", "timestamp": "{{at:O}}"}""";
        }

        string id = string.Create(CultureInfo.InvariantCulture, $"{sender}-{batch}");
        switch (batch % BatchesAStory)
        {
            case IdentifiedIn:
                yield return $$"""{"type": "identify", "messageId": "i{{id}}", "anonymousId": "{{visitor}}", "userId": "{{person}}", "traits": {"email": "{{person}}@{{company}}.example"} }""";
                break;
            case GroupedIn:
                yield return $$"""{"type": "group", "messageId": "g{{id}}", "userId": "{{person}}", "groupId": "{{company}}", "traits": {"name": "Company {{company}}", "employees": {{100 + batch}}} }""";
                break;
            case AliasedIn:
                yield return $$"""{"type": "alias", "messageId": "a{{id}}", "userId": "{{person}}", "previousId": "{{other}}"}""";
                break;
            default:
                yield return $$"""{"type": "track", "event": "usage", "messageId": "t{{id}}", "userId": "{{person}}", "context": {"groupId": "{{company}}"}, "properties": {"feature": "Reports", "minutes": 12.5} }""";
                break;
        }
    }
}
