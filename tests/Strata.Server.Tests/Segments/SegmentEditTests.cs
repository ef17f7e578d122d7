using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Strata.Platform.Keys;
using Strata.Platform.Workspaces;
using Strata.Testing;

namespace Strata.Server.Tests.Segments;

public sealed class SegmentEditTests() : ServedTests(KeyScope.Write, Definitions, options => options with { Samples = Repository.PathOf("samples") })
{
    private const string Definitions =
        """
        segment: large
        of: accounts
        where: employees >= 500
        ---
        segment: huge
        of: accounts
        where: in segment("large") and employees >= 900
        """;

    [Fact]
    public async Task A_segment_is_stored_with_author_reason_and_delta()
    {
        JsonElement saved = await PutAsync("mid", new { where = new { text = "employees between 300 and 600" }, title = "Middle", objective = "engagement", reviewEvery = "90 days", reason = "a play of its own" });

        JsonElement version = saved.GetProperty("version");
        version.GetProperty("version").GetInt64().ShouldBe(1);
        version.GetProperty("author").GetString()!.ShouldStartWith("Write");
        version.GetProperty("reason").GetString().ShouldBe("a play of its own");
        saved.GetProperty("delta").GetProperty("entered").GetInt64().ShouldBe(4);
        JsonElement shown = await Http.GetFromJsonAsync<JsonElement>("/v1/segments/mid");
        shown.GetProperty("segment").GetProperty("title").GetString().ShouldBe("Middle");
        shown.GetProperty("segment").TryGetProperty("reviewDueAt", out _).ShouldBeTrue();
        shown.GetProperty("where").GetString().ShouldBe("employees between 300 and 600");
    }

    [Fact]
    public async Task A_change_of_a_version_that_stands_no_more_is_a_conflict_that_shows_both()
    {
        await PutAsync("large", new { where = new { text = "employees >= 600" }, baseVersion = 1 });
        HttpResponseMessage second = await Http.PutAsJsonAsync("/v1/segments/large", new { where = new { text = "employees >= 700" }, baseVersion = 1 });

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        JsonElement problem = await TestServer.JsonOf(second);
        problem.GetProperty("code").GetString().ShouldBe("conflict");
        problem.GetProperty("startedFrom").GetInt64().ShouldBe(1);
        problem.GetProperty("current").GetProperty("definition").GetString()!.ShouldContain("employees >= 600");
        (await Http.PutAsJsonAsync("/v1/segments/large", new { where = new { text = "employees >= 700" } })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task An_earlier_version_is_stored_again()
    {
        await PutAsync("large", new { where = new { text = "employees >= 900" }, baseVersion = 1, reason = "tighter" });
        HttpResponseMessage restored = await Http.PostAsJsonAsync("/v1/segments/large/restore", new { version = 1 });

        (await TestServer.JsonOf(restored)).GetProperty("version").GetProperty("version").GetInt64().ShouldBe(3);
        JsonElement versions = (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/large/versions")).GetProperty("versions");
        versions.EnumerateArray().Select(version => version.GetProperty("reason").GetString()).ShouldBe(["version 1 again", "tighter", "because"]);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/large/versions/2")).GetProperty("definition").GetString()!.ShouldContain("900");
        (await Http.PostAsJsonAsync("/v1/segments/large/restore", new { version = 9 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_used_is_not_taken_away()
    {
        HttpResponseMessage used = await Http.DeleteAsync("/v1/segments/large");
        HttpResponseMessage unused = await Http.DeleteAsync("/v1/segments/huge?reason=over");

        used.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TestServer.JsonOf(used)).GetProperty("code").GetString().ShouldBe("reference");
        unused.StatusCode.ShouldBe(HttpStatusCode.OK, await unused.Content.ReadAsStringAsync());
        (await Http.GetAsync("/v1/segments/huge")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Http.DeleteAsync("/v1/segments/huge")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("mid", "employees >=", "syntax")]
    [InlineData("mid", "employes >= 1", "name")]
    [InlineData("large", "in segment(\"huge\")", "cycle")]
    [InlineData(" mid", "employees >= 1", "argument")]
    public async Task What_is_wrong_is_not_stored(string name, string where, string code)
    {
        HttpResponseMessage response = await Http.PutAsJsonAsync($"/v1/segments/{Uri.EscapeDataString(name)}", new { where = new { text = where }, baseVersion = name == "large" ? 1 : 0 });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement problem = await TestServer.JsonOf(response);
        (problem.TryGetProperty("errors", out JsonElement errors) ? errors.EnumerateArray().Select(error => error.GetProperty("code").GetString()) : [problem.GetProperty("code").GetString()]).ShouldContain(code);
    }

    [Theory]
    [InlineData("PUT", "/v1/segments/large")]
    [InlineData("DELETE", "/v1/segments/large")]
    [InlineData("PUT", "/v1/segmentations/large")]
    [InlineData("POST", "/v1/segments/large/restore")]
    [InlineData("POST", "/v1/segments/large/review")]
    [InlineData("POST", "/v1/proposals/1/approve")]
    [InlineData("POST", "/v1/proposals/1/reject")]
    public async Task Whoever_may_only_read_changes_nothing(string method, string path)
    {
        using HttpClient reader = Server.As(KeyScope.Read);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = JsonContent.Create(new { version = 1, where = new { text = "employees >= 1" } }) };

        (await reader.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_change_waits_for_somebody_else_where_that_is_asked_for()
    {
        using (Workspace session = Server.Server.Host.OpenSession())
        {
            session.Settings.Set(WorkspaceSettings.Approval, "on");
        }

        using HttpClient admin = Server.As(KeyScope.Admin);
        JsonElement mine = (await PutAsync("large", new { where = new { text = "employees >= 900" }, baseVersion = 1, reason = "tighter" })).GetProperty("proposal");
        JsonElement theirs = (await PutAsync("mid", new { where = new { text = "employees >= 300" } }, admin)).GetProperty("proposal");

        mine.GetProperty("delta").GetProperty("left").GetInt64().ShouldBe(4);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/large")).GetProperty("segment").GetProperty("status").EnumerateArray().Select(one => one.GetString()).ShouldContain("proposed");
        (await DecideAsync(Http, mine, "approve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync(admin, theirs, "approve")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DecideAsync(Http, theirs, "reject")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync(admin, mine, "approve")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DecideAsync(admin, mine, "approve")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonElement standing = (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/large/versions")).GetProperty("versions")[0];
        standing.GetProperty("author").GetString()!.ShouldStartWith("Write");
        standing.GetProperty("reason").GetString()!.ShouldStartWith("tighter (approved by Admin");
        JsonElement waiting = await Http.GetFromJsonAsync<JsonElement>("/v1/proposals");
        waiting.GetProperty("needsApproval").GetBoolean().ShouldBeTrue();
        waiting.GetProperty("proposals").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Several_definitions_wait_together_and_are_stored_all_or_none()
    {
        using (Workspace session = Server.Server.Host.OpenSession())
        {
            session.Settings.Set(WorkspaceSettings.Approval, "on");
        }

        using HttpClient admin = Server.As(KeyScope.Admin);
        JsonElement added = await TestServer.JsonOf(await Http.PostAsJsonAsync("/v1/templates/stage", new { }));
        JsonElement again = await TestServer.JsonOf(await Http.PostAsJsonAsync("/v1/templates/stage", new { }));
        JsonElement list = await TestServer.JsonOf(await admin.PostAsJsonAsync("/v1/tal", new { profile = "large", fit = "employees", timing = "employees", reason = "quarter" }));
        JsonElement proposal = added.GetProperty("proposal");

        added.GetProperty("added").GetArrayLength().ShouldBe(0);
        proposal.GetProperty("kind").GetString().ShouldBe("set");
        proposal.TryGetProperty("standing", out _).ShouldBeFalse();
        proposal.GetProperty("definition").GetString()!.ShouldContain("segment: total-market");
        list.GetProperty("tiers").GetArrayLength().ShouldBeGreaterThan(0);
        list.GetProperty("proposal").GetProperty("reason").GetString().ShouldBe("quarter");
        (await Http.GetAsync("/v1/segmentations/stage")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DecideAsync(admin, list.GetProperty("proposal"), "approve")).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "nobody approves their own");
        (await DecideAsync(Http, proposal, "approve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync(admin, proposal, "approve")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/segmentations/stage")).GetProperty("segmentation").GetProperty("reason").GetString()!.ShouldStartWith("template stage (approved by Admin");
        (await Http.GetAsync("/v1/segments/total-market")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await DecideAsync(admin, again.GetProperty("proposal"), "approve")).StatusCode.ShouldBe(HttpStatusCode.Conflict, "another version stands");
        (await Http.GetFromJsonAsync<JsonElement>("/v1/proposals")).GetProperty("proposals").EnumerateArray()
            .Select(one => one.GetProperty("isOutdated").GetBoolean()).ShouldBe([false, true], "the list, and the template once more");
    }

    [Fact]
    public async Task A_change_of_a_segmentation_waits_too_and_nothing_goes_round_that()
    {
        using (Workspace session = Server.Server.Host.OpenSession())
        {
            session.Settings.Set(WorkspaceSettings.Approval, "on");
        }

        using HttpClient admin = Server.As(KeyScope.Admin);
        var sizes = new { parts = new[] { new { value = "Large", where = "employees >= 500" } }, baseVersion = 0, reason = "a first cut" };
        JsonElement saved = await TestServer.JsonOf(await Http.PutAsJsonAsync("/v1/segmentations/large", sizes));
        JsonElement proposal = saved.GetProperty("proposal");

        // It has a segment's name, and is another thing.
        proposal.GetProperty("kind").GetString().ShouldBe("segmentation");
        proposal.TryGetProperty("standing", out _).ShouldBeFalse();
        saved.TryGetProperty("version", out _).ShouldBeFalse();
        (await Http.GetAsync("/v1/segmentations/large")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/large")).GetProperty("segment").GetProperty("status").EnumerateArray().Select(one => one.GetString()).ShouldNotContain("proposed");
        (await DecideAsync(Http, proposal, "approve")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DecideAsync(admin, proposal, "approve")).StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonElement standing = (await Http.GetFromJsonAsync<JsonElement>("/v1/segmentations/large")).GetProperty("segmentation");
        standing.GetProperty("author").GetString()!.ShouldStartWith("Write");
        standing.GetProperty("reason").GetString()!.ShouldStartWith("a first cut (approved by Admin");
        (await Http.PutAsJsonAsync("/v1/segmentations/large", sizes)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_review_puts_the_next_one_off()
    {
        await PutAsync("mid", new { where = new { text = "employees >= 300" }, reviewEvery = "90 days" });
        string before = await DueAsync();
        (await Http.PostAsync("/v1/segments/mid/review", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        string.CompareOrdinal(await DueAsync(), before).ShouldBeGreaterThan(0);

        async Task<string> DueAsync() => (await Http.GetFromJsonAsync<JsonElement>("/v1/segments/mid")).GetProperty("segment").GetProperty("reviewDueAt").GetString()!;
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient http, JsonElement proposal, string what) =>
        http.PostAsJsonAsync($"/v1/proposals/{proposal.GetProperty("id").GetInt64()}/{what}", new { comment = "seen" });

    private async Task<JsonElement> PutAsync(string name, object body, HttpClient? http = null)
    {
        HttpResponseMessage response = await (http ?? Http).PutAsJsonAsync($"/v1/segments/{name}", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await TestServer.JsonOf(response);
    }
}
