using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Strata.Platform.Activation.Webhooks;

/// <summary>What came of an attempt.</summary>
/// <param name="Status">The status; null where there was no answer.</param>
/// <param name="Error">Why it failed; null where it was delivered.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone; null where it does not.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record SendResult(int? Status, string? Error, TimeSpan? RetryAfter, double Milliseconds)
{
    /// <summary>Whether the receiver took it.</summary>
    public bool IsDelivered => Error is null;

    /// <summary>Whether the receiver wants nothing more, ever.</summary>
    public bool IsGone => Status == (int)HttpStatusCode.Gone;
}

/// <summary>Sends one change to one webhook, once. Thread-safe.</summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>How long a receiver may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int LongestBody = 1 << 16;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookSender(bool allowsInside, TimeProvider clock)
    {
        _clock = clock;
        _http = new HttpClient(GuardedHttp.CreateHandler(allowsInside)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Strata", "1"));
    }

    /// <summary>Sends it.</summary>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public async Task<SendResult> SendAsync(Webhook webhook, long offset, byte[] payload, CancellationToken cancellation)
    {
        long started = _clock.GetTimestamp();
        using var patience = new CancellationTokenSource(Patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using HttpRequestMessage request = Request(webhook, offset, payload);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await DrainAsync(response, either.Token);
            int status = (int)response.StatusCode;
            return new SendResult(
                status, response.IsSuccessStatusCode ? null : $"answered {status}", response.IsSuccessStatusCode ? null : RetryAfter(response), Milliseconds());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SendResult(null, $"no answer within {Patience.TotalSeconds:0} seconds", null, Milliseconds());
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            return new SendResult(null, exception.InnerException is RefusedAddressException refused ? refused.Message : exception.Message, null, Milliseconds());
        }

        double Milliseconds() => _clock.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Webhook webhook, long offset, byte[] payload)
    {
        // The same however often it is sent: receivers tell by it what they have already.
        string id = string.Create(CultureInfo.InvariantCulture, $"msg_{webhook.Id}_{offset}");
        long timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        return new HttpRequestMessage(HttpMethod.Post, webhook.Url)
        {
            Content = new ByteArrayContent(payload) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", WebhookSignature.Sign(webhook.Secret, id, timestamp, payload) },
            },
        };
    }

    /// <summary>Reads a short body, so that the connection can be used again; of a long one the connection is given up.</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[4096];
        int left = LongestBody;
        int read;
        while (left > 0 && (read = await body.ReadAsync(buffer, cancellation)) > 0)
        {
            left -= read;
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _clock.GetUtcNow() => date - _clock.GetUtcNow(),
        _ => null,
    };
}
