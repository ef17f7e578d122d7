using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Strata.Platform.Keys;

namespace Strata.Server.Tests.Problems;

/// <summary>Whatever is wrong with a request is said in words of the interface: a code, what it is, where, and what to do.</summary>
public sealed class ProblemTests() : ServedTests(KeyScope.Admin)
{
    [Theory]
    [InlineData("POST", "/v1/webhooks", """{"url": 5}""", "json", "The body is not what is asked for: 'url' has a value of another type.")]
    [InlineData("POST", "/v1/webhooks", "{\n\"url\": ", "json", "The body is not what is asked for: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.")]
    [InlineData("POST", "/v1/webhooks", """{"url": "https://a.example/",}""", "json", "The body is not what is asked for: The JSON object contains a trailing comma at the end.")]
    [InlineData("POST", "/v1/definitions/compare", "{}", "json", "The body is not what is asked for: 'definition', 'segment' are missing.")]
    [InlineData("POST", "/v1/definitions/compare", """{"definition": null, "segment": "x"}""", "json", "The body is not what is asked for: 'definition' may not be null.")]
    [InlineData("GET", "/v1/segments/x/members?limit=many", null, "request", "'many' is no value of 'limit'.")]
    [InlineData("POST", "/v1/batch", """{"batch": [{"type": "page",}]}""", "json", "The body is no JSON: The JSON object contains a trailing comma at the end.")]
    [InlineData("POST", "/v1/batch", "", "json", "The body is no JSON: There is nothing.")]
    public async Task What_cannot_be_read_is_said_without_names_of_the_inside(string method, string path, string? body, string code, string detail)
    {
        JsonElement problem = await AskAsync(HttpStatusCode.BadRequest, method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"));

        (problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()).ShouldBe((code, detail));
        problem.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Where_the_body_is_wrong_is_said_too()
    {
        JsonElement problem = await AskAsync(HttpStatusCode.BadRequest, "POST", "/v1/webhooks", new StringContent("{\n  \"url\": nope}", Encoding.UTF8, "application/json"));
        (problem.GetProperty("where").GetProperty("line").GetInt32(), problem.GetProperty("where").GetProperty("column").GetInt32()).ShouldBe((2, 11));
    }

    [Fact]
    public async Task What_an_address_does_not_take_is_said_and_what_it_takes()
    {
        JsonElement method = await AskAsync(HttpStatusCode.MethodNotAllowed, "PUT", "/v1/batch", new StringContent("{}"));
        (method.GetProperty("code").GetString(), method.GetProperty("detail").GetString(), method.GetProperty("fix").GetString())
            .ShouldBe(("method", "There is no PUT at /v1/batch.", "It takes OPTIONS, POST."));
        JsonElement type = await AskAsync(HttpStatusCode.UnsupportedMediaType, "POST", "/v1/webhooks", new StringContent("{}", Encoding.UTF8, "text/plain"));
        (type.GetProperty("code").GetString(), type.GetProperty("detail").GetString(), type.GetProperty("fix").GetString())
            .ShouldBe(("media-type", "A body of the type 'text/plain; charset=utf-8' is not read here.", "Say 'Content-Type: application/json' where it is that."));
    }

    [Fact]
    public async Task Too_large_a_body_is_refused_in_one_way_however_it_comes()
    {
        byte[] large = new byte[9 << 20];
        using var announced = new ByteArrayContent(large);
        using var chunked = new StreamContent(new MemoryStream(large));
        JsonElement problem = await AskAsync(HttpStatusCode.RequestEntityTooLarge, "POST", "/v1/batch", announced);
        problem.GetProperty("detail").GetString().ShouldBe("The body is larger than the 8,192 KiB that a request may have.");
        problem.GetProperty("fix").GetString().ShouldBe("Send it in several requests; 'strata serve' has options for how much one may have.");
        JsonElement other = await AskAsync(HttpStatusCode.RequestEntityTooLarge, "POST", "/v1/batch", chunked, isChunked: true);
        other.GetProperty("detail").GetString().ShouldBe(problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 12582912")]
    [InlineData("Content-Length: 12582912\r\nExpect: 100-continue")]
    public async Task Who_sends_too_large_a_body_without_waiting_reads_why_it_is_refused(string header)
    {
        // The answer is read once all of it is sent, as a client does that streams.
        using var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port);
        await using NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n"));
        bool isChunked = header.EndsWith("chunked", StringComparison.Ordinal);
        byte[] piece = new byte[0x10000];
        if (isChunked)
        {
            piece = [.. "10000\r\n"u8, .. piece, .. "\r\n"u8];
        }

        for (int sent = 0; sent < 12 << 20; sent += 0x10000)
        {
            await stream.WriteAsync(piece);
        }

        if (isChunked)
        {
            await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        }

        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("The body is larger than the 8,192 KiB that a request may have.");
    }

    private async Task<JsonElement> AskAsync(HttpStatusCode status, string method, string path, HttpContent? content, bool isChunked = false)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content, Headers = { TransferEncodingChunked = isChunked, ExpectContinue = true } };
        HttpResponseMessage response = await Http.SendAsync(request);
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
        return await TestServer.JsonOf(response);
    }
}
