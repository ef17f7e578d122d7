using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Strata.Bench.Ingest;

/// <summary>
/// A request with a batch of page calls as the public client libraries send them, about 500 bytes an event. What differs from one to the
/// next (ids, accounts, pages, instants) has a fixed length and is written in place, so that sending costs next to nothing.
/// </summary>
internal sealed class EventBatch
{
    private const int IdDigits = 12;
    private const int AccountDigits = 8;
    private const int PageDigits = 2;
    private const string Account = "########";
    private const string Page = "##";
    private const string Instant = "2026-01-01T00:00:00.000Z";
    private readonly byte[] _bytes;
    private readonly Place[] _places;
    private readonly int[] _instants;
    private readonly ZipfAccounts _accounts;
    private readonly Random _random;

    /// <summary>Lays the request out.</summary>
    /// <param name="host">The host it is sent to.</param>
    /// <param name="key">The write key.</param>
    /// <param name="connection">The number of the connection, which its ids begin with.</param>
    /// <param name="accounts">Draws accounts.</param>
    public EventBatch(string host, string key, int connection, ZipfAccounts accounts)
    {
        _accounts = accounts;
        _random = new Random(connection);
        string[] events = [.. Enumerable.Repeat(EventText(connection), IngestBenchOptions.EventsABatch)];
        string body = $$"""{"batch":[{{string.Join(',', events)}}],"sentAt":"{{Instant}}"}""";
        string token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:"));
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/batch HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {token}\r\nUser-Agent: analytics-node/2.1.3\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        string whole = head + body;
        _bytes = Encoding.ASCII.GetBytes(whole);
        _places = [.. Places(whole)];
        _instants = [.. All(whole, Instant)];
    }

    /// <summary>How many bytes an event has in the body, about.</summary>
    public static int BytesAnEvent => EventText(0).Length + 1;

    /// <summary>Writes the next events into the request.</summary>
    /// <param name="first">The number of the first event.</param>
    /// <param name="now">When they happen.</param>
    public ReadOnlyMemory<byte> Next(long first, DateTimeOffset now)
    {
        foreach (Place place in _places)
        {
            Write(_bytes.AsSpan(place.Id), first++, IdDigits);
            int account = _accounts.Draw(_random);
            foreach (int at in place.Accounts)
            {
                Write(_bytes.AsSpan(at), account, AccountDigits);
            }

            int page = _random.Next(100);
            foreach (int at in place.Pages)
            {
                Write(_bytes.AsSpan(at), page, PageDigits);
            }
        }

        Span<byte> instant = stackalloc byte[Instant.Length];
        now.UtcDateTime.TryFormat(instant, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        foreach (int at in _instants)
        {
            instant.CopyTo(_bytes.AsSpan(at));
        }

        return _bytes;
    }

    private static string EventText(int connection)
    {
        string prefix = connection.ToString("D3", CultureInfo.InvariantCulture);
        return $$$"""
            {"type":"page","messageId":"node-next-{{{prefix}}}-@@@@@@@@@@@@","anonymousId":"5f0c6c9e-{{{Account}}}","name":"Pricing {{{Page}}}","context":{"groupId":"acct-{{{Account}}}","library":{"name":"@segment/analytics-node","version":"2.1.3"}},"properties":{"page":"page-{{{Page}}}","path":"/product/page-{{{Page}}}","url":"https://www.vendor.example/product/page-{{{Page}}}?utm_campaign=spring","title":"Page {{{Page}}} | Vendor","referrer":"https://www.google.com/"},"timestamp":"{{{Instant}}}","_metadata":{"nodeVersion":"22.11.0","jsRuntime":"node"}}
            """.Trim();
    }

    private static IEnumerable<Place> Places(string text)
    {
        for (int at = text.IndexOf("{\"type\"", StringComparison.Ordinal); at >= 0;)
        {
            int next = text.IndexOf("{\"type\"", at + 1, StringComparison.Ordinal), end = next < 0 ? text.Length : next;
            string one = text[at..end];
            int start = at;
            int[] accounts = [.. All(one, Account).Select(place => start + place)];
            string masked = one.Replace(Account, "........", StringComparison.Ordinal);
            yield return new Place(at + one.IndexOf('@', one.IndexOf("node-next", StringComparison.Ordinal)), accounts, [.. All(masked, Page).Select(place => start + place)]);
            at = next;
        }
    }

    private static IEnumerable<int> All(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            yield return at;
        }
    }

    private static void Write(Span<byte> target, long number, int digits) =>
        Utf8Formatter.TryFormat(number, target, out _, new System.Buffers.StandardFormat('D', (byte)digits));

    private sealed record Place(int Id, int[] Accounts, int[] Pages);
}
