using System.Net;
using Strata.Platform.Keys;
using Strata.Platform.People;
using Strata.Platform.Workspaces;

namespace Strata.Server.Tests.Security;

/// <summary>Streams end with the right to them, also where nothing happens in them.</summary>
public sealed class OpenStreamTests
{
    [Theory]
    [InlineData("/v1/changes")]
    [InlineData("/v1/events/live")]
    public async Task A_stream_ends_when_its_session_or_key_does_and_no_other_does(string path)
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        using Browser leaving = await Browser.SignedInAsync(server, Role.Viewer, "leaving@example.com");
        using Browser demoted = await Browser.SignedInAsync(server, Role.Editor, "demoted@example.com");
        using Browser disabled = await Browser.SignedInAsync(server, Role.Viewer, "disabled@example.com");
        using Browser revoked = await Browser.SignedInAsync(server, Role.Viewer, "revoked@example.com");
        string key = server.Key(KeyScope.Read);
        using Stream staying = await OpenAsync(admin.Http, path);
        Stream[] streams = [await OpenAsync(leaving.Http, path), await OpenAsync(demoted.Http, path), await OpenAsync(disabled.Http, path), await OpenAsync(revoked.Http, path), await OpenAsync(server.With(key), path)];

        (await leaving.SendAsync(HttpMethod.Delete, "/v1/session")).IsSuccessStatusCode.ShouldBeTrue();
        (await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{await IdOfAsync(demoted)}", new { role = "viewer" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Patch, $"/v1/people/{await IdOfAsync(disabled)}", new { disabled = true })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await admin.SendAsync(HttpMethod.Delete, $"/v1/people/{await IdOfAsync(revoked)}/sessions")).IsSuccessStatusCode.ShouldBeTrue();
        using (Workspace session = server.Server.Host.OpenSession())
        {
            session.Keys.Revoke(session.Keys.All()[0].Id);
        }

        foreach (Stream stream in streams)
        {
            using var reader = new StreamReader(stream);
            await reader.ReadToEndAsync();
        }

        // The one that stays would be read to its end for ever.
        Task<int> read = staying.ReadAtLeastAsync(new byte[1024], 1024, throwOnEndOfStream: false).AsTask();
        (await admin.GetAsync("/v1/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        read.IsCompleted.ShouldBeFalse();
    }

    private static async Task<Stream> OpenAsync(HttpClient http, string path)
    {
        HttpResponseMessage response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStreamAsync();
    }

    private static async Task<string> IdOfAsync(Browser browser) => (await browser.JsonAsync("/v1/session")).GetProperty("person").GetProperty("id").GetString()!;
}
