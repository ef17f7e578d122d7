using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Strata.Web.Tests.Home;

/// <summary>The first page: an event of a visitor makes an account enter a segment before one's eyes.</summary>
[Collection(WebAppTests.Name)]
public sealed class HomeTests(WebAppFixture app) : BrowserTests(app)
{
    [Fact]
    public async Task An_event_makes_an_account_enter_a_segment_live()
    {
        string definition = Path.Combine(App.Folder, "home-live.yaml");
        await File.WriteAllTextAsync(definition, "segment: home-live\nname: Asked for the live demo\nof: accounts\nwhere: any(form_submit where form = \"home-live\")\n");
        App.Run("apply", definition).Succeeded();
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        await window.GoAsync("/?segment=home-live");
        ILocator live = window.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Live" });
        await Assertions.Expect(live.GetByText("Live", new LocatorGetByTextOptions { Exact = true }).Last).ToBeVisibleAsync();

        string account = JsonDocument.Parse(App.Run("list", "total-market", "--limit", "1", "--json").Succeeded()).RootElement[0].GetProperty("id").GetString()!;
        await SubmitFormAsync(account);

        ILocator changes = live.GetByRole(AriaRole.List, new LocatorGetByRoleOptions { Name = "Latest changes of membership" });
        await Assertions.Expect(changes.GetByText("entered")).ToBeVisibleAsync();
        await Assertions.Expect(changes.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Asked for the live demo" })).ToBeVisibleAsync();
        await changes.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/accounts/{account}"));
    }

    [Fact]
    public async Task What_needs_attention_leads_to_its_remedy()
    {
        await using AppPage window = await App.OpenAsync(Member.Editor);
        await window.GoAsync("/");
        ILocator attention = window.Page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Needs attention" });
        await attention.GetByText("Too small (", new LocatorGetByTextOptions { Exact = false }).First.ClickAsync();
        await Assertions.Expect(window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("attention=tooSmall"));
        await Assertions.Expect(attention.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Widen it" }).First).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("/segments/.+/edit"));
    }

    [Fact]
    public async Task The_stream_can_be_paused()
    {
        await using AppPage window = await App.OpenAsync(Member.Viewer);
        await window.GoAsync("/");
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("Paused", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Pause" })).ToBeVisibleAsync();
    }

    private async Task SubmitFormAsync(string account)
    {
        string key = App.Run("keys", "create", "--scope", "track", "--name", "home-live").Succeeded().Split('\n')[0].Trim();
        using var client = new HttpClient { BaseAddress = App.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/batch", new
        {
            batch = new object[]
            {
                new { type = "track", @event = "Form Submitted", messageId = Guid.NewGuid().ToString(), anonymousId = "home-live", properties = new { form = "home-live" }, context = new { groupId = account } },
            },
        });
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }
}
