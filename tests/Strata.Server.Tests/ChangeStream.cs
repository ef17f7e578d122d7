using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Strata.Server.Tests;

/// <summary>Reads the stream of changes.</summary>
internal sealed class ChangeStream(HttpClient http, string path, string? lastEventId = null) : IDisposable
{
    private HttpResponseMessage? _response;
    private IAsyncEnumerator<SseItem<string>>? _items;

    public async Task OpenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _response.EnsureSuccessStatusCode();
        _items = SseParser.Create(await _response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
    }

    public async Task<(string Id, JsonElement Change)> NextAsync()
    {
        (await _items!.MoveNextAsync()).ShouldBeTrue();
        return (_items.Current.EventId!, JsonDocument.Parse(_items.Current.Data).RootElement);
    }

    public void Dispose() => _response?.Dispose();
}
