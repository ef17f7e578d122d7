using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Strata.Bench.Lookup;

/// <summary>
/// Visitors who come in, and are identified, while others are looked up: fifty a second, of whom every tenth is a person who was not known
/// and the others a further device of somebody who is, each with ten page views of earlier visitors. And the questions for them: by domain,
/// e-mail address, network address and visitor, in turn.
/// </summary>
internal sealed class VisitorLoad : IAsyncDisposable
{
    /// <summary>So many ranges of addresses belong to the first accounts, one each.</summary>
    public const int Ranges = 200;

    private const int First = 500;
    private const int Views = 10;
    private const int NewPersonEvery = 10;
    private const int MostVisitors = 1 << 20;

    /// <summary>After so long whoever was identified must be known.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http;
    private readonly long _accounts;
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _coming = new(3);
    private readonly Random _asking = new(4);
    private readonly List<long> _accountOfPerson = [];
    private readonly (int Person, long At)[] _visitors = new (int, long)[MostVisitors];
    private readonly Task _work;
    private int _count;
    private int _known;
    private int _questions;

    private VisitorLoad(HttpClient http, long accounts, CancellationToken cancellation)
    {
        _http = http;
        _accounts = accounts;
        _work = RunAsync(cancellation);
    }

    /// <summary>How many visitors were identified.</summary>
    public int Identified => Volatile.Read(ref _count);

    /// <summary>Writes the file of the ranges.</summary>
    public static void WriteRanges(string file) => File.WriteAllLines(
        file, ["range,account", .. Enumerable.Range(0, Ranges).Select(i => string.Create(CultureInfo.InvariantCulture, $"10.{i / 256}.{i % 256}.0/24,acct-{i:D8}"))]);

    /// <summary>Identifies the first visitors, and then more until it is disposed.</summary>
    public static async Task<VisitorLoad> StartAsync(Uri server, string key, long accounts, CancellationToken cancellation)
    {
        var http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        var load = new VisitorLoad(http, accounts, cancellation);
        while (Volatile.Read(ref load._count) < First && !load._work.IsCompleted)
        {
            await Task.Delay(100, cancellation);
        }

        await Task.Delay(Known + TimeSpan.FromSeconds(1), cancellation);
        return load;
    }

    /// <summary>The next question, and what its answer must hold. By one thread.</summary>
    public (string Path, string Expected) Ask()
    {
        int question = _questions++ % 4;
        if (question == 3)
        {
            long before = Stopwatch.GetTimestamp() - (long)(Known.TotalSeconds * Stopwatch.Frequency);
            while (_known < Volatile.Read(ref _count) && _visitors[_known].At < before)
            {
                _known++;
            }

            // Mostly those of a moment ago.
            int visitor = _known - 1 - (_asking.Next(2) == 0 ? _asking.Next(Math.Min(50, _known)) : _asking.Next(_known));
            long its;
            lock (_accountOfPerson)
            {
                its = _accountOfPerson[_visitors[visitor].Person];
            }

            return Question(string.Create(CultureInfo.InvariantCulture, $"anonymous_id=visitor-{visitor}"), its);
        }

        long account = _asking.NextInt64(question == 2 ? Ranges : _accounts);
        return Question(
            question switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $"domain=a{account}.example"),
                1 => string.Create(CultureInfo.InvariantCulture, $"email=somebody@a{account}.example"),
                _ => string.Create(CultureInfo.InvariantCulture, $"ip=10.{account / 256}.{account % 256}.{_asking.Next(1, 255)}"),
            },
            account);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _http.Dispose();
        _stop.Dispose();
    }

    private static (string Path, string Expected) Question(string who, long account) =>
        ($"/v1/lookup?{who}&fields=name,employees", string.Create(CultureInfo.InvariantCulture, $"\"acct-{account:D8}\""));

    private async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (_count < MostVisitors)
            {
                using var content = new StringContent(Next(), Encoding.UTF8, "application/json");
                using HttpResponseMessage response = await _http.PostAsync("/v1/batch", content, cancellation);
                response.EnsureSuccessStatusCode();
                _visitors[_count].At = Stopwatch.GetTimestamp();
                Volatile.Write(ref _count, _count + 1);
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
    }

    /// <summary>A visitor, whom an identify call names, and views of pages.</summary>
    private string Next()
    {
        int visitor = _count;
        bool isNew = visitor % NewPersonEvery == 0;
        int person = isNew ? _accountOfPerson.Count : _coming.Next(_accountOfPerson.Count);
        if (isNew)
        {
            lock (_accountOfPerson)
            {
                _accountOfPerson.Add(_coming.NextInt64(_accounts));
            }
        }

        _visitors[visitor].Person = person;
        var batch = new StringBuilder("{\"batch\":[");
        batch.Append(
            CultureInfo.InvariantCulture,
            $$$"""{"type":"identify","messageId":"i{{{visitor}}}","anonymousId":"visitor-{{{visitor}}}","userId":"person-{{{person}}}","traits":{"email":"p{{{person}}}@a{{{_accountOfPerson[person]}}}.example"}}""");
        for (int view = 0; view < Views; view++)
        {
            batch.Append(
                CultureInfo.InvariantCulture,
                $$$""",{"type":"page","messageId":"p{{{visitor}}}-{{{view}}}","anonymousId":"visitor-{{{_coming.Next(visitor + 1)}}}","name":"Pricing"}""");
        }

        return batch.Append("]}").ToString();
    }
}
