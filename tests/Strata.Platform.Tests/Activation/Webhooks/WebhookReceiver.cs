using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace Strata.Platform.Tests.Activation.Webhooks;

/// <summary>A request that a receiver got.</summary>
internal sealed record ReceivedWebhook(string Id, string Timestamp, string Signature, byte[] Body)
{
    public long Offset => Data.GetProperty("offset").GetInt64();

    public string Of => Data.GetProperty("of").GetString()!;

    public string Entity => Data.GetProperty("id").GetString()!;

    private JsonElement Data => JsonDocument.Parse(Body).RootElement.GetProperty("data");
}

/// <summary>A receiver of webhooks on this machine that answers as the test says.</summary>
internal sealed class WebhookReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ReceivedWebhook, Task<int>> _answer;
    private readonly Channel<ReceivedWebhook> _taken = Channel.CreateUnbounded<ReceivedWebhook>();

    public WebhookReceiver(Func<ReceivedWebhook, int> answer)
        : this(received => Task.FromResult(answer(received)))
    {
    }

    public WebhookReceiver(Func<ReceivedWebhook, Task<int>>? answer = null)
    {
        _answer = answer ?? (_ => Task.FromResult(200));
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = ListenAsync();
    }

    public string Url { get; }

    /// <summary>The next one that was answered with a 2xx, in the order of arrival.</summary>
    public ValueTask<ReceivedWebhook> NextAsync() => _taken.Reader.ReadAsync();

    /// <summary>The next ones.</summary>
    public async Task<List<ReceivedWebhook>> NextAsync(int count)
    {
        var received = new List<ReceivedWebhook>();
        while (received.Count < count)
        {
            received.Add(await NextAsync());
        }

        return received;
    }

    /// <summary>Waits until so many more than now were answered with a 2xx; they stay to be read.</summary>
    public async Task MoreAsync(int count)
    {
        int end = _taken.Reader.Count + count;
        while (_taken.Reader.Count < end)
        {
            await Task.Delay(1);
        }
    }

    public bool HasMore => _taken.Reader.Count > 0;

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        if (body.Length < context.Request.ContentLength64)
        {
            // Whoever sent it was killed meanwhile.
            return;
        }

        var received = new ReceivedWebhook(
            context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!, context.Request.Headers["webhook-signature"]!, body.ToArray());
        int status = await _answer(received);
        if (status is >= 200 and < 300)
        {
            _taken.Writer.TryWrite(received);
        }

        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
        {
            context.Response.RedirectLocation = Url;
        }

        context.Response.Close();
    }
}
