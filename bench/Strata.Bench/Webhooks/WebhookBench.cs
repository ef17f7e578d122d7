using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Strata.Bench.Ingest;
using Strata.Warehouse.DuckDb;
using Strata.Warehouse.Schema;

namespace Strata.Bench.Webhooks;

/// <summary>
/// <c>strata bench webhooks</c>: one event a request, at a fixed rate, each of another account, which enters a segment by it; measured is
/// the time until this process, which is not the server's, has received the webhook that tells of it.
/// </summary>
public static class WebhookBench
{
    private const int Senders = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="directory">An empty directory.</param>
    /// <param name="program">The program <c>strata</c>.</param>
    /// <param name="rate">Events a second.</param>
    /// <param name="seconds">How long is sent, after a few seconds to warm up.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<WebhookBenchReport> RunAsync(
        string directory, string program, int rate, int seconds, IProgress<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        const int WarmUp = 5;
        string data = Path.Combine(directory, "data"), folder = Path.Combine(directory, "segments");
        int accounts = rate * (seconds + WarmUp);
        Fill(data, accounts);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "viewed.yaml"), "segment: viewed\nof: accounts\nwhere: any(page_view where page = \"pricing\") in last 30 days\n", cancellation);
        await ServerProcess.CommandAsync(program, data, ["apply", folder], cancellation);
        await ServerProcess.CommandAsync(program, data, ["settings", "set", "webhook_private_addresses", "yes"], cancellation);
        string key = JsonDocument.Parse(await ServerProcess.CommandAsync(program, data, ["keys", "create", "--scope", "admin", "--json"], cancellation))
            .RootElement.GetProperty("key").GetString()!;
        progress.Report("starting the server");
        using ServerProcess server = await ServerProcess.StartAsync(program, data, key, cancellation);
        var sent = new long[accounts];
        var received = new long[accounts];
        using HttpListener listener = Listen(received, out string url);
        await ServerProcess.CommandAsync(program, data, ["webhooks", "create", url, "--segment", "viewed"], cancellation);
        progress.Report(string.Create(CultureInfo.InvariantCulture, $"sending {rate} events a second for {seconds} s"));
        long begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(server.Url, key, sent, sender, rate, begun, cancellation), cancellation)));
        double took = Stopwatch.GetElapsedTime(begun).TotalSeconds - WarmUp;
        await WaitAsync(received, cancellation);
        await server.StopAsync(cancellation);
        return Report(sent, received, rate * WarmUp, took);
    }

    private static WebhookBenchReport Report(long[] sent, long[] received, int first, double seconds)
    {
        double[] latencies = [.. Enumerable.Range(first, sent.Length - first).Where(account => received[account] != 0)
            .Select(account => (received[account] - sent[account]) * 1000.0 / Stopwatch.Frequency).Order()];
        long missing = received.Count(at => at == 0);
        return new WebhookBenchReport(
            sent.Length - first, seconds, latencies.Length, missing, At(0.5), At(0.99), At(1));

        double At(double share) => latencies.Length == 0 ? 0 : latencies[(int)Math.Min(latencies.Length - 1, share * latencies.Length)];
    }

    private static void Fill(string data, int accounts)
    {
        using WarehouseStore store = WarehouseStore.Open(new DataDirectory(data));
        using DuckDbConnection connection = store.Connect();
        connection.Execute("INSERT INTO account (ref, id) SELECT range, 'acct-' || range FROM range($1)", (long)accounts);
        connection.Execute("CHECKPOINT");
    }

    /// <summary>Sends every so-manieth event, each when it is due; what it waits for the one before counts.</summary>
    private static async Task SendAsync(Uri server, string key, long[] sent, int sender, int rate, long begun, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        for (int account = sender; account < sent.Length; account += Senders)
        {
            long due = begun + (long)(account * (double)Stopwatch.Frequency / rate);
            TimeSpan early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, cancellation);
            }

            // A timer is late by up to a millisecond or two, which is not the server's doing.
            sent[account] = Math.Max(due, early > TimeSpan.Zero ? Stopwatch.GetTimestamp() : due);
            string body = string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"messageId":"w{{{account}}}","userId":"u{{{account}}}","event":"page_view","context":{"groupId":"acct-{{{account}}}"},"properties":{"page":"pricing"}}""");
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await client.PostAsync("/v1/track", content, cancellation);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static HttpListener Listen(long[] received, out string url)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        var listener = new HttpListener { Prefixes = { url } };
        listener.Start();
        _ = ReceiveAsync(listener, received);
        return listener;
    }

    private static async Task ReceiveAsync(HttpListener listener, long[] received)
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            long now = Stopwatch.GetTimestamp();
            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.InputStream);
            string id = body.RootElement.GetProperty("data").GetProperty("id").GetString()!;
            Interlocked.CompareExchange(ref received[int.Parse(id.AsSpan("acct-".Length), CultureInfo.InvariantCulture)], now, 0);
            context.Response.StatusCode = (int)HttpStatusCode.NoContent;
            context.Response.Close();
        }
    }

    private static async Task WaitAsync(long[] received, CancellationToken cancellation)
    {
        long begun = Stopwatch.GetTimestamp();
        while (received.Any(at => at == 0) && Stopwatch.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(100, cancellation);
        }
    }
}
