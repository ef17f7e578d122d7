using System.Net;
using System.Text.Json;
using Strata.Platform.Keys;
using Strata.Platform.People;

namespace Strata.Server.Tests.Security;

public sealed class AuditTests
{
    [Fact]
    public async Task Changes_refusals_and_tries_to_sign_in_are_noted()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        using Browser viewer = await Browser.SignedInAsync(server, Role.Viewer);
        JsonElement made = await TestServer.JsonOf(await admin.PostAsync("/v1/keys", new { scope = "track", name = "website" }));
        string key = made.GetProperty("key").GetProperty("id").GetString()!;
        await viewer.SendAsync(HttpMethod.Delete, $"/v1/keys/{key}");
        await admin.SendAsync(HttpMethod.Delete, $"/v1/keys/{key}");
        await admin.SendAsync(HttpMethod.Delete, "/v1/keys/none");
        await viewer.SignInAsync("eve@example.com", "wrong wrong wrong");
        (await server.As(KeyScope.Admin).PostAsync("/v1/keys", null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await server.Http.PostAsync("/v1/keys", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        JsonElement[] entries = [.. (await admin.JsonAsync("/v1/audit")).GetProperty("entries").EnumerateArray()];

        entries.Select(Describe).ShouldBe(
        [
            "Admin (key *) createKey  400",
            " signIn eve@example.com 401",
            "The admin <admin@example.com> revokeKey key none 404",
            $"The admin <admin@example.com> revokeKey key {key} 200",
            $"The viewer <viewer@example.com> revokeKey key {key} 403",
            $"The admin <admin@example.com> createKey key {key} 201",
            "The viewer <viewer@example.com> signIn viewer@example.com 200",
            "The admin <admin@example.com> signIn admin@example.com 200",
        ]);
        entries[^3].GetProperty("detail").GetString().ShouldBe("website track");
        entries[^3].GetProperty("address").GetString().ShouldBe("127.0.0.1");
        string everything = string.Concat(entries.Select(entry => entry.GetRawText()));
        everything.ShouldNotContain(made.GetProperty("text").GetString()!);
        everything.ShouldNotContain(Browser.Password);
    }

    [Fact]
    public async Task Entries_are_filtered_and_come_in_pages()
    {
        await using TestServer server = await TestServer.StartAsync();
        using Browser admin = await Browser.SignedInAsync(server, Role.Admin);
        for (int one = 1; one <= 5; one++)
        {
            await admin.PostAsync("/v1/keys", new { scope = "read", name = $"key {one}" });
        }

        await admin.PostAsync("/v1/keys", new { });

        List<string> details = [];
        string? cursor = null;
        do
        {
            JsonElement page = await admin.JsonAsync($"/v1/audit?action=createKey&refused=false&limit=2&cursor={cursor}");
            details.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("detail").GetString()!));
            cursor = page.TryGetProperty("nextCursor", out JsonElement next) ? next.GetString() : null;
        }
        while (cursor is not null);

        details.ShouldBe(["key 5 read", "key 4 read", "key 3 read", "key 2 read", "key 1 read"]);
        (await admin.JsonAsync("/v1/audit?refused=true")).GetProperty("entries").GetArrayLength().ShouldBe(1);
        (await admin.JsonAsync("/v1/audit?text=KEY%203%20READ")).GetProperty("entries").GetArrayLength().ShouldBe(1);
        (await admin.JsonAsync("/v1/audit?to=2020-01-01")).GetProperty("entries").GetArrayLength().ShouldBe(0);
        (await admin.GetAsync("/v1/audit?cursor=x!")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Describe(JsonElement entry)
    {
        string actor = entry.TryGetProperty("actor", out JsonElement name) ? name.GetString()! : "";
        string masked = entry.TryGetProperty("keyId", out JsonElement key) ? actor.Replace(key.GetString()!, "*", StringComparison.Ordinal) : actor;
        string target = entry.TryGetProperty("target", out JsonElement to) ? to.GetString()! : "";
        return $"{masked} {entry.GetProperty("action").GetString()} {target} {entry.GetProperty("status").GetInt32()}";
    }
}
